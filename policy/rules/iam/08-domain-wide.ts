import { ref } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { ACME, granted } from "./cases";
import { findEach, roleOf, sameRole, scopeOf } from "./common";

/** Decided where the role's name can be told: see roleOf. That of admin is another rule's. */
export const domainWide: Rule = {
  id: "IAM-08",
  title: "On a whole domain, tenants have the role manager only",
  severity: "high",
  reason:
    "Keystone's checks for tenants know the domain's manager; any other role on a domain counts " +
    "wherever a service takes a login to the domain for one to all its projects",
  sources: ["scs-0302-v1, Domain Manager role", "Keystone Administrator Guides, Default Roles"],
  remedy: "give manager to the group of the domain's admins, and other roles on projects",
  checkStack: (stack, settings) =>
    findEach(stack.of("roleAssignment"), (assignment) => {
      const role = roleOf(stack, assignment, settings);
      if (!isGiven(assignment, "domainId") || role === undefined) return;
      if (sameRole(role, "manager") || sameRole(role, "admin")) return;
      const scope = scopeOf(stack, assignment);
      return `${role} is given on ${scope?.label ?? "a domain"}`;
    }),
  cases: {
    passes: [
      {
        of: "the manager of a domain",
        resources: {
          ...ACME,
          ...granted("manager", { groupId: ref("acme-users"), domainId: ref("acme-domain") }),
        },
      },
    ],
    fails: [
      {
        of: "a member of a domain",
        resources: {
          ...ACME,
          ...granted("member", { groupId: ref("acme-users"), domainId: ref("acme-domain") }),
        },
        finds: { grant: ["member is given on domain acme-corp"] },
      },
    ],
  },
};
