import { ACME, EXTERNAL, made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { CaseValue, Rule } from "../../rule";

const grant = (targetTenant: CaseValue) =>
  made("rbacPolicy", {
    action: "access_as_external",
    objectType: "network",
    objectId: ref("internet"),
    targetTenant,
  });

export const rbacToAll: Rule = {
  id: "NET-02",
  title: "No RBAC policy gives something to every project",
  severity: "critical",
  reason:
    "a target of * shares it with every project that there is or will be, as `shared` does, and " +
    "does not show on the network itself",
  sources: ["OpenStack Networking Guide, Role-Based Access Control (RBAC)", "own"],
  remedy: "name the one project that needs it as targetTenant",
  types: ["rbacPolicy"],
  check: (policy) =>
    text(policy, "targetTenant") === "*"
      ? [`${text(policy, "action") ?? "an action"} is given to every project (targetTenant: *)`]
      : [],
  cases: {
    passes: [
      {
        of: "access as external for one project",
        resources: { ...ACME, ...EXTERNAL, grant: grant(ref("acme")) },
      },
    ],
    fails: [
      {
        of: "access for all",
        resources: { ...EXTERNAL, grant: grant("*") },
        finds: { grant: ["access_as_external is given to every project (targetTenant: *)"] },
      },
    ],
  },
};
