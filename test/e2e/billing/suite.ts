import assert from "node:assert/strict";
import { testFaults } from "./faults";
import { testGolden } from "./golden/suite";
import { testModel } from "./model";
import { PrivateServices } from "./private/services";
import { testAsks } from "./tenants/asks";
import { removeMachines } from "./tenants/machine";
import { testDeletedMachine, testMachine } from "./tenants/rated-machine";
import { begin, type World } from "./tenants/world";

/** Metering and rating on a lab that is up. What takes minutes to be rated is looked at later. */
export function testBilling(): void {
  describe("billing", function () {
    this.timeout(15 * 60 * 1000);

    let world: World | undefined;
    const there = (): World => world ?? assert.fail("it did not begin");
    before(async () => {
      world = await begin();
    });
    after(() => removeMachines(there().owner));

    testAsks(there);

    describe("on services of its own", () => {
      let services: PrivateServices | undefined;

      before(async () => {
        services = await PrivateServices.start();
      });
      after(() => services?.stop());

      testGolden(() => services ?? assert.fail("they do not run"));
      testModel(() => services ?? assert.fail("they do not run"));
    });

    testMachine(there);
    testFaults();
    testDeletedMachine(there);
  });
}
