import type { Rule } from "../../rule";
import { capacity, tenant } from "./cases";
import { limitsOf, promised } from "./common";

/** Of the tenants of this program: other stacks of the same cloud are to have a share of the capacity. */
export const storageOvercommitted: Rule = {
  id: "QUO-08",
  title: "Tenants are not promised more block storage than there is",
  severity: "high",
  reason:
    "a pool that is full takes no write of anybody: the tenant that fills it stops the databases " +
    "of all the others",
  sources: ["Ceph documentation, Monitor Config Reference: Storage Capacity", "own"],
  remedy: "lower gigabytes, add storage to capacity, or raise overcommit if that is what is meant",
  checkStack: (stack, { capacity: { gigabytes: there }, overcommit }) => {
    const { total, most } = promised(limitsOf(stack), "volumeQuota", "gigabytes");
    if (there === undefined || total <= there * overcommit.gigabytes) return [];
    return [
      {
        found: `${total} GiB of volumes are promised where ${there} x ${overcommit.gigabytes} can be given (${most})`,
      },
    ];
  },
  cases: {
    passes: [
      {
        of: "all within what there is",
        settings: capacity({ gigabytes: 2000 }),
        resources: { ...tenant("acme"), ...tenant("globex") },
      },
      {
        of: "thin volumes, as the settings allow",
        settings: {
          ...capacity({ gigabytes: 1000 }),
          overcommit: { vcpus: 4, ram: 1, gigabytes: 2 },
        },
        resources: { ...tenant("acme"), ...tenant("globex") },
      },
    ],
    fails: [
      {
        of: "more than there is",
        settings: capacity({ gigabytes: 1500 }),
        resources: { ...tenant("acme", { volume: { gigabytes: 1200 } }), ...tenant("globex") },
        finds: {
          "": [
            "2200 GiB of volumes are promised where 1500 x 1 can be given (acme 1200, globex 1000)",
          ],
        },
      },
    ],
  },
};
