import type { Rule } from "../../rule";

export const SG: Rule[] = [];
