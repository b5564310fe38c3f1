import type { Rule } from "../../rule";
import { tenant } from "./cases";
import { limit, limitsOf, type QuotaType } from "./common";

type Field = readonly [QuotaType, string];

/** A limit that others make useless where they are smaller, and why. */
const PAIRS: { more: Field; needs: Field; why: string }[] = [
  {
    more: ["computeQuota", "instances"],
    needs: ["computeQuota", "cores"],
    why: "a machine has a core or more",
  },
  {
    more: ["computeQuota", "instances"],
    needs: ["networkQuota", "port"],
    why: "a machine has a port or more",
  },
  {
    more: ["networkQuota", "floatingip"],
    needs: ["networkQuota", "port"],
    why: "a floating IP leads to a port",
  },
  {
    more: ["volumeQuota", "volumes"],
    needs: ["volumeQuota", "gigabytes"],
    why: "a volume has a GiB or more",
  },
  {
    more: ["volumeQuota", "perVolumeGigabytes"],
    needs: ["volumeQuota", "gigabytes"],
    why: "all volumes together are as large as one or larger",
  },
];

/** Advice only: nothing is less isolated, the tenant just never gets what it reads there. */
export const limitsThatDoNotFit: Rule = {
  id: "QUO-13",
  title: "The limits of a tenant fit each other",
  severity: "low",
  level: "advisory",
  reason:
    "one limit is reached before another can be: the tenant is stopped by a number that nobody " +
    "thought of, and capacity was planned by the other one",
  sources: ["own"],
  remedy: "raise the smaller limit or lower the larger one",
  checkStack: (stack) =>
    limitsOf(stack).flatMap(({ quotas }) =>
      PAIRS.flatMap(({ more: [type, field], needs: [otherType, other], why }) => {
        const [much, little] = [limit(quotas[type], field), limit(quotas[otherType], other)];
        if (much === undefined || little === undefined || much <= little) return [];
        return [
          {
            resource: quotas[type],
            found: `${field} is ${much} and ${other} is ${little}: ${why}`,
          },
        ];
      }),
    ),
  cases: {
    passes: [{ of: "limits that fit", resources: tenant("acme") }],
    fails: [
      {
        of: "more machines than cores and ports, and a volume above the size of all",
        resources: tenant("acme", {
          compute: { instances: 60 },
          volume: { perVolumeGigabytes: 2000 },
        }),
        finds: {
          "acme-compute": [
            "instances is 60 and cores is 20: a machine has a core or more",
            "instances is 60 and port is 50: a machine has a port or more",
          ],
          "acme-volume": [
            "perVolumeGigabytes is 2000 and gigabytes is 1000: all volumes together are as large as one or larger",
          ],
        },
      },
    ],
  },
};
