import { ACME, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { FLAVORS, priceOf } from "./cases";

export const orphanedPrice: Rule = {
  id: "BIL-05",
  title: "A tenant's price is that of a tenant in the program",
  severity: "medium",
  reason:
    "CloudKitty takes any text for a project: a price for one that is gone, or that is misspelt, is for " +
    "nobody, and the tenant that was meant pays what all pay",
  sources: ["CloudKitty 22.0.0, rating/hash/datamodels/mapping.py (tenant_id)", "own"],
  remedy: "take the id from the tenant's project in the program, or remove the price",
  checkStack: (stack) =>
    stack.of("rateMapping", "rateThreshold").flatMap((resource) => {
      const id = text(resource, "tenantId");
      if (id === undefined) return [];
      const owner = stack.follow(resource, "tenantId", "project");
      return owner === undefined
        ? [
            {
              resource,
              found: `${resource.name} is for project ${id}, which is not in the program`,
            },
          ]
        : [];
    }),
  cases: {
    passes: [
      {
        of: "a price for all, and one of a tenant",
        resources: {
          ...ACME,
          ...FLAVORS,
          small: priceOf("small"),
          own: priceOf("small", { tenantId: ref("acme") }),
        },
      },
    ],
    fails: [
      {
        of: "a price of a project that is not there",
        resources: { ...ACME, ...FLAVORS, own: priceOf("small", { tenantId: "f00d" }) },
        finds: { own: ["own is for project f00d, which is not in the program"] },
      },
    ],
  },
};
