import { isIPv6 } from "node:net";
import { z } from "zod";
import { formatCidr, parseAddress, readCidr } from "../../components/addresses/ipv4";
import { amount, Exact } from "../../components/billing/rating/decimal";

/**
 * The values that an environment file is made of. Each one's `form` says what is allowed, for
 * error messages; what a value is for is said where it is used.
 */

/** What a failed check hands to the error message beside its problem. */
export interface Params {
  advice?: string;
}

const NAME = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$|^[a-z]$/;

export const name = z
  .string()
  .regex(NAME)
  .meta({
    form: "a name of 1 to 63 lower-case letters, digits and hyphens that starts with a letter",
    examples: ["finance"],
  });

export const text = z.string().min(1).max(255).meta({ form: "a text of 1 to 255 characters" });

export const file = z
  .string()
  .min(1)
  .meta({ form: "the path of a file on the computer that runs this; ~ is the home folder" });

export const cidr = z
  .string()
  .check((ctx) => {
    const read = readCidr(ctx.value);
    if (read?.exact) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: read ? "has host bits set" : "is not an IPv4 network",
      params: {
        advice: read
          ? `write ${formatCidr(read.cidr)}, the network that holds this address`
          : "write the network's first address, a slash and the prefix length",
      } satisfies Params,
    });
  })
  .meta({ form: "an IPv4 network such as 10.0.0.0/24", examples: ["10.0.0.0/24"] });

export const address = z
  .string()
  .refine((value) => parseAddress(value) !== undefined, {
    error: "is not an IPv4 address",
    params: { advice: "write four numbers from 0 to 255 with dots between" } satisfies Params,
  })
  .meta({ form: "an IPv4 address such as 10.0.0.11", examples: ["10.0.0.11"] });

/** A network that a rule speaks of: IPv4 or IPv6. */
export const anyCidr = z
  .string()
  .check((ctx) => {
    const [host, prefix, ...rest] = ctx.value.split("/");
    const six = isIPv6(host ?? "") && /^\d{1,3}$/.test(prefix ?? "") && Number(prefix) <= 128;
    if (six && rest.length === 0) return;
    const read = readCidr(ctx.value);
    if (read?.exact) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: read ? "has host bits set" : "is not a network",
      params: {
        advice: read
          ? `write ${formatCidr(read.cidr)}, the network that holds this address`
          : "write a network's first address, a slash and the prefix length; 0.0.0.0/0 is anywhere",
      } satisfies Params,
    });
  })
  .meta({ form: "an IPv4 or IPv6 network such as 0.0.0.0/0 or ::/0" });

export const portNumber = z.int().min(1).max(65535).meta({ form: "a port from 1 to 65535" });

/** One port or a range of them, as `{min, max}`. */
export const ports = z
  .union([portNumber, z.string().regex(/^\d{1,5}-\d{1,5}$/)])
  .check((ctx) => {
    if (typeof ctx.value === "number") return;
    const [min = 0, max = 0] = ctx.value.split("-").map(Number);
    if (min >= 1 && max <= 65535 && min <= max) return;
    const turned = min > max && max >= 1 && min <= 65535;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: turned ? "is a port range that runs backwards" : "is not a port range",
      params: {
        advice: turned ? `write ${max}-${min}` : "keep both ends between 1 and 65535",
      } satisfies Params,
    });
  })
  .transform((value) => {
    const [min = 0, max = min] = String(value).split("-").map(Number);
    return { min, max };
  })
  .meta({ form: "a port from 1 to 65535, or a range such as 8000-8080" });

/** A limit: a whole number, or -1 for none. */
export const limit = z
  .int()
  .min(-1)
  .max(2147483647)
  .meta({ form: "a whole number from 0, or -1 for no limit" });

/** A count of at least one. */
export const count = z.int().min(1).max(2147483647).meta({ form: "a whole number from 1" });

/** A day. */
export const date = z.iso.date().meta({ form: "a date such as 2027-06-30" });

/** A day's first instant, or an instant, in UTC: as `2027-06-30T00:00:00Z`. */
export const instant = z
  .union([z.iso.date(), z.iso.datetime({ precision: 0 })])
  .transform((value) => (value.includes("T") ? value : `${value}T00:00:00Z`))
  .meta({ form: "a date such as 2027-06-30, or an instant such as 2027-06-30T12:00:00Z" });

/** A time of day, as minutes since midnight. */
export const minutes = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .transform((value) => {
    const [hour = 0, minute = 0] = value.split(":").map(Number);
    return hour * 60 + minute;
  })
  .meta({ form: 'a time of day from "00:00" to "24:00"' });

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)$/;
/** What a number of YAML keeps for sure. */
const DIGITS = 15;

/** An exact decimal number of 0 or more, as text without zeros that do not count. */
export const decimal = z
  .union([z.number(), z.string().regex(NUMBER)])
  .check((ctx) => {
    // Told of already.
    if (typeof ctx.value === "string" && !NUMBER.test(ctx.value)) return;
    const number = new Exact(ctx.value);
    const long = typeof ctx.value === "number" && number.precision() > DIGITS;
    if (!number.isNegative() && !long) return;
    ctx.issues.push({
      code: "custom",
      input: ctx.value,
      message: long ? "has more digits than a number of YAML keeps" : "is negative",
      params: {
        advice: long ? "write it in quotes" : "write 0 or more",
      } satisfies Params,
    });
  })
  .transform((value) => amount(new Exact(value)))
  .meta({ form: "a decimal number from 0, such as 0.06", examples: ["0.06"] });
