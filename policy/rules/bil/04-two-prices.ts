import { made, ref, TENANTS } from "../../cases";
import { isGiven, isUnknown, text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { ShortType } from "../../declared/types";
import type { Finding, Rule } from "../../rule";
import { FLAVORS, priceOf, wholePrice } from "./cases";

export const twoPrices: Rule = {
  id: "BIL-04",
  title: "Nothing has two prices of one kind",
  severity: "high",
  reason:
    "CloudKitty takes a second price for the same, and counts the one that its database lists last: " +
    "which one that is nobody decided",
  sources: [
    "CloudKitty 22.0.0, rating/hash/__init__.py (_load_mappings)",
    "own: docs/providers-cloudkitty.md",
  ],
  remedy: "remove one of the two, or put them into different groups, which add up",
  checkStack: (stack) => {
    const seen = new Map<string, Declared>();
    // Whatever was made first, the same one is told of.
    const all = stack.of("rateMapping", "rateThreshold").sort((a, b) => (a.urn < b.urn ? -1 : 1));
    return all.flatMap((resource): Finding[] => {
      const key = keyOf(stack, resource);
      if (key === undefined) return [];
      const other = seen.get(key);
      if (other === undefined) {
        seen.set(key, resource);
        return [];
      }
      return [{ resource, found: `${resource.name} prices the same as ${other.name}` }];
    });
  },
  cases: {
    passes: [
      {
        of: "prices of two flavors, of a tenant, and in another group",
        resources: {
          ...TENANTS,
          ...FLAVORS,
          small: priceOf("small"),
          large: priceOf("large"),
          "acme-small": priceOf("small", { tenantId: ref("acme") }),
          "globex-small": priceOf("small", { tenantId: ref("globex") }),
          whole: wholePrice(),
          tier: made("rateThreshold", { serviceId: ref("meter"), level: "10", cost: "0.9" }),
          another: made("rateThreshold", { serviceId: ref("meter"), level: "20", cost: "0.8" }),
        },
      },
    ],
    fails: [
      {
        of: "a flavor, a tenant's flavor and a level, twice each",
        resources: {
          ...TENANTS,
          ...FLAVORS,
          small: priceOf("small"),
          "small-again": priceOf("small", { cost: "0.07" }),
          "acme-small": priceOf("small", { tenantId: ref("acme") }),
          "acme-small-again": priceOf("small", { tenantId: ref("acme") }),
          tier: made("rateThreshold", { serviceId: ref("meter"), level: "10", cost: "0.9" }),
          "tier-again": made("rateThreshold", { serviceId: ref("meter"), level: "10", cost: "1" }),
        },
        finds: {
          "small-again": ["small-again prices the same as small"],
          "acme-small-again": ["acme-small-again prices the same as acme-small"],
          "tier-again": ["tier-again prices the same as tier"],
        },
      },
    ],
  },
};

const PARENTS: [string, ShortType][] = [
  ["serviceId", "rateService"],
  ["fieldId", "rateField"],
];

/** What it prices, for whom, in which group; nothing while that cannot be told. */
function keyOf(stack: Stack, resource: Declared): string | undefined {
  const parts = [resource.type, text(resource, "value") ?? "", text(resource, "level") ?? ""];
  if (isUnknown(resource, "value") && !isGiven(resource, "tenantId")) return undefined;
  for (const [key, type] of [...PARENTS, ["tenantId", "project"] as const]) {
    if (!isGiven(resource, key) && resource.comesFrom[key] === undefined) {
      parts.push("");
      continue;
    }
    const target = stack.target(resource, key, type);
    if (target === undefined) return undefined;
    parts.push(stack.keyOf(target));
  }
  const group = text(resource, "groupId") ?? (resource.comesFrom.groupId ?? []).join(" ");
  return JSON.stringify([...parts, group]);
}
