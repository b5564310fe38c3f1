import { made, ref } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { FLAVORS, priceOf } from "./cases";

export const negativePrice: Rule = {
  id: "BIL-06",
  title: "No price is below 0",
  severity: "high",
  reason: "a tenant would be paid for what it uses; CloudKitty takes such a price",
  sources: ["CloudKitty 22.0.0, rating/hash/datamodels/mapping.py (cost)", "own"],
  remedy: "write a price from 0; a discount is a rate below 1",
  types: ["rateMapping", "rateThreshold"],
  check: (resource) => {
    const cost = text(resource, "cost");
    return cost?.trim().startsWith("-") ? [`costs ${cost}`] : [];
  },
  cases: {
    passes: [
      {
        of: "prices from 0, and a discount",
        resources: {
          ...FLAVORS,
          small: priceOf("small"),
          free: priceOf("free", { cost: "0" }),
          less: priceOf("large", { type: "rate", cost: "0.9" }),
        },
      },
    ],
    fails: [
      {
        of: "a price and a tier below it",
        resources: {
          ...FLAVORS,
          small: priceOf("small", { cost: "-0.01" }),
          tier: made("rateThreshold", { serviceId: ref("meter"), level: "1", cost: "-1" }),
        },
        finds: { small: ["costs -0.01"], tier: ["costs -1"] },
      },
    ],
  },
};
