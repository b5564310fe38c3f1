import { made, ref } from "../../cases";
import { isGiven, nameOf, text } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Rule } from "../../rule";
import { FLAVORS, priceOf } from "./cases";

const flavor = (name: string) => made("flavor", { name, vcpus: 1, ram: 512, disk: 5 });

export const flavorWithoutPrice: Rule = {
  id: "BIL-03",
  title: "Every flavor has a price where machines are priced by flavor",
  severity: "high",
  reason: "CloudKitty rates what it has no price of at 0: machines of that flavor are free",
  sources: ["CloudKitty 22.0.0, rating/hash/__init__.py (update_result)", "own"],
  remedy: "give the flavor a price, 0 where it is to be free",
  checkStack: (stack) => {
    const priced = flavorsPriced(stack);
    return priced.size === 0
      ? []
      : stack
          .of("flavor")
          .filter((resource) => !priced.has(nameOf(resource)))
          .map((resource) => ({ resource, found: `${nameOf(resource)} has no price` }));
  },
  cases: {
    passes: [
      { of: "a cloud without rating", resources: { small: flavor("small") } },
      {
        of: "a flavor with a price, and a free one",
        resources: {
          ...FLAVORS,
          small: flavor("small"),
          tiny: flavor("tiny"),
          price: priceOf("small"),
          free: priceOf("tiny", { cost: "0" }),
        },
      },
      {
        of: "machines that are priced by their size",
        resources: {
          small: flavor("small"),
          cores: made("rateService", { name: "instance.vcpus" }),
          price: made("rateMapping", { serviceId: ref("cores"), type: "flat", cost: "0.03" }),
        },
      },
    ],
    fails: [
      {
        of: "a flavor with a rate alone, and one that has a price for one tenant alone",
        resources: {
          ...FLAVORS,
          small: flavor("small"),
          vast: flavor("vast"),
          huge: flavor("huge"),
          price: priceOf("small"),
          own: priceOf("huge", { tenantId: "f00d" }),
          less: priceOf("vast", { type: "rate", cost: "0.9" }),
        },
        finds: { vast: ["vast has no price"], huge: ["huge has no price"] },
      },
    ],
  },
};

/** The flavors that have a price for everybody. */
function flavorsPriced(stack: Stack): Set<string> {
  const mappings = stack.of("rateMapping").filter((mapping) => {
    if (isGiven(mapping, "tenantId") || text(mapping, "type") === "rate") return false;
    const field = stack.follow(mapping, "fieldId", "rateField");
    return field !== undefined && text(field, "name") === "flavor_name";
  });
  return new Set(mappings.flatMap((mapping) => text(mapping, "value") ?? []));
}
