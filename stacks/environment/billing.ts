import { z } from "zod";
import { ROUNDINGS, type Day } from "../../components/billing/plan/types";
import { meterSchema, outageSchema, webhookSchema } from "./reports";
import { date, decimal, instant, minutes, text, type Params } from "./values";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const satisfies Day[];
const WEEKEND = ["sat", "sun"] as const satisfies Day[];
const DAY_WORDS: Record<string, readonly Day[]> = {
  weekdays: WEEKDAYS,
  weekend: WEEKEND,
  holidays: ["holiday"],
};
const DAY_NAMES = [...WEEKDAYS, ...WEEKEND, "weekdays", "weekend", "holidays"] as const;

const byName = (what: string) => z.record(z.string().min(1), decimal).default({}).describe(what);

/** A price list's own prices; what is left out has none. */
const priceTable = {
  instance: byName("Of a machine for an hour, by flavor."),
  vcpu: decimal.optional().describe("Of a machine's virtual CPU for an hour."),
  memory: decimal.optional().describe("Of a GiB of a machine's memory for an hour."),
  volume: byName("Of a GiB of a volume for an hour, by volume type."),
  snapshot: decimal.optional().describe("Of a GiB of a volume's snapshot for an hour."),
  floatingIp: decimal.optional().describe("Of a floating IP for an hour."),
  router: decimal.optional().describe("Of a router for an hour."),
  image: decimal.optional().describe("Of a GiB of an image for an hour."),
  bandwidthIn: decimal.optional().describe("Of a GiB that comes in."),
  bandwidthOut: decimal.optional().describe("Of a GiB that goes out."),
  custom: byName("Of one unit for an hour, by meter, for meters that are none of the above."),
};
const tier = z
  .strictObject({
    from: decimal.describe("From how much on, in GiB of one resource."),
    factor: decimal.describe("What the price of all of it is multiplied by, e.g. 0.9."),
  })
  .meta({
    description: "What changes from a quantity on. The highest one that is reached counts.",
  });

const hours = z
  .strictObject({
    name: text.describe("What people call them, e.g. off-peak."),
    days: z
      .array(z.enum(DAY_NAMES))
      .min(1)
      .optional()
      .transform((words) => daysOf(words ?? DAY_NAMES))
      .describe("The days that they are on. A holiday is none of the others. @default every day"),
    from: minutes.prefault("00:00").describe("When they begin, in the time zone."),
    to: minutes
      .prefault("24:00")
      .describe(
        "When they end. Before from: the first hours of a day are meant, and its last ones.",
      ),
    factor: decimal.describe("What prices are multiplied by, e.g. 0.5."),
    meters: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("For which prices, e.g. [instance]. @default all"),
  })
  .meta({ description: "Hours with other prices. A period has the price of when it begins." });

const tenantPrices = z
  .strictObject({
    discount: decimal.prefault("0").describe("What is taken off every price: 0.1 is a tenth."),
    ...priceTable,
  })
  .meta({ description: "What one tenant has in the place of the list's prices." });

const version = z
  .strictObject({
    from: instant.describe(
      "When it begins to hold: a day, or an instant, in UTC. What has begun is never changed again.",
    ),
    prices: z.strictObject(priceTable).prefault({}).describe("The prices."),
    tiers: z
      .record(z.string().min(1), z.array(tier).min(1))
      .default({})
      .describe("Quantities from which prices change, by the price's name, e.g. volume."),
    tenants: z
      .record(z.string().min(1), tenantPrices)
      .default({})
      .describe("Tenants' own prices and discounts, by tenant."),
    hours: z.array(hours).default([]).describe("Hours with other prices."),
  })
  .meta({ description: "The list as it holds from a time on, until the next version." });

const plan = z
  .strictObject({
    description: text.optional().describe("Whom it is for."),
    versions: z
      .array(version)
      .min(1)
      .describe("What it says from when on: the earliest first, and a new one at the end."),
  })
  .meta({ description: "A price list." });

/** What usage costs. */
export const billingSchema = z
  .strictObject({
    period: z
      .int()
      .min(60)
      .max(86400)
      .refine((seconds) => 86400 % seconds === 0 && seconds % 60 === 0, {
        error: "is no number of minutes that goes into a day",
        params: { advice: "choose one, such as 60, 600 or 3600" } satisfies Params,
      })
      .meta({ form: "a whole number of seconds, 60 to 86400: minutes that go into a day" })
      .default(3600)
      .describe("Seconds that are rated together, 60 to 86400: minutes that go into a day."),
    currency: z
      .string()
      .refine((code) => Intl.supportedValuesOf("currency").includes(code), {
        error: "is not a currency",
        params: { advice: "write its code of ISO 4217, such as EUR" } satisfies Params,
      })
      .meta({ form: "a currency by its code of ISO 4217, such as EUR" })
      .default("EUR")
      .describe("The currency of all prices and budgets."),
    decimals: z
      .int()
      .min(0)
      .max(6)
      .default(2)
      .describe("Digits behind the point of an invoice's amounts, 0 to 6."),
    rounding: z
      .enum(ROUNDINGS)
      .default("half-up")
      .describe("How an invoice's amounts are rounded; nothing else is."),
    timeZone: z
      .string()
      .refine(isTimeZone, {
        error: "is not a time zone",
        params: {
          advice: "write its name of the IANA database, such as Europe/Berlin",
        } satisfies Params,
      })
      .meta({ form: "a time zone such as Europe/Berlin" })
      .default("UTC")
      .describe("Whose clock the hours of plans go by."),
    holidays: z.array(date).default([]).describe("Holidays, e.g. 2026-12-25."),
    plan: z
      .string()
      .optional()
      .describe("The plan of tenants that name none. @default the only one there is"),
    plans: z.record(z.string().min(1), plan).default({}).describe("Price lists by name."),
    meters: z
      .record(z.string().min(1), meterSchema)
      .default({})
      .describe("What is metered beside what every cloud has, by the meter's name."),
    outages: z
      .array(outageSchema)
      .default([])
      .describe("Times in which the cloud did not deliver, which reports give credit for."),
    webhook: webhookSchema
      .optional()
      .describe("Where reports and alerts are sent. @default nowhere"),
  })
  .meta({
    description:
      "Metering, on the hosts with role billing, and what usage costs. Without this section nothing " +
      "is metered. Prices are exact decimal numbers, 0 or more; write long ones in quotes.",
  });

export type BillingSettings = z.output<typeof billingSchema>;
function daysOf(words: readonly string[]): Day[] {
  return [...new Set(words.flatMap((word) => DAY_WORDS[word] ?? [word as Day]))];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What a tenant may cost, and what happens when it does. */
export const budgetSchema = z
  .strictObject({
    amount: decimal.describe("How much, in the currency of the cloud's prices."),
    period: z.enum(["month"]).default("month").describe("In which time: a calendar month."),
    thresholds: z
      .array(decimal)
      .prefault(["0.5", "0.8", "1"])
      .describe("Parts of it at which somebody is told: 0.8 is at 80 %."),
    action: z
      .enum(["alert", "freeze", "none"])
      .default("alert")
      .describe("When it is reached: alert, freeze (quotas go down to what is used), or none."),
  })
  .meta({ description: "What a tenant may cost." });
