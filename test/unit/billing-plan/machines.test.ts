import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dearestMachines,
  type MachineLimits,
  type PricedFlavor,
} from "../../../components/billing/plan/machines";

/** Every mix, one machine after the other; prices in hundredths. */
function everyMix(
  flavors: PricedFlavor[],
  { instances = 99, cores = 99, ram = 99 }: MachineLimits,
): number {
  let most = 0;
  const add = (from: number, left: [number, number, number], cost: number): void => {
    most = Math.max(most, cost);
    flavors.slice(from).forEach((flavor, i) => {
      const rest: [number, number, number] = [
        left[0] - 1,
        left[1] - flavor.vcpus,
        left[2] - flavor.ram,
      ];
      if (rest.every((limit) => limit >= 0))
        add(from + i, rest, cost + Math.round(Number(flavor.price) * 100));
    });
  };
  add(0, [instances, cores, ram], 0);
  return most;
}

describe("the dearest machines", () => {
  const S = { vcpus: 1, ram: 512, price: "0.06" };
  const L = { vcpus: 4, ram: 8192, price: "0.3" };
  const cases: [string, PricedFlavor[], MachineLimits, string | undefined][] = [
    ["as many as instances let in", [S], { instances: 10, cores: 20, ram: 51200 }, "0.6"],
    ["as many as cores let in", [S], { instances: 10, cores: 3, ram: 51200 }, "0.18"],
    ["as many as memory lets in", [S], { instances: 10, cores: 20, ram: 1300 }, "0.12"],
    // Two large ones leave two cores for small ones.
    ["a mix", [S, L], { instances: 10, cores: 10, ram: 51200 }, "0.72"],
    ["no half ones", [L], { instances: 10, cores: 7, ram: 51200 }, "0.3"],
    ["none where there is no flavor", [], { instances: 10 }, "0"],
    ["none where all are free, whatever the limits", [{ ...S, price: "0" }], {}, "0"],
    ["held by one limit", [S, L], { cores: 8 }, "0.6"],
    ["held by none", [S], {}, undefined],
    ["none at all", [S], { instances: 0, cores: 5, ram: 5000 }, "0"],
  ];
  for (const [name, flavors, limits, expected] of cases) {
    it(`are ${name}`, () => assert.equal(dearestMachines(flavors, limits), expected));
  }

  it("are those of every mix", () => {
    const flavor = fc.record({
      vcpus: fc.integer({ min: 1, max: 4 }),
      ram: fc.integer({ min: 1, max: 8 }),
      price: fc.nat(50).map((n) => (n / 100).toFixed(2)),
    });
    const limit = (max: number) => fc.option(fc.nat(max), { nil: undefined });
    const limits = fc.record({ instances: fc.nat(7), cores: limit(9), ram: limit(12) });
    fc.assert(
      fc.property(fc.array(flavor, { maxLength: 4 }), limits, (flavors, given) => {
        const most = dearestMachines(flavors, given);
        assert.equal(Math.round(Number(most) * 100), everyMix(flavors, given));
      }),
      { numRuns: 500 },
    );
  });

  it("are never told to be less, where there are too many mixes to look at", () => {
    // Sizes that go into each other badly, and a great many of them.
    const flavors = [3, 5, 7, 11, 13, 17, 19, 23].map((vcpus) => ({
      vcpus,
      ram: (vcpus * 997) % 1000,
      price: ((vcpus * 1009) / 100000).toFixed(5),
    }));
    const limits = { instances: 977, cores: 9973, ram: 499979 };
    const most = Number(dearestMachines(flavors, limits));
    // Filling up with the one that is dearest for a core is one of the mixes.
    const some = Math.max(
      ...flavors.map(
        ({ vcpus, ram, price }) =>
          Number(price) * Math.floor(Math.min(977, 9973 / vcpus, 499979 / ram)),
      ),
    );
    // Each costs 0.01009 a core: all cores bound it.
    assert.ok(most >= some && most <= 9973 * 0.01009 + 0.001, `${some} ${most}`);
  });
});
