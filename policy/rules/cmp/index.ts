import type { Rule } from "../../rule";

export const CMP: Rule[] = [];
