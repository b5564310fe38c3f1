import assert from "node:assert/strict";
import { Decimal } from "decimal.js";
import type { Report } from "../../../components/billing/reports/model/report";
import type { Outage, ReportSettings } from "../../../components/billing/reports/settings";
import type { Waiting } from "../../../components/billing/reports/outbox/outbox";
import type { About } from "../../../components/billing/reports/store/about";
import { labOutputs } from "../support/outputs";
import { OwnReports, preliminaryOf, type Believed, type Kept } from "./own/service";

const TENANT = "research";
const HOUR = 3_600_000;
const Exact = Decimal.clone({ precision: 100 });

/** The end of a month, on real frames: the service believes that it is the next one's first hour. */
export function testClosing(): void {
  describe("a month that is over", () => {
    let own: OwnReports;
    let projectId: string;
    let rated: string;
    let believed: Believed;
    /** What was kept of closed months, by path, before the last step. */
    let closed: Record<string, Kept>;
    let first: About;

    const settings: Partial<ReportSettings> = { decimals: 6, closeAfter: 0 };
    const issued = async (): Promise<Record<string, Kept>> =>
      Object.fromEntries(
        Object.entries(await own.store()).filter(([path]) => path.startsWith("issued/")),
      );
    const abouts = (kept: Record<string, Kept>): About[] =>
      Object.entries(kept)
        .filter(([path]) => path.endsWith("/about.json"))
        .map(([, { text }]) => JSON.parse(text) as About)
        .sort((a, b) => (a.number < b.number ? -1 : 1));
    const reportIn = (kept: Record<string, Kept>, number: string): Report =>
      JSON.parse(kept[`issued/${number}/report.json`]?.text ?? assert.fail(number)) as Report;

    before(async () => {
      const lab = await labOutputs();
      projectId = lab.tenants[TENANT]?.projectId ?? assert.fail(`there is no ${TENANT}`);
      own = await OwnReports.make();
      await own.run(settings);
      const store = await own.store();
      const { report } = preliminaryOf(store, projectId);
      const until = Object.entries(store).flatMap(([path, { text }]) =>
        path.startsWith("running/") && path.endsWith("/about.json")
          ? ((JSON.parse(text) as About).ratedUntil ?? [])
          : [],
      );
      // Rating goes on meanwhile: what is closed is what there is of all tenants by now.
      rated = until.sort()[0] ?? assert.fail("nothing is rated");
      believed = { shift: Date.parse(report.period.end) + HOUR - Date.now(), rated };
    });
    after(() => own.remove());

    it("is closed with a number for each tenant, in agreement with CloudKitty", async () => {
      await own.run(settings, believed);
      closed = await issued();
      const all = abouts(closed);
      assert.deepEqual(
        all.map(({ number, kind }) => [number, kind]),
        all.map((_, n) => [`R-${String(n + 1).padStart(6, "0")}`, "final"]),
      );
      first = all.find(({ tenant }) => tenant.projectId === projectId) ?? assert.fail(TENANT);
      const report = reportIn(closed, first.number);
      assert.deepEqual(
        [report.kind, report.number, report.tenant, report.fees, report.credits],
        ["final", first.number, { name: TENANT, projectId }, [], []],
      );
      assert.ok(new Exact(report.totals.total).gt(0), report.totals.total);
      assert.ok(report.reconciliation.agrees, JSON.stringify(report.reconciliation));
      assert.equal(
        report.totals.total,
        new Exact(report.totals.usage).toFixed(6, Exact.ROUND_HALF_UP),
      );
    });

    it("has all documents under its number", () => {
      const folder = `issued/${first.number}`;
      const of = (name: string) => closed[`${folder}/${name}`]?.text ?? assert.fail(name);
      assert.deepEqual(
        Object.keys(closed)
          .filter((path) => path.startsWith(`${folder}/`))
          .sort(),
        ["about.json", "report.csv", "report.html", "report.json", "report.pdf"].map(
          (name) => `${folder}/${name}`,
        ),
      );
      assert.match(
        of("report.html"),
        new RegExp(`<span class="tag">Report ${first.number}</span>`),
      );
      assert.match(of("report.csv"), new RegExp(`\\r\\n${first.number},${TENANT},${projectId},`));
      assert.match(of("report.pdf"), /^%PDF-1\.3/);
    });

    it("is never changed by the next run", async () => {
      await own.run(settings, believed);
      assert.deepEqual(await issued(), closed);
    });

    it("is corrected where an outage is declared, by half of what its time cost", async () => {
      const before = reportIn(closed, first.number);
      const outage: Outage = {
        from: before.period.begin,
        to: rated,
        reason: "No network",
        share: "0.5",
        tenants: [TENANT],
      };
      await own.run({ ...settings, outages: [outage] }, believed);
      const now = await issued();
      const number = `R-${String(abouts(closed).length + 1).padStart(6, "0")}`;
      const isNew = (path: string): boolean => path.startsWith(`issued/${number}/`);
      const kept = Object.entries(now).filter(([path]) => !isNew(path));
      assert.deepEqual(Object.fromEntries(kept), closed);
      assert.equal(Object.keys(now).filter(isNew).length, 5);
      const report = reportIn(now, number);
      const credit = new Exact(before.totals.usage).times("-0.5").toDecimalPlaces(28);
      const subtotal = credit.plus(before.totals.usage);
      const total = subtotal.toFixed(6, Exact.ROUND_HALF_UP);
      assert.deepEqual(
        [report.kind, report.corrects, report.lines, report.credits, report.totals],
        [
          "correction",
          first.number,
          before.lines,
          [
            {
              from: outage.from,
              to: outage.to,
              reason: "No network",
              share: "0.5",
              amount: credit.toFixed(),
            },
          ],
          {
            ...before.totals,
            credits: credit.toFixed(),
            subtotal: subtotal.toFixed(),
            rounding: new Exact(total).minus(subtotal).toFixed(),
            total,
          },
        ],
      );
      const difference = new Exact(total).minus(before.totals.total).toFixed(6);
      assert.deepEqual(report.notes, [
        ...before.notes,
        `It takes the place of ${first.number}, whose total was ${before.totals.total}: ${difference} to it.`,
      ]);
      closed = now;
      await own.run({ ...settings, outages: [outage] }, believed);
      assert.deepEqual(await issued(), closed);
    });

    it("is told of, once for each number", async () => {
      const told = Object.entries(await own.store())
        .filter(([path]) => path.startsWith("outbox/"))
        .map(([, { text }]) => (JSON.parse(text) as Waiting).event)
        .map(({ id, type, data }) => [id, type, (data as { corrects?: string }).corrects]);
      assert.deepEqual(
        told.sort(),
        abouts(closed)
          .map(({ number, corrects }) => [`report.${number}`, "report.issued", corrects])
          .sort(),
      );
    });
  });
}
