import { Decimal } from "decimal.js";
import type { Prices } from "../../../../components/billing/rating/types";
import { iso, seconds } from "../../../../components/billing/reports/calendar";
import type { Dataframes, Frame } from "../../../../components/billing/reports/model/frames";
import { makeReport, type Report } from "../../../../components/billing/reports/model/report";
import { Tallier } from "../../../../components/billing/reports/model/tally";

export const PROJECT = "c4306072a06b4b989146ecba79ccb743";
export const OTHER = "89c54c70a32443be91ffcc2c655fe8ae";
export const NOVEMBER = {
  name: "2026-11",
  begin: "2026-11-01T00:00:00Z",
  end: "2026-12-01T00:00:00Z",
};

/**
 * A price list of its own, so that what reports make of prices is tested without the real one: a tenth
 * off everything, volumes of 500 GiB and more a tenth cheaper, machines half as dear from 20:00 to 06:00.
 */
export const PRICES: Prices = {
  rate({ meter, begin, end, quantity, attributes }) {
    const second = begin >= "2026-11-02";
    const table: Record<string, string> = {
      "instance small": second ? "0.07" : "0.06",
      "instance large": "0.2",
      "volume.size ssd": "0.0001",
    };
    const unitPrice = table[`${meter} ${attributes.flavor_name ?? attributes.volume_type ?? ""}`];
    if (unitPrice === undefined) throw new Error(`no price of ${meter}`);
    const hours = new Decimal(seconds(end) - seconds(begin)).div(3600);
    const list = new Decimal(quantity).times(unitPrice).times(hours);
    const discount = list.times("-0.1");
    const own = list.plus(discount);
    const tier =
      meter === "volume.size" && Number(quantity) >= 500 ? own.times("-0.1") : new Decimal(0);
    const hour = Number(begin.slice(11, 13));
    const peak = meter !== "instance" || (hour >= 6 && hour < 20);
    const time = peak ? new Decimal(0) : own.plus(tier).times("-0.5");
    return {
      version: second ? "standard 2026-11-02" : "standard 2026-01-01",
      unitPrice,
      list: list.toFixed(),
      discount: discount.toFixed(),
      tier: tier.toFixed(),
      time: time.toFixed(),
      amount: own.plus(tier).plus(time).toFixed(),
    };
  },
};

type Used = Pick<Frame, "meter" | "resource" | "unit"> & { attributes: Record<string, string> };

export const machine = (id: string, name: string, flavor: string): Used => ({
  meter: "instance",
  resource: id,
  unit: "instance",
  attributes: { flavor_name: flavor, display_name: name, project_id: PROJECT, id },
});
export const volume = (id: string, name: string): Used => ({
  meter: "volume.size",
  resource: id,
  unit: "GiB",
  attributes: { volume_type: "ssd", display_name: name, project_id: PROJECT, id },
});

/** A frame for each hour from `from` on; CloudKitty's price is that of the list, unless another is given. */
export function hourly(
  used: Used,
  from: string,
  count: number,
  quantity = "1",
  price?: string,
): Frame[] {
  return Array.from({ length: count }, (_, n) => {
    const begin = seconds(from) + n * 3600;
    const frame = { ...used, begin: iso(begin), end: iso(begin + 3600), quantity, price: "0" };
    return { ...frame, price: price ?? PRICES.rate(frame).amount };
  });
}

/** What the issue asks to be told apart: see report.test.ts for what each part of it costs. */
export function scenario(): Frame[] {
  const small = machine("vm-a", "web", "small");
  return [
    ...hourly(small, "2026-11-01T00:00:00Z", 24),
    ...hourly(machine("vm-b", "batch", "small"), "2026-11-01T00:00:00Z", 10),
    ...hourly(machine("vm-b", "batch", "small"), "2026-11-01T10:00:00Z", 1, "0.5"),
    ...hourly(volume("vol", "data"), "2026-11-01T00:00:00Z", 24, "600"),
    ...hourly(small, "2026-11-02T00:00:00Z", 12),
    ...hourly(small, "2026-11-02T14:00:00Z", 10),
    ...hourly(machine("vm-a", "web", "large"), "2026-11-03T00:00:00Z", 24),
    ...hourly(
      { meter: "support.fee", resource: "support", unit: "month", attributes: {} },
      "2026-11-01T00:00:00Z",
      1,
      "1",
      "12.5",
    ),
  ];
}

export const tallied = (frames: Frame[], prices = PRICES) => {
  const tallier = new Tallier();
  for (const frame of frames) tallier.frame(frame, prices);
  return tallier.result();
};

export const reportOf = (
  frames: Frame[],
  more: Partial<Parameters<typeof makeReport>[0]> = {},
): Report =>
  makeReport({
    kind: "preliminary",
    issued: "2026-11-04T02:00:00Z",
    tenant: { name: "finance", projectId: PROJECT },
    period: NOVEMBER,
    currency: "EUR",
    decimals: 2,
    rounding: "half-up",
    timeZone: "UTC",
    ratedUntil: "2026-11-04T00:00:00Z",
    usage: tallied(frames),
    cloudkitty: "19.5884",
    ...more,
  });

/** As CloudKitty answers to GET /v2/dataframes. */
export const dataframes = (frames: Frame[], project = PROJECT): Dataframes => ({
  total: frames.length,
  dataframes: frames.map(({ begin, end, meter, unit, quantity, price, resource, attributes }) => ({
    period: { begin: begin.replace("Z", "+00:00"), end: end.replace("Z", "+00:00") },
    usage: {
      [meter]: [
        {
          vol: { unit, qty: Number(quantity) },
          rating: { price: Number(price) },
          groupby: { id: resource, project_id: project, user_id: "", month: "11" },
          metadata: Object.fromEntries(
            Object.entries(attributes).filter(([key]) => key !== "id" && key !== "project_id"),
          ),
        },
      ],
    },
  })),
});
