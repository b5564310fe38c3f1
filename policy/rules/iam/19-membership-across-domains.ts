import { made, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Rule } from "../../rule";
import { BOTH } from "./cases";
import { domainOf, findEach } from "./common";

export const membershipAcrossDomains: Rule = {
  id: "IAM-19",
  title: "A group has members of its own domain only",
  severity: "critical",
  reason:
    "the member gets every role of the group in the other tenant's projects, and the managers of " +
    "its own domain can reset its password and log in as it",
  sources: ["scs-0302-v1, Domain Manager role", "OpenStack Security Guide, Identity: Domains"],
  remedy: "make a user in the group's domain, or let the tenants meet by a declared peering",
  checkStack: (stack) =>
    findEach(stack.of("membership"), (membership) => {
      const user = stack.follow(membership, "userId", "user");
      const group = stack.follow(membership, "groupId", "group");
      const home = user && domainOf(stack, user);
      const there = group && domainOf(stack, group);
      if (!home || !there || home.key === there.key) return;
      return `user ${nameOf(user)} of domain ${home.name} is in group ${nameOf(group)} of domain ${there.name}`;
    }),
  cases: {
    passes: [
      {
        of: "a member of the same domain",
        resources: {
          ...BOTH,
          member: made("membership", { userId: ref("acme-user"), groupId: ref("acme-users") }),
        },
      },
    ],
    fails: [
      {
        of: "a member of another tenant",
        resources: {
          ...BOTH,
          member: made("membership", { userId: ref("globex-user"), groupId: ref("acme-users") }),
        },
        finds: {
          member: [
            "user globex-user of domain globex-corp is in group acme-users of domain acme-corp",
          ],
        },
      },
    ],
  },
};
