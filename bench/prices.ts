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

/**
 * Tenants with 50 rules each, changed by one price: what a preview calculates, in a process of its own for
 * each size. Needs no lab.
 */
export function prices(): Promise<Figure[]> {
  const measured = SIZES.map((tenants) => {
    say(`Prices of ${tenants} tenants with 50 rules each`);
    const words = ["--import", "tsx", join(ROOT, "bench/rules.ts"), String(tenants)];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Measured;
  });
  const [small] = measured;
  const large = measured.at(-1);
  if (small === undefined || large === undefined) return Promise.resolve([]);
  const each = ({ declared, rules }: Measured): number => declared / rules;
  return Promise.resolve([
    { what: `what ${SIZES.at(-1)} tenants' months cost`, value: large.months, unit: "s", limit: 2 },
    { what: `${large.rules} rules, changed by one price`, value: large.declared, unit: "s" },
    { what: "its process's memory", value: large.memory, unit: "GiB", limit: 1 },
    {
      what: `a rule's share with ${large.rules} against ${small.rules}`,
      value: each(large) / each(small),
      unit: "x",
      limit: 1.2,
    },
  ]);
}
