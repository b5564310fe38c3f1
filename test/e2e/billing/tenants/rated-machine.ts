import assert from "node:assert/strict";
import { removeMachines } from "./machine";
import { framesOf, untilRated } from "./rated";
import type { World } from "./world";

/** The lab's period. */
const PERIOD = 60_000;

/** What a machine is rated for by the lab's own services; it is deleted afterwards. */
export function testMachine(world: () => World): void {
  describe("a machine", () => {
    it("is rated for its tenant by its flavor, and for no other", async () => {
      const { admin, owner, machine } = world();
      const since = new Date(machine.since - PERIOD).toISOString();
      await untilRated(admin, owner.project, machine.since + 2 * PERIOD);
      const frames = await framesOf(admin, { meter: "instance", since });
      const its = frames.filter(({ attributes }) => attributes.id === machine.id);
      assert.ok(its.length >= 3, JSON.stringify(its));
      const told = its.map(({ project, attributes }) => [
        ...[project, attributes.flavor_name, attributes.display_name, attributes.user_id],
      ]);
      const expected = [owner.project, "tiny", "billing-machine", owner.client.userId];
      assert.deepEqual(
        told,
        its.map(() => expected),
      );
      // The first period may have begun before it ran.
      const whole = its.filter(({ begin }) => Date.parse(begin) > machine.since);
      assert.deepEqual(
        whole.map(({ quantity }) => quantity),
        whole.map(() => 1),
      );
    });

    it("is rated for its traffic, and for no other's", async () => {
      const { admin, owner, machine } = world();
      const since = new Date(machine.since - PERIOD).toISOString();
      for (const meter of ["network.incoming.bytes", "network.outgoing.bytes"]) {
        const frames = await framesOf(admin, { meter, since });
        const its = frames.filter(({ attributes }) => attributes.instance_id === machine.id);
        assert.ok(its.length > 0, JSON.stringify(frames));
        // It talks little: not a MiB in any minute, and never less than nothing.
        assert.ok(
          its.every(({ quantity }) => quantity >= 0 && quantity < 0.001),
          JSON.stringify(its),
        );
        assert.deepEqual([...new Set(its.map(({ project }) => project))], [owner.project]);
      }
    });

    it("is deleted", async () => {
      await removeMachines(world().owner);
      world().gone = Date.now();
    });
  });
}

export function testDeletedMachine(world: () => World): void {
  describe("a machine that is gone", () => {
    it("is rated no more", async () => {
      const { admin, owner, machine, gone } = world();
      await untilRated(admin, owner.project, gone + PERIOD);
      const since = new Date(machine.since - PERIOD).toISOString();
      const its = (
        await framesOf(admin, { meter: "instance", since, project: owner.project })
      ).filter(({ attributes }) => attributes.id === machine.id);
      const minutes = its.map(({ begin }) => Date.parse(begin)).sort((a, b) => a - b);
      // Each minute once, and none left out, from when it was first asked for to its end.
      const first = minutes[0] ?? 0;
      assert.deepEqual(
        minutes,
        minutes.map((_, at) => first + at * PERIOD),
      );
      assert.ok(Math.abs(first - machine.since) <= PERIOD, `from ${new Date(first).toISOString()}`);
      const last = minutes.at(-1) ?? 0;
      assert.ok(last <= gone && gone - last <= 2 * PERIOD, `to ${new Date(last).toISOString()}`);
    });
  });
}
