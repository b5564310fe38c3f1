import type { Rule } from "../../rule";

export const BIL: Rule[] = [];
