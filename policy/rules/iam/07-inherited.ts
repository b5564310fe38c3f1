import { ref } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { ACME, granted } from "./cases";

export const inherited: Rule = {
  id: "IAM-07",
  title: "No role is inherited",
  severity: "high",
  reason:
    "it counts in every project below, those that are made later included, and none of them shows " +
    "it among its own assignments",
  sources: ["Keystone API, OS-INHERIT", "own"],
  remedy: "give the role on each project that it is meant for (RoleAssignment)",
  types: ["inheritedRole"],
  check: (assignment) => [
    isGiven(assignment, "domainId")
      ? "the role is inherited by every project of a domain"
      : "the role is inherited by every project below another",
  ],
  cases: {
    passes: [
      {
        of: "an assignment on the project itself",
        resources: {
          ...ACME,
          ...granted("member", { groupId: ref("acme-users"), projectId: ref("acme") }),
        },
      },
    ],
    fails: [
      {
        of: "a role on all projects of a domain",
        resources: {
          ...ACME,
          ...granted(
            "member",
            { groupId: ref("acme-users"), domainId: ref("acme-domain") },
            "inheritedRole",
          ),
        },
        finds: { grant: ["the role is inherited by every project of a domain"] },
      },
      {
        of: "a role on all projects below one",
        resources: {
          ...ACME,
          ...granted(
            "member",
            { groupId: ref("acme-users"), projectId: ref("acme") },
            "inheritedRole",
          ),
        },
        finds: { grant: ["the role is inherited by every project below another"] },
      },
    ],
  },
};
