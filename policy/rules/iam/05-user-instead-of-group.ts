import { made, ref } from "../../cases";
import { isGiven, nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import { ACME, granted } from "./cases";
import { assignments, findEach, isServiceProject, scopeOf } from "./common";

export const userInsteadOfGroup: Rule = {
  id: "IAM-05",
  title: "Roles are given to groups, not to users",
  severity: "medium",
  reason:
    "whoever leaves a department is taken out of its groups: a role that hangs on the user stays, " +
    "and no list of the group's members shows it",
  sources: [
    "OpenStack Security Guide, Identity: Authorization, Establish formal access control policies",
    "own",
  ],
  remedy: "give the role to a group (groupId) and put the user into it",
  checkStack: (stack, settings) =>
    findEach(assignments(stack), (assignment) => {
      if (!isGiven(assignment, "userId")) return;
      const scope = scopeOf(stack, assignment);
      if (scope !== undefined && isServiceProject(scope, settings)) return;
      const user = stack.follow(assignment, "userId", "user");
      const who = user === undefined ? "a user" : `user ${nameOf(user)}`;
      return `${who} has a role of its own${scope === undefined ? "" : ` on ${scope.label}`}`;
    }),
  cases: {
    passes: [
      {
        of: "a group",
        resources: {
          ...ACME,
          ...granted("member", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
      {
        of: "a service's user in the project of services",
        resources: {
          service: made("project", { name: "service" }),
          nova: made("user", { name: "nova", domainId: "default" }),
          ...granted("service", { userId: ref("nova"), projectId: ref("service") }),
        },
      },
    ],
    fails: [
      {
        of: "a user",
        resources: {
          ...ACME,
          ...granted("member", { userId: ref("acme-user"), projectId: ref("acme") }),
        },
        finds: { grant: ["user acme-user has a role of its own on project acme"] },
      },
    ],
  },
};
