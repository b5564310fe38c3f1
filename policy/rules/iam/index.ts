import type { Rule } from "../../rule";

export const IAM: Rule[] = [];
