import assert from "node:assert/strict";
import { Decimal } from "decimal.js";
import { pricesOf } from "../../../../components/billing/rating/prices";
import { Client } from "../../personas/client";
import { labOutputs } from "../../support/outputs";
import { PrivateServices } from "../private/services";
import { Chain } from "./chain";
import { BILLING } from "./prices";
import { END, iso } from "./story";
import { expectedLines, type Line } from "./expected";

const text = ({ begin, meter, id, kind, quantity, amount }: Line): string =>
  `${begin} ${meter} ${id} ${kind}: ${quantity} at ${amount}`;

/** Three days of use that is made up, from samples to rated frames. @param services that run */
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
      await chain.measure();
    });

    it("nothing is rated before something younger is measured: older samples may be on their way", async () => {
      await chain.prices.declare();
      await chain.services.rate(iso(END));
      assert.deepEqual(await chain.rated("golden"), { lines: [], total: 0 });
      await chain.goOn();
      await chain.rate();
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
    }
  });
}
