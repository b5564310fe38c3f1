import type { Rule } from "../../rule";
import { portCases } from "./cases";
import { openTo } from "./common";
import { STORES } from "./services";

export const stores: Rule = {
  id: "SG-07",
  title: "No cache, search index or message queue is open to everybody",
  severity: "critical",
  reason:
    "these are made for a network of friends: most ask for no password by default, and several run commands for whoever asks",
  sources: ["Redis documentation, Security", "own"],
  remedy: "let in the security group of the machines that use it",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, STORES),
  cases: portCases(6379, "Redis"),
};
