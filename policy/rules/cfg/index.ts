import type { Rule } from "../../rule";

export const CFG: Rule[] = [];
