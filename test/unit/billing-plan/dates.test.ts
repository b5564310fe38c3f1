import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { versionsScript } from "../../../components/billing/plan/dated-script";
import { needsScript, ratingScript, ROOM } from "../../../components/billing/plan/dates";
import type { PricedProject } from "../../../components/billing/plan/entries";
import type { Billing, Hours, PriceTable, Version } from "../../../components/billing/plan/types";
import { amount, Python } from "../../../components/billing/rating/decimal";
import type { HashmapRule } from "../../../components/billing/rating/hashmap";
import { pricesOf } from "../../../components/billing/rating/prices";
import { billing, FLAT, NO_PRICES, STANDARD, version } from "./billing";
import { compressed, runScripts, type Frame } from "./pyscripts";

const PROJECTS: PricedProject[] = [
  { tenant: "acme", projectId: "a1" },
  { tenant: "globex", projectId: "b2" },
  { tenant: "other", projectId: "c3" },
  { tenant: "initech", projectId: "d4", plan: "flat" },
  { tenant: "hooli", projectId: "e5", plan: "flat" },
];
/** What hashmap left, which holds by whatever rules are there: no version costs that. */
const HASHMAPS = "77";
const normal = (price: string): string => amount(new Python(price));

/** What a frame costs by the versions of its project's plan: nothing where they have no price of it. */
function expected(of: Billing, { begin, meter, project, quantity = "1", metadata = {} }: Frame) {
  const { tenant, plan } = PROJECTS.find(({ projectId }) => projectId === project) ?? {
    tenant: "nobody",
  };
  try {
    const usage = { meter, begin, end: "", quantity, attributes: metadata };
    return pricesOf(of, tenant, plan ?? of.plan).rate(usage).amount;
  } catch (error) {
    assert.match(String(error), /has no price of|has no prices at .* before its first version$/);
    return "0";
  }
}

const START = Date.UTC(2026, 11, 20);
const HOUR = 3_600_000;
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const cost = fc.integer({ min: 0, max: 10 ** 6 }).map((n) => amount(new Python(n).div(10 ** 5)));
const some = (names: string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names))
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, cost]))));
const prices: fc.Arbitrary<PriceTable> = fc.record(
  {
    instance: some(["small", "large"]),
    volume: some(["ssd", "hdd"]),
    custom: some(["requests", "gpus"]),
    vcpu: cost,
    floatingIp: cost,
    bandwidthOut: cost,
  },
  { requiredKeys: ["instance", "volume", "custom"] },
);
const own = fc
  .record({ table: prices, discount: fc.constantFrom("0", "0.1", "0.3333333333", "1") })
  .map(({ table, discount }) => ({ ...table, discount }));
const tiers = fc
  .uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 })
  .chain((levels) =>
    fc.tuple(
      ...levels
        .sort((a, b) => a - b)
        .map((from) =>
          fc
            .constantFrom("0.9", "0.123456789", "2", "0")
            .map((factor) => ({ from: String(from), factor })),
        ),
    ),
  );
const hours: fc.Arbitrary<Hours> = fc.record({
  name: fc.constant('it\'s \\ "some"'),
  days: fc.constantFrom<Hours["days"]>(["holiday"], ["mon", "tue", "wed", "thu", "fri"], ["sat"]),
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1440 }),
  factor: fc.constantFrom("0.5", "1.23456789"),
  meters: fc.option(fc.constantFrom(["instance"], ["volume", "requests"]), { nil: undefined }),
});
const said = fc
  .record({
    prices,
    tiers: fc.record({ volume: tiers, requests: tiers }, { requiredKeys: [] }),
    tenants: fc.record({ acme: own, globex: own, initech: own, hooli: own }, { requiredKeys: [] }),
    hours: fc.array(hours, { maxLength: 2 }),
  })
  .map(({ tenants, ...list }) => ({
    ...list,
    // A tenant's price is in the place of one of the list's.
    tenants: Object.fromEntries(
      Object.entries(tenants).map(([tenant, mine]) => [tenant, listedOnly(mine, list.prices)]),
    ),
  }));
function listedOnly<T extends object>(mine: T, listed: object): T {
  const there = new Map<string, unknown>(Object.entries(listed));
  return Object.fromEntries(
    Object.entries(mine).flatMap(([key, price]: [string, unknown]) => {
      if (key === "discount") return [[key, price]];
      const other = there.get(key);
      if (
        typeof price === "object" &&
        price !== null &&
        typeof other === "object" &&
        other !== null
      )
        return [[key, listedOnly(price, other)]];
      return other === undefined ? [] : [[key, price]];
    }),
  ) as T;
}
/** Versions that begin within 240 hours. */
const plan = (minLength: number) =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 0, max: 240 }), { minLength, maxLength: 4 }),
      fc.array(said, { minLength: 4, maxLength: 4 }),
    )
    .map(([begins, all]) => ({
      versions: begins
        .sort((a, b) => a - b)
        .map((hour, i): Version => ({ ...(all[i] ?? assert.fail()), from: at(hour) })),
    }));
const frame: fc.Arbitrary<Frame> = fc.record({
  begin: fc.integer({ min: -5, max: 260 }).map(at),
  meter: fc.constantFrom(
    ...["instance", "instance.vcpus", "volume.size", "ip.floating"],
    ...["network.outgoing.bytes", "requests"],
  ),
  project: fc.constantFrom(...PROJECTS.map(({ projectId }) => projectId), "unknown"),
  price: fc.constant(HASHMAPS),
  quantity: fc.integer({ min: 0, max: 400_000 }).map((n) => amount(new Python(n).div(1000))),
  metadata: fc.record(
    {
      flavor_name: fc.constantFrom("small", "large", "huge"),
      volume_type: fc.constantFrom("ssd", "hdd"),
    },
    { requiredKeys: [] },
  ),
});

describe("the script for versions", () => {
  it("makes the report's prices, before, in and after the version in force", function () {
    this.timeout(60_000);
    const cloud = fc.record({
      standard: plan(2),
      flat: plan(1),
      now: fc.integer({ min: -10, max: 260 }).map(at),
      timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns"),
      frames: fc.array(frame, { minLength: 40, maxLength: 40 }),
    });
    const clouds = fc.sample(cloud, { numRuns: 40, seed: 6 }).map(({ now, frames, ...given }) => {
      const { standard, flat, timeZone } = given;
      const of = billing({ timeZone, plans: { standard, flat } });
      const { data, leftOut } = ratingScript(of, PROJECTS, now);
      assert.deepEqual(leftOut, []);
      return { of, now, run: { script: data, frames } };
    });
    const left = runScripts(clouds.map(({ run }) => run));
    const seen = { priced: 0, before: 0, after: 0 };
    for (const [i, { of, now, run }] of clouds.entries()) {
      // Of what no list has a price of, the script leaves hashmap's.
      const listed = metersOf(of);
      for (const [j, one] of run.frames.entries()) {
        if (!listed.has(one.meter)) continue;
        const wanted = expected(of, one);
        assert.equal(normal(left[i]?.[j] ?? ""), normal(wanted), JSON.stringify({ of, one, now }));
        if (wanted === "0") continue;
        seen.priced++;
        const held = of.plans.standard?.versions.findLast(({ from }) => from <= now)?.from ?? "";
        const next = of.plans.standard?.versions.find(({ from }) => from > now)?.from ?? "9";
        if (one.begin < held) seen.before++;
        if (one.begin >= next) seen.after++;
      }
    }
    assert.ok(seen.priced >= 300 && seen.before >= 50 && seen.after >= 50, JSON.stringify(seen));
  });

  it("calculates as CloudKitty's own hashmap, to the last digit", () => {
    interface Case {
      rules: HashmapRule[];
      tenant: string;
      points: {
        service: string;
        quantity: string;
        attributes: Record<string, string>;
        price: string;
      }[];
    }
    const cases = JSON.parse(
      readFileSync(join(__dirname, "captured/hashmap.json"), "utf8"),
    ) as Case[];
    const begin = "2026-06-02T10:00:00Z";
    const runs = cases.map(({ rules, tenant, points }) => {
      const args = { ...billing(), plan: "p", hours: {}, projects: {} };
      const mine = rules.filter((rule) => rule.tenant === tenant);
      // Fields have an order, whoever their rules are for.
      const order = rules.map(({ service, field }): HashmapRule => {
        const value = field === undefined ? undefined : `none of ${service}/${field}`;
        return { service, field, value, type: "rate", cost: "1" };
      });
      const all = [...order, ...rules.filter((rule) => rule.tenant === undefined)];
      const script = versionsScript(args, {
        versions: { p: [{ rules: all, own: { 1: mine }, hours: [] }] },
        own: { [tenant]: 1 },
        meters: points.map(({ service }) => service),
      });
      const frames = points.map(({ service, quantity, attributes }): Frame => ({
        ...{ begin, meter: service, project: tenant, price: HASHMAPS },
        ...{ quantity, metadata: attributes },
      }));
      return { script, frames };
    });
    const wanted = cases.map(({ points }) => points.map(({ price }) => normal(price)));
    const left = runScripts(runs).map((all) => all.map(normal));
    assert.equal(wanted.flat().length, 360);
    assert.deepEqual(left, wanted);
  });
});

const metersOf = ({ plans }: Billing): Set<string> => {
  const names: Record<string, string> = {
    instance: "instance",
    vcpu: "instance.vcpus",
    volume: "volume.size",
    floatingIp: "ip.floating",
    bandwidthOut: "network.outgoing.bytes",
  };
  const tables = Object.values(plans).flatMap(({ versions }) =>
    versions.flatMap(({ prices: list, tenants }) => [list, ...Object.values(tenants)]),
  );
  return new Set(
    tables.flatMap(({ custom, ...rest }) => [
      ...Object.keys(custom),
      ...Object.entries(rest)
        .filter(([, price]) => typeof price === "string" || Object.keys(price).length > 0)
        .flatMap(([name]) => names[name] ?? []),
    ]),
  );
};
