/**
 * The report of one tenant with 10,000 machines for a month, for `make bench`: prints seconds of a day's
 * frames read and summed up, of the same frames only added up, and of the month's report made of thirty
 * such days with all its documents; then the peak of memory in KiB.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { iso, monthOf, seconds } from "../components/billing/reports/calendar";
import { Exact } from "../components/billing/reports/decimal";
import { framesOf, type Dataframes } from "../components/billing/reports/model/frames";
import { makeReport } from "../components/billing/reports/model/report";
import { Tallier } from "../components/billing/reports/model/tally";
import { usageOf } from "../components/billing/reports/store/ledger";
import { Store } from "../components/billing/reports/store/store";
import type { Prices } from "../components/billing/rating/types";

const MACHINES = 10_000;
const PROJECT = "c4306072a06b4b989146ecba79ccb743";
const MONTH = monthOf("2026-11-15T00:00:00Z", "UTC");
const FIRST = seconds(MONTH.begin);

const PRICES: Prices = {
  rate: () => {
    const [list, none] = ["0.06", "0"];
    return {
      version: "bench",
      unitPrice: list,
      list,
      discount: none,
      tier: none,
      time: none,
      amount: list,
    };
  },
};

/** CloudKitty's answer for one hour, as text. */
const answer = (hour: number): string => {
  const period = { begin: iso(FIRST + hour * 3600), end: iso(FIRST + (hour + 1) * 3600) };
  const instance = Array.from({ length: MACHINES }, (_, n) => ({
    vol: { unit: "instance", qty: 1 },
    rating: { price: 0.06 },
    groupby: { id: `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`, project_id: PROJECT },
    metadata: { flavor_name: "small", display_name: `machine-${n}` },
  }));
  return JSON.stringify({ total: MACHINES, dataframes: [{ period, usage: { instance } }] });
};

async function main(): Promise<void> {
  const hours = Array.from({ length: 24 }, (_, hour) => answer(hour));
  const time = async (work: () => unknown): Promise<number> => {
    const begin = performance.now();
    await work();
    return (performance.now() - begin) / 1000;
  };

  const tallier = new Tallier();
  const read = await time(() => {
    for (const hour of hours) {
      for (const frame of framesOf(JSON.parse(hour) as Dataframes, PROJECT))
        tallier.frame(frame, PRICES);
    }
  });
  let naive = new Exact(0);
  const added = await time(() => {
    for (const hour of hours) {
      for (const { usage } of (JSON.parse(hour) as Dataframes).dataframes) {
        for (const { rating } of usage.instance ?? []) naive = naive.plus(rating.price);
      }
    }
  });
  hours.length = 0;

  const folder = mkdtempSync(join(tmpdir(), "bench-reports-"));
  try {
    const store = new Store(folder);
    const day = tallier.result();
    for (let n = 0; n < 30; n++) {
      const name = iso(FIRST + n * 86400).slice(0, 10);
      store.keepDay(PROJECT, name, { ...day, until: iso(FIRST + (n + 1) * 86400) });
    }
    const made = await time(async () => {
      const { usage, cloudkitty } = await usageOf({
        store,
        prices: PRICES,
        projectId: PROJECT,
        period: MONTH,
        timeZone: "UTC",
        ratedUntil: MONTH.end,
        rated: {
          frames: () => {
            throw new Error("All days are kept: none is read again.");
          },
          total: () => Promise.resolve(naive.times(30).toFixed()),
        },
      });
      const report = makeReport({
        kind: "preliminary",
        issued: MONTH.end,
        tenant: { name: "bench", projectId: PROJECT },
        period: MONTH,
        currency: "EUR",
        decimals: 2,
        rounding: "half-up",
        timeZone: "UTC",
        ratedUntil: MONTH.end,
        usage,
        cloudkitty,
      });
      // 10,000 machines x 720 hours x 0.06.
      if (report.totals.total !== "432000.00")
        throw new Error(`The total is ${report.totals.total}.`);
      await store.keepRunning(report);
    });
    console.log(read, added, made, process.resourceUsage().maxRSS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
