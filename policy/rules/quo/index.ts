import type { Rule } from "../../rule";

export const QUO: Rule[] = [];
