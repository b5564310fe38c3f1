import assert from "node:assert/strict";
import { Decimal } from "decimal.js";
import { pricesOf } from "../../../../components/billing/rating/prices";
import { remarks } from "../../../../components/billing/reports/documents/words";
import { Client } from "../../personas/client";
import { labOutputs } from "../../support/outputs";
import { PrivateServices } from "../private/services";
import { Chain } from "./chain";
import { testDocuments } from "./documents";
import { expectedLines, type Line } from "./expected";
import { BILLING } from "./prices";
import { measured } from "./samples";
import { AFTER, at, END, iso, PORT, RESIZED } from "./story";

const text = ({ begin, meter, id, kind, quantity, amount }: Line): string =>
  `${begin} ${meter} ${id} ${kind}: ${quantity} at ${amount}`;

/** A machine counts once however often its hours are told of, and a counter by no more than it grew. */
export function checkClock(lines: Line[]): void {
  const quantities = (id: string, meter: string): Decimal[] =>
    lines
      .filter((one) => one.id === id && one.meter === meter && one.begin >= iso(at(3, "00:00:00")))
      .sort((one, two) => (one.begin < two.begin ? -1 : 1))
      .map(({ quantity }) => new Decimal(quantity));
  // Five o'clock is a gap; of 15:50 to 16:00 and of 17:00 to 17:05 nobody told.
  assert.deepEqual(
    quantities(RESIZED.id, "instance").slice(13, 18).map(Number),
    [1, 0.8333333333, 1, 0.9166666667, 1],
  );
  for (const [meter, samples] of Object.entries(measured(PORT))) {
    const before = samples.findLast((sample) => sample.at < at(3, "00:00:00"));
    const grown = (samples.at(-1)?.value ?? 0) - (before?.value ?? 0);
    const charged = Decimal.sum(...quantities(PORT.id, meter));
    assert.equal(charged.times(1024 ** 3).toFixed(), String(grown), meter);
  }
}

/** Three days of use that is made up, from samples to documents. @param services that run */
export function testGolden(services: () => PrivateServices): void {
  describe("golden invoices", () => {
    let chain: Chain;

    before(async () => {
      const lab = await labOutputs();
      const scope = { projectName: "admin" };
      const admin = await Client.login(lab, {
        ...{ userName: "admin", password: lab.adminPassword, scope },
      });
      chain = new Chain(services(), lab, admin);
      await chain.declare();
    });

    it("a full disk refuses samples, or takes them and cannot work them in", async () => {
      assert.ok((await chain.measureOnFullDisk()) > 0, "there was room for all");
      await chain.measureOn();
    });

    it("nothing is rated before something younger is measured: older samples may be on their way", async () => {
      await chain.prices.declare();
      await chain.services.rate(iso(END));
      assert.deepEqual(await chain.rated("golden"), { lines: [], total: 0 });
    });

    it("nothing is rated while CloudKitty's clock is hours ahead of what is measured", async () => {
      await chain.goOn();
      await chain.services.rate(iso(AFTER.instant + 4 * 3_600_000));
      assert.deepEqual(await chain.rated("golden"), { lines: [], total: 0 });
    });

    it("rating fails on a full disk, and goes on when there is room", async () => {
      const { errors, restarted, meanwhile } = await chain.rate();
      assert.match(errors.join("\n"), /error writing WAL entry: .*: no space left on device/);
      assert.equal(restarted, true);
      assert.equal(
        remarks(meanwhile)[0],
        "Nothing of this period is rated yet: what is used is measured meanwhile, and is in the report, " +
          "with a forecast, once it is rated.",
      );
    });

    it("what a clock says that is set back and later forward is charged once", async () => {
      checkClock((await chain.rated("golden")).lines);
    });

    for (const project of ["golden", "other"] as const) {
      it(`${project}: every line is what was used, at its price`, async () => {
        const { lines } = await chain.rated(project);
        assert.deepEqual(lines.map(text).sort(), expectedLines(project).map(text).sort());
      });

      it(`${project}: the summary is what the lines are together`, async () => {
        const { total } = await chain.rated(project);
        const amounts = expectedLines(project).map(({ amount }) => amount);
        // Floats, added up by InfluxDB.
        assert.equal(new Decimal(total).toFixed(8), Decimal.sum(...amounts).toFixed(8));
      });

      it(`${project}: reports' prices make the same of what was used`, async () => {
        const { lines } = await chain.rated(project);
        const prices = pricesOf(BILLING, project);
        const priced = lines.map((line) => {
          const { meter, id, kind, begin, quantity } = line;
          const end = new Date(Date.parse(begin) + 3_600_000).toISOString();
          const attributes = { id, flavor_name: kind, volume_type: kind };
          const { amount } = prices.rate({ meter, begin, end, quantity, attributes });
          return { ...line, amount: new Decimal(amount).toFixed(8) };
        });
        // Quantities have been rounded.
        const rounded = (line: Line): Line => ({
          ...line,
          amount: new Decimal(line.amount).toFixed(8),
        });
        assert.deepEqual(priced.map(text), lines.map(rounded).map(text));
      });

      testDocuments(() => ({ rated: chain.reported, projects: chain.projects }), project);
    }
  });
}
