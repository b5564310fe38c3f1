import { made } from "../../cases";
import { isGiven, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { sameRole } from "./common";

/** Roles that services let do more than a project's own people. */
const TAKEN = ["admin", "service"];

export const roleTakenForAdmin: Rule = {
  id: "IAM-20",
  title: "No role is made that services take for admin or service",
  severity: "critical",
  reason:
    "oslo.policy compares the names of roles without case and knows nothing of ids: whoever has a " +
    "role called Admin is the cloud's administrator",
  sources: ["oslo.policy, RoleCheck", "own"],
  remedy: "choose a name of its own; Keystone's bootstrap makes admin and service",
  types: ["role"],
  check: (resource) => {
    // A domain's own role is in no token: no service ever sees its name.
    if (isGiven(resource, "domainId")) return [];
    const name = text(resource, "name");
    const taken = TAKEN.find((role) => name !== undefined && sameRole(role, name));
    return taken === undefined ? [] : [`services take the role ${name} for ${taken}`];
  },
  cases: {
    passes: [
      { of: "a role of its own", resources: { role: made("role", { name: "auditor" }) } },
      {
        of: "a domain's own role",
        resources: { role: made("role", { name: "admin", domainId: "b2f3" }) },
      },
      {
        of: "a name with admin in it",
        resources: { role: made("role", { name: "load-balancer_admin" }) },
      },
    ],
    fails: [
      {
        of: "another case of admin",
        resources: { role: made("role", { name: "Admin" }) },
        finds: { role: ["services take the role Admin for admin"] },
      },
    ],
  },
};
