import { made, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import { BOTH, granted } from "./cases";
import { assignments, domainOf, findEach, granteeOf, isServiceProject, scopeOf } from "./common";

export const crossDomain: Rule = {
  id: "IAM-06",
  title: "Nobody has a role outside their own domain",
  severity: "critical",
  reason:
    "the managers of the other domain decide who is in that group: they let whom they like into " +
    "this tenant's project",
  sources: ["scs-0302-v1, Domain Manager role", "OpenStack Security Guide, Identity: Domains"],
  remedy: "give the role to a group of the project's own domain",
  checkStack: (stack, settings) =>
    findEach(assignments(stack), (assignment) => {
      const scope = scopeOf(stack, assignment);
      const grantee = granteeOf(stack, assignment);
      if (scope === undefined || grantee === undefined) return;
      const home = domainOf(stack, grantee);
      // A role on a domain is on that domain, declared or not; that of a project has to be declared.
      const onDomain = scope.label.startsWith("domain ");
      const there = onDomain ? scope : scope.declared && domainOf(stack, scope.declared);
      if (!home || !there || home.key === there.key || isServiceProject(scope, settings)) return;
      return `${nameOf(grantee)} of domain ${home.name} has a role on ${scope.label}${
        onDomain ? "" : ` of domain ${there.name}`
      }`;
    }),
  cases: {
    passes: [
      {
        of: "a group of the project's domain",
        resources: {
          ...BOTH,
          ...granted("member", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
      {
        of: "a project and a group in Default",
        resources: {
          intranet: made("project", { name: "intranet", domainId: "default" }),
          admins: made("group", { name: "intranet-admins", domainId: "default" }),
          ...granted("manager", { groupId: ref("admins"), projectId: ref("intranet") }),
        },
      },
    ],
    fails: [
      {
        of: "another tenant's group on a project",
        resources: {
          ...BOTH,
          ...granted("member", { groupId: ref("globex-users"), projectId: ref("acme") }),
        },
        finds: {
          grant: [
            "globex-users of domain globex-corp has a role on project acme of domain acme-corp",
          ],
        },
      },
      {
        of: "another tenant's user on a domain",
        resources: {
          ...BOTH,
          ...granted("manager", { userId: ref("globex-user"), domainId: ref("acme-domain") }),
        },
        finds: { grant: ["globex-user of domain globex-corp has a role on domain acme-corp"] },
      },
      {
        of: "a group of Default on a tenant's project",
        resources: {
          ...BOTH,
          helpers: made("group", { name: "helpers", domainId: "default" }),
          ...granted("reader", { groupId: ref("helpers"), projectId: ref("acme") }),
        },
        finds: {
          grant: ["helpers of domain default has a role on project acme of domain acme-corp"],
        },
      },
    ],
  },
};
