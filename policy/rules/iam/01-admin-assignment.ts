import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { ACME, granted, SITE } from "./cases";
import { assignments, findEach, isServiceProject, roleOf, sameRole, scopeOf } from "./common";

/**
 * Decided where the role's name can be told (see roleOf) and the project or domain is declared: the
 * name of a project that is given by its id is not known, and it may be one of the cloud's own.
 */
export const adminAssignment: Rule = {
  id: "IAM-01",
  title: "Nobody has the role admin but in the cloud's own projects",
  severity: "critical",
  reason:
    "services do not limit admin to the project that it is given on: whoever has it anywhere may " +
    "read, change and delete what belongs to every tenant",
  sources: [
    "scs-0302-v1, Domain Manager role",
    "OpenStack Security Guide, Identity: Authorization, Administrative users",
  ],
  remedy: "give manager, member or reader, or name the project in serviceProjects of the settings",
  checkStack: (stack, settings) =>
    findEach(assignments(stack), (assignment) => {
      const role = roleOf(stack, assignment, settings);
      const scope = scopeOf(stack, assignment);
      if (role === undefined || !sameRole(role, "admin") || scope?.declared === undefined) return;
      return isServiceProject(scope, settings) ? undefined : `${role} is given on ${scope.label}`;
    }),
  cases: {
    passes: [
      {
        of: "a manager of a tenant",
        resources: {
          ...ACME,
          ...granted("manager", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
      {
        of: "the cloud's own admins",
        resources: {
          service: made("project", { name: "service" }),
          operators: made("group", { name: "operators", domainId: "default" }),
          ...granted("admin", { groupId: ref("operators"), projectId: ref("service") }),
        },
      },
      {
        of: "a role that was looked up, of which nothing but the id is known",
        resources: {
          ...ACME,
          grant: made("roleAssignment", {
            roleId: "5f1c",
            groupId: ref("acme-users"),
            projectId: ref("acme"),
          }),
        },
      },
    ],
    fails: [
      {
        of: "an admin of a tenant's project",
        resources: {
          ...ACME,
          ...granted("admin", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
        finds: { grant: ["admin is given on project acme"] },
      },
      {
        of: "an admin of a domain, by another case of the name",
        resources: {
          ...ACME,
          ...granted("Admin", { groupId: ref("acme-users"), domainId: ref("acme-domain") }),
        },
        finds: { grant: ["Admin is given on domain acme-corp"] },
      },
      {
        of: "a role whose id the settings know",
        settings: SITE,
        resources: {
          ...ACME,
          grant: made("inheritedRole", {
            roleId: "5f1c",
            groupId: ref("acme-users"),
            projectId: ref("acme"),
          }),
        },
        finds: { grant: ["admin is given on project acme"] },
      },
    ],
  },
};
