import type { Rule } from "../../rule";
import { reach } from "./01-reach";

/** Reachability. */
export const ISO: Rule[] = [reach];
