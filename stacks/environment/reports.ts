import { z } from "zod";
import { decimal, instant, name, text, type Params } from "./values";

/** What an environment adds to what is metered: one of Ceilometer's dynamic pollsters. */
export const meterSchema = z
  .strictObject({
    unit: text.describe("What is counted, e.g. GiB."),
    service: text.describe(
      "The service that is asked, by its type in the catalogue, e.g. volumev3.",
    ),
    path: text.describe(
      "What follows the service's address, e.g. backups/detail?all_tenants=true.",
    ),
    entries: text.describe("Where the answer has the list, e.g. backups."),
    value: text.describe("Where an entry has how much there is, e.g. size."),
    project: text.describe("Where it has the id of the project that it is of."),
    resource: text.default("id").describe("Where it has its own id, a UUID."),
  })
  .meta({ description: "Something that is metered by asking a service for a list of it." });

/** A time in which the cloud did not deliver. */
export const outageSchema = z
  .strictObject({
    from: instant.describe("When it began, in UTC."),
    to: instant.describe("When it was over, in UTC."),
    reason: text.describe("What is told to tenants."),
    share: decimal
      .optional()
      .describe("What part of the price is given back. @default 1, all of it"),
    meters: z.array(text).min(1).optional().describe("Meters that are credited. @default all"),
    tenants: z.array(name).min(1).optional().describe("Tenants that are. @default all"),
  })
  .check((ctx) => {
    if (ctx.value.from < ctx.value.to) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value.to,
      path: ["to"],
      message: "is not after the outage's beginning",
      params: { advice: `give an instant after ${ctx.value.from}` } satisfies Params,
    });
  })
  .meta({ description: "A time in which the cloud did not deliver: tenants are credited for it." });

/** Where reports and alerts go. */
export const webhookSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .meta({ form: "an address such as https://billing.example.com/hook" })
      .describe("Where events are posted, signed: docs/billing.md has their form."),
    attempts: z
      .int()
      .min(1)
      .max(100)
      .default(12)
      .describe("Tries of one event, with longer and longer pauses between."),
  })
  .meta({ description: "Where reports and alerts are sent." });
