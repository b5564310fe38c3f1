import { made } from "../../cases";
import { isUnknown, list } from "../../declared/resource";
import type { Rule } from "../../rule";
import { credential } from "./cases";

export const credentialWithAllRoles: Rule = {
  id: "IAM-12",
  title: "Every application credential states its roles",
  severity: "medium",
  reason:
    "Keystone gives it every role that the user has at that moment: of a tenant's admin that is " +
    "manager, where the program needed reader",
  sources: ["Keystone User Guide, Application Credentials"],
  remedy: "state roles, the fewest that the program needs",
  types: ["applicationCredential"],
  check: (resource) =>
    list(resource, "roles").length > 0 || isUnknown(resource, "roles")
      ? []
      : ["roles are left out: it has all that the user has"],
  cases: {
    passes: [{ of: "a credential with roles", resources: credential({ roles: ["reader"] }) }],
    fails: [
      {
        of: "a credential without",
        resources: {
          credential: made("applicationCredential", {
            name: "ci",
            expiresAt: "2027-06-30T00:00:00Z",
          }),
        },
        finds: { credential: ["roles are left out: it has all that the user has"] },
      },
      {
        of: "an empty list",
        resources: credential({ roles: [] }),
        finds: { credential: ["roles are left out: it has all that the user has"] },
      },
    ],
  },
};
