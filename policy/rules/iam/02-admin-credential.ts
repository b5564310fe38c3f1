import { texts } from "../../declared/resource";
import type { Rule } from "../../rule";
import { credential } from "./cases";
import { sameRole } from "./common";

export const adminCredential: Rule = {
  id: "IAM-02",
  title: "No application credential carries the role admin",
  severity: "critical",
  reason:
    "its secret lies in files of programs and pipelines, no second factor guards it, and whoever " +
    "copies it is admin of every tenant",
  sources: [
    "Keystone User Guide, Application Credentials",
    "OpenStack Security Guide, Identity: Authorization, Administrative users",
  ],
  remedy: "name the roles that the program needs: reader, member",
  types: ["applicationCredential"],
  check: (resource) =>
    texts(resource, "roles")
      .filter((role) => sameRole(role, "admin"))
      .map((role) => `${role} is among its roles`),
  cases: {
    passes: [{ of: "a member", resources: credential({ roles: ["member"] }) }],
    fails: [
      {
        of: "an admin among others",
        resources: credential({ roles: ["member", "ADMIN"] }),
        finds: { credential: ["ADMIN is among its roles"] },
      },
    ],
  },
};
