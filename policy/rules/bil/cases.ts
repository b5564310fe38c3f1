import { made, ref } from "../../cases";
import { PRICING, type Month } from "../../declared/program";
import type { CaseResource, CaseValue } from "../../rule";

type Resources = Record<string, CaseResource>;
type Props = Record<string, CaseValue>;

/** What tenants' months may cost, as the component for prices says it. */
export const months = (all: Record<string, Month>): Resources => ({
  prices: made(PRICING, {
    months: Object.fromEntries(
      Object.entries(all).map(([name, { atMost, budget, next }]): [string, CaseValue] => [
        name,
        { atMost, ...(budget !== undefined && { budget }), ...(next && { next }) },
      ]),
    ),
  }),
});

/** A meter with prices by one of its attributes: `meter` and `field`. */
export const FLAVORS: Resources = {
  meter: made("rateService", { name: "instance" }),
  field: made("rateField", { name: "flavor_name", serviceId: ref("meter") }),
};

/** The price of a flavor. */
export const priceOf = (value: string, more: Props = {}): CaseResource =>
  made("rateMapping", { fieldId: ref("field"), value, type: "flat", cost: "0.06", ...more });

/** The price of a meter as a whole. */
export const wholePrice = (more: Props = {}): CaseResource =>
  made("rateMapping", { serviceId: ref("meter"), type: "flat", cost: "0.06", ...more });
