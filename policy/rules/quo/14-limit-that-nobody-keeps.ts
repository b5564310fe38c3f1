import { ACME } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { compute } from "./cases";

/** What Nova counted when it had networks of its own. */
const DEAD = ["fixedIps", "floatingIps", "securityGroups", "securityGroupRules"];

/** Advice only: it is Neutron's quota that counts, which has rules of its own. */
export const limitThatNobodyKeeps: Rule = {
  id: "QUO-14",
  title: "Limits of networks are set where they count",
  severity: "low",
  level: "advisory",
  reason:
    "Nova has kept no account of addresses and security groups since Neutron does: whoever reads " +
    "the program takes for limited what is not",
  sources: ["Nova API, Quota sets: fields removed with microversion 2.36"],
  remedy: "set floatingip, port, securityGroup and securityGroupRule of networking.QuotaV2",
  types: ["computeQuota"],
  check: (quota) =>
    DEAD.filter((field) => isGiven(quota, field)).map(
      (field) => `${field} is stated, which Nova does not count`,
    ),
  cases: {
    passes: [{ of: "limits of machines", resources: { ...ACME, ...compute("acme") } }],
    fails: [
      {
        of: "floating IPs in a compute quota",
        resources: { ...ACME, ...compute("acme", { floatingIps: 5 }) },
        finds: { "acme-compute": ["floatingIps is stated, which Nova does not count"] },
      },
    ],
  },
};
