import { made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { ACME, granted } from "./cases";

export const defaultDomain: Rule = {
  id: "IAM-09",
  title: "Nobody is given a role on the domain Default",
  severity: "critical",
  reason:
    "the cloud's own users are in it, and tenants without a domain of their own share it: its " +
    "manager resets their passwords and puts users into their groups",
  sources: [
    "scs-0302-v1, Domain Manager role",
    "OpenStack Security Guide, Identity: Domains",
    "own",
  ],
  remedy: "make a domain for the tenant, and give the role there",
  types: ["roleAssignment", "inheritedRole"],
  // The one domain whose id is the same in every cloud.
  check: (assignment) =>
    text(assignment, "domainId") === "default" ? ["a role is given on the domain Default"] : [],
  cases: {
    passes: [
      {
        of: "a domain of the tenant's own",
        resources: {
          ...ACME,
          ...granted("manager", { groupId: ref("acme-users"), domainId: ref("acme-domain") }),
        },
      },
      {
        of: "a project in Default",
        resources: {
          intranet: made("project", { name: "intranet", domainId: "default" }),
          admins: made("group", { name: "intranet-admins", domainId: "default" }),
          ...granted("manager", { groupId: ref("admins"), projectId: ref("intranet") }),
        },
      },
    ],
    fails: [
      {
        of: "a manager of Default, by a role that was looked up",
        resources: {
          admins: made("group", { name: "intranet-admins", domainId: "default" }),
          grant: made("roleAssignment", {
            roleId: "5f1c",
            groupId: ref("admins"),
            domainId: "default",
          }),
        },
        finds: { grant: ["a role is given on the domain Default"] },
      },
    ],
  },
};
