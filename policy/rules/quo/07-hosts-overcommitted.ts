import type { Rule } from "../../rule";
import { capacity, tenant } from "./cases";
import { limitsOf, promised } from "./common";

/** Of the tenants of this program: other stacks of the same cloud are to have a share of the capacity. */
export const hostsOvercommitted: Rule = {
  id: "QUO-07",
  title: "Tenants are not promised more processors and memory than hosts have",
  severity: "high",
  reason:
    "quotas that cannot all be used are a race: whoever starts machines first keeps the others " +
    "from starting theirs, on an ordinary day or on purpose",
  sources: ["Nova Administration Guide, Compute schedulers: Allocation ratios", "own"],
  remedy: "lower quotas, add hosts to capacity, or raise overcommit if that is what is meant",
  checkStack: (stack, { capacity: has, overcommit }) => {
    const limits = limitsOf(stack);
    const kinds = [
      { field: "cores", unit: "vCPUs", there: has.vcpus, times: overcommit.vcpus },
      { field: "ram", unit: "MiB of memory", there: has.ram, times: overcommit.ram },
    ];
    return kinds.flatMap(({ field, unit, there, times }) => {
      const { total, most } = promised(limits, "computeQuota", field);
      if (there === undefined || total <= there * times) return [];
      return [
        {
          found: `${total} ${unit} are promised where ${there} x ${times} can be given (${most})`,
        },
      ];
    });
  },
  cases: {
    passes: [
      {
        of: "all within four times the threads",
        settings: capacity({ vcpus: 10, ram: 102400 }),
        resources: { ...tenant("acme"), ...tenant("globex") },
      },
      { of: "a cloud whose capacity is not said", resources: tenant("acme") },
    ],
    fails: [
      {
        of: "more than that",
        settings: capacity({ vcpus: 9, ram: 102399 }),
        resources: { ...tenant("acme"), ...tenant("globex") },
        finds: {
          "": [
            "40 vCPUs are promised where 9 x 4 can be given (acme 20, globex 20)",
            "102400 MiB of memory are promised where 102399 x 1 can be given (acme 51200, globex 51200)",
          ],
        },
      },
    ],
  },
};
