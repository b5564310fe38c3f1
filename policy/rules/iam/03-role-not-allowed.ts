import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { ACME, granted, SITE } from "./cases";
import { assignments, findEach, isServiceProject, roleOf, sameRole, scopeOf } from "./common";

/** Decided where the role's name can be told: see roleOf. That of admin is another rule's. */
export const roleNotAllowed: Rule = {
  id: "IAM-03",
  title: "Tenants have no roles but those that are meant for them",
  severity: "high",
  reason:
    "roles such as service, heat_stack_owner or load-balancer_admin open calls in some services " +
    "that reach beyond a project, and nobody looked at what they mean for tenants",
  sources: ["scs-0302-v1, Domain Manager role", "Keystone Administrator Guides, Default Roles"],
  remedy: "give one of tenantRoles, or add the role there once it is known what it opens",
  checkStack: (stack, settings) =>
    findEach(assignments(stack), (assignment) => {
      const role = roleOf(stack, assignment, settings);
      const scope = scopeOf(stack, assignment);
      if (role === undefined || scope?.declared === undefined) return;
      if (isServiceProject(scope, settings) || sameRole(role, "admin")) return;
      if (settings.tenantRoles.some((allowed) => sameRole(allowed, role))) return;
      return `${role} is given on ${scope.label}, allowed are ${settings.tenantRoles.join(", ")}`;
    }),
  cases: {
    passes: [
      {
        of: "a member",
        resources: {
          ...ACME,
          ...granted("member", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
      {
        of: "a role of the cloud's own users",
        resources: {
          service: made("project", { name: "service" }),
          nova: made("user", { name: "nova", domainId: "default" }),
          ...granted("service", { userId: ref("nova"), projectId: ref("service") }),
        },
      },
      {
        of: "a role that the settings allow",
        settings: SITE,
        resources: {
          ...ACME,
          ...granted("creator", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
    ],
    fails: [
      {
        of: "the role of services",
        resources: {
          ...ACME,
          ...granted("service", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
        finds: {
          grant: ["service is given on project acme, allowed are member, reader, manager"],
        },
      },
    ],
  },
};
