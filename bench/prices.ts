import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, say } from "./command";
import type { Figure } from "./table";

/** Tenants of the measured program; 50 rules each. */
const SIZES = [20, 100, 1000];

/** What one process of bench/rules.ts tells. */
interface Measured {
  rules: number;
  /** Seconds: rules made of prices, and compared with those before one price changed. */
  declared: number;
  /** Seconds for the prices of all months, and for the table. */
  months: number;
  /** GiB. */
  memory: number;
}

/** What one process of bench/declared-run.ts tells. */
interface Declared {
  rules: number;
  /** Seconds until all are declared. */
  made: number;
  /** Seconds of a preview of one price that changes. */
  previewed: number;
  /** GiB that the engine, the program and the provider use together at most in that preview. */
  memory: number;
}

/**
 * Tenants with 50 rules each, changed by one price, in processes of their own for each size: what a
 * preview calculates, and then all of it by the engine, with a CloudKitty that answers at once. Needs no lab.
 */
export function prices(): Promise<Figure[]> {
  const calculated = measure<Measured>("Prices", "bench/rules.ts");
  const [few, , many] = measure<Declared>(
    "Declared and previewed: prices",
    "bench/declared-run.ts",
  );
  const [small] = calculated;
  const large = calculated.at(-1);
  if (!small || !large || !few || !many) return Promise.resolve([]);
  const share = (value: (one: Declared) => number): number =>
    value(many) / many.rules / (value(few) / few.rules);
  return Promise.resolve([
    { what: `what ${SIZES.at(-1)} tenants' months cost`, value: large.months, unit: "s", limit: 2 },
    {
      what: `${large.rules} rules calculated, changed by one price`,
      value: large.declared,
      unit: "s",
    },
    { what: "its process's memory", value: large.memory, unit: "GiB", limit: 1 },
    {
      what: `a rule's share with ${large.rules} against ${small.rules}`,
      value: large.declared / large.rules / (small.declared / small.rules),
      unit: "x",
      limit: 1.2,
    },
    { what: `${many.rules} rules declared`, value: many.made, unit: "s" },
    {
      what: "a rule's share against that of few",
      value: share(({ made }) => made),
      unit: "x",
      limit: 1.2,
    },
    { what: `preview of ${many.rules} rules, one price changed`, value: many.previewed, unit: "s" },
    {
      what: "a rule's share against that of few",
      value: share(({ previewed }) => previewed),
      unit: "x",
      limit: 1.2,
    },
    { what: "memory of all processes of it", value: many.memory, unit: "GiB" },
  ]);
}

function measure<T>(what: string, script: string): T[] {
  return SIZES.map((tenants) => {
    say(`${what} of ${tenants} tenants with 50 rules each`);
    const words = ["--import", "tsx", join(ROOT, script), String(tenants)];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as T;
  });
}
