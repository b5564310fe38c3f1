import { ACME, TENANTS } from "../../cases";
import type { Rule } from "../../rule";
import { tenant, volumes } from "./cases";
import { withoutQuota } from "./common";

/** A cloud without block storage has no such quotas: the settings say so, or nobody in it has one. */
export const noVolumeQuota: Rule = {
  id: "QUO-03",
  title: "Every tenant has a block storage quota where there is block storage",
  severity: "high",
  reason:
    "Cinder's default counts then, which is the same for every project: one tenant can fill the " +
    "pool, and writes of all others stop when it is full",
  sources: ["Cinder documentation, Manage Block Storage service quotas", "own"],
  remedy: "declare a blockstorage.QuoteSetV3 for the project, with every limit",
  checkStack: (stack, { blockStorage }) =>
    (blockStorage ?? stack.of("volumeQuota").length > 0) ? withoutQuota(stack, "volumeQuota") : [],
  cases: {
    passes: [
      { of: "a tenant with quotas", resources: tenant("acme") },
      {
        of: "a cloud without block storage",
        settings: { blockStorage: false },
        resources: ACME,
      },
    ],
    fails: [
      {
        of: "one of two tenants",
        resources: { ...TENANTS, ...volumes("acme") },
        finds: { globex: ["globex has no block storage quota"] },
      },
      {
        of: "the only tenant of a cloud with block storage",
        settings: { blockStorage: true },
        resources: ACME,
        finds: { acme: ["acme has no block storage quota"] },
      },
    ],
  },
};
