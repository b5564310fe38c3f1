import assert from "node:assert/strict";
import {
  monthlyCost,
  type MonthlyCost,
  type Usable,
} from "../../../components/billing/plan/monthly";
import { FLAT, NO_PRICES, STANDARD, version } from "./billing";

const USABLE: Usable = {
  flavors: { small: { vcpus: 1, ram: 512 }, large: { vcpus: 4, ram: 8192 } },
  volumeTypes: ["ssd", "hdd"],
  quota: {
    compute: { instances: 10, cores: 10, ram: 51200 },
    network: { floatingIps: 5, routers: 2 },
    volume: { volumes: 10, gigabytes: 1000, perVolumeGigabytes: -1, snapshots: 10 },
  },
  declared: { router: 1, floatingIp: 3 },
};

const usable = (more: {
  compute?: Partial<Usable["quota"]["compute"]>;
  network?: Partial<Usable["quota"]["network"]>;
  volume?: Partial<Usable["quota"]["volume"]>;
}): Usable => ({
  ...USABLE,
  quota: {
    compute: { ...USABLE.quota.compute, ...more.compute },
    network: { ...USABLE.quota.network, ...more.network },
    volume: { ...USABLE.quota.volume, ...more.volume },
  },
});

const PLAIN = version({ ...STANDARD, hours: [], tiers: {}, tenants: {} });

describe("a month", () => {
  const cost = (more: Partial<MonthlyCost>): MonthlyCost => ({
    atMost: undefined,
    unlimited: [],
    declared: "13.14",
    besides: ["bandwidthOut", "requests"],
    ...more,
  });

  it("costs at most what the dearest that quotas let in costs", () => {
    // Two large machines and two small ones, 1000 GiB of ssd, five addresses, routers that are free.
    const hour = 2 * 0.24 + 2 * 0.06 + 1000 * 0.0006 + 5 * 0.006;
    assert.equal(hour, 1.23);
    assert.deepEqual(monthlyCost(PLAIN, "other", USABLE), cost({ atMost: "897.9" }));
  });

  it("costs what the tenant's prices and its discount leave", () => {
    const own = version({ ...PLAIN, tenants: STANDARD.tenants });
    // The large one at 0.18: small ones are dearer for a core. All less a tenth.
    const hour = (10 * 0.06 + 1000 * 0.0006 + 5 * 0.006) * 0.9;
    assert.deepEqual(
      monthlyCost(own, "acme", USABLE),
      cost({ atMost: String(Math.round(hour * 730 * 1e6) / 1e6), declared: "11.826" }),
    );
  });

  it("costs at most what the dearest hour makes of it, and on average what a week's hours do", () => {
    const { atMost, declared } = monthlyCost(version({ ...STANDARD, tiers: {} }), "other", USABLE);
    // A month of holidays; a week has none.
    assert.deepEqual([atMost, declared], ["1346.85", "13.14"]);
    const everyNight = {
      ...STANDARD.hours[0],
      name: "nights",
      days: ["mon", "sun"],
      from: 1320,
      to: 360,
      factor: "0.5",
    } as const;
    const nights = version({
      ...PLAIN,
      hours: [{ ...everyNight, days: [...everyNight.days], meters: ["floatingIp"] }],
    });
    // 16 of 168 hours at half the price.
    assert.equal(monthlyCost(nights, "other", USABLE).declared, "12.5142857143");
  });

  it("costs what machines of their size do", () => {
    // Two of 4 cores and 8 GiB, two of 1 core and half a GiB.
    const hour = 10 * 0.03 + 17 * 0.012 + 1000 * 0.0009 + 5 * 0.003;
    assert.equal(Math.round(hour * 1e6) / 1e6, 1.419);
    const { atMost, besides } = monthlyCost(FLAT, "other", USABLE);
    assert.deepEqual([atMost, besides], ["1035.87", []]);
  });

  const volumes = version({
    prices: { ...NO_PRICES, volume: { ssd: "0.0006" }, snapshot: "0.0009" },
  });
  const storage: [string, Partial<Usable["quota"]["volume"]>, Partial<MonthlyCost>][] = [
    ["snapshots, which are dearer, in all gigabytes", {}, { atMost: "657" }],
    ["volumes alone where there are no snapshots", { snapshots: 0 }, { atMost: "438" }],
    [
      "as many snapshots as there may be of that size, and volumes beside them",
      { perVolumeGigabytes: 50 },
      // 500 GiB of each.
      { atMost: "547.5" },
    ],
    ["without gigabytes", { gigabytes: -1 }, { unlimited: ["volume.gigabytes"] }],
    [
      "by number and size alone",
      { gigabytes: -1, perVolumeGigabytes: 10, volumes: 5 },
      { atMost: "87.6" },
    ],
    ["none", { volumes: 0, snapshots: 0, gigabytes: -1 }, { atMost: "0" }],
  ];
  for (const [name, volume, expected] of storage) {
    it(`has storage: ${name}`, () => {
      assert.deepEqual(
        monthlyCost(volumes, "other", usable({ volume })),
        cost({ declared: "0", besides: [], ...expected }),
      );
    });
  }

  it("is unlimited where a quota has no limit, and says by which", () => {
    const none = usable({
      compute: { instances: -1, cores: -1, ram: -1 },
      network: { floatingIps: -1, routers: -1 },
      volume: { gigabytes: -1 },
    });
    // Routers are free.
    assert.deepEqual(
      monthlyCost(PLAIN, "other", none),
      cost({
        unlimited: ["compute.instances, cores and ram", "volume.gigabytes", "network.floatingIps"],
      }),
    );
  });
});
