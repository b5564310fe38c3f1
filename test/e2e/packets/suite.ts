import assert from "node:assert/strict";
import { OpenStackApi } from "../support/openstack-api";
import { labOutputs } from "../support/outputs";
import { exchange, type Exchange } from "./exchange";
import { testInfrastructure } from "./infrastructure";
import { clean, leftovers } from "./leftovers";
import { testMetadata } from "./metadata";
import { testPairs } from "./pairs";
import { testRoutes } from "./routes";
import { begin, type Scene } from "./scene";
import { testSpoofing } from "./spoofing";
import { testWire } from "./wire";

/**
 * Packets on a lab that is up, from machines of all its tenants: what the proof says is what happens.
 * The expectation is made of the environment, so a peering that it declares is expected to let through
 * what the proof says, and nothing else. Not proven here: IPv6 between tenants, as the lab has none.
 */
export function testPackets(): void {
  describe("packets between machines", function () {
    this.timeout(5 * 60 * 1000);

    let scene: Scene;
    let all: Exchange;

    before(async () => {
      scene = await begin();
      all = await exchange(scene);
    });
    after(async () => {
      const admin = await OpenStackApi.login(await labOutputs());
      await clean(admin);
      assert.deepEqual(await leftovers(admin), []);
    });

    testPairs(
      () => scene,
      () => all,
    );
    testWire(
      () => scene,
      () => all,
    );
    testMetadata(() => scene);
    testInfrastructure(() => scene);
    testRoutes(() => scene);
    // Last: it changes security groups.
    testSpoofing(() => scene);
  });
}
