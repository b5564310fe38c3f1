import assert from "node:assert/strict";
import { testFaults } from "./faults";
import { testGolden } from "./golden/suite";
import { testModel } from "./model";
import { PrivateServices } from "./private/services";
import { testTenants } from "./tenants/suite";

/** Metering and rating on a lab that is up. */
export function testBilling(): void {
  describe("billing", function () {
    this.timeout(15 * 60 * 1000);

    testTenants();
    testFaults();

    describe("on services of its own", () => {
      let services: PrivateServices | undefined;

      before(async () => {
        services = await PrivateServices.start();
      });
      after(() => services?.stop());

      testGolden(() => services ?? assert.fail("they do not run"));
      testModel(() => services ?? assert.fail("they do not run"));
    });
  });
}
