import { made } from "../../cases";
import type { Rule } from "../../rule";
import { flavor } from "./cases";

/**
 * Advice only: a flavor for all isolates no less by itself. Nova makes flavors public unless it is told
 * otherwise; the provider tells it that one without isPublic is not.
 */
export const publicFlavor: Rule = {
  id: "CMP-01",
  title: "Flavors are given to the tenants that need them",
  severity: "low",
  level: "advisory",
  reason:
    "every tenant sees and uses a public flavor, those that come later included: it cannot be " +
    "taken from one of them, nor priced for one",
  sources: ["Nova Administration Guide, Manage Flavors"],
  remedy: "leave isPublic out (or false), and declare a FlavorAccess for each tenant",
  types: ["flavor"],
  check: ({ props }) => (props.isPublic === true ? ["isPublic is true"] : []),
  cases: {
    passes: [
      { of: "a flavor that is given", resources: flavor({}) },
      {
        of: "the provider's default",
        resources: { flavor: made("flavor", { name: "s", vcpus: 1, ram: 2048, disk: 20 }) },
      },
    ],
    fails: [
      {
        of: "a flavor for all",
        resources: flavor({}, { isPublic: true }),
        finds: { flavor: ["isPublic is true"] },
      },
    ],
  },
};
