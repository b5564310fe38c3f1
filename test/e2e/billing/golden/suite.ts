import assert from "node:assert/strict";
import { Client } from "../../personas/client";
import { labOutputs } from "../../support/outputs";
import { PrivateServices } from "../private/services";
import { Chain } from "./chain";
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
      console.time('measure'); await chain.measure(); console.timeEnd('measure'); console.time('rate');
      await chain.rate(); console.timeEnd('rate');
    });

    for (const project of ["golden", "other"] as const) {
      it(`${project}: every line is what was used, at its price`, async () => {
        const { lines } = await chain.rated(project);
        assert.deepEqual(lines.map(text).sort(), expectedLines(project).map(text).sort());
      });
    }
  });
}
