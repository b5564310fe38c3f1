import type { Rule } from "../../rule";
import { noBudget } from "./01-no-budget";

/** Billing: what can be told before there is rating; the rules on prices come with it. */
export const BIL: Rule[] = [noBudget];
