import type { Rule } from "../../rule";
import { opened, portCases } from "./cases";
import { openTo } from "./common";
import { DATABASES } from "./services";

export const databases: Rule = {
  id: "SG-06",
  title: "No database is open to everybody",
  severity: "critical",
  reason:
    "a database that answers everybody is found by scanners within hours, and its data is read, deleted and held to ransom",
  sources: ["OWASP Top 10 A05:2021 Security Misconfiguration", "own"],
  remedy: "let in the security group of the machines that use the database",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, DATABASES),
  cases: {
    passes: portCases(5432, "PostgreSQL").passes,
    fails: [
      ...portCases(5432, "PostgreSQL").fails,

      {
        of: "two databases in one range",
        resources: opened(3306, { portRangeMax: 5432 }),
        finds: {
          rule: [
            "port 3306 (MySQL), within 3306-5432, is open to 0.0.0.0/0",
            "port 5432 (PostgreSQL), within 3306-5432, is open to 0.0.0.0/0",
          ],
        },
      },
    ],
  },
};
