import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { versionsScript } from "../../../components/billing/plan/dated-script";
import { needsScript, ratingScript, ROOM } from "../../../components/billing/plan/dates";
import type { PricedProject } from "../../../components/billing/plan/entries";
import type {
  Billing,
  Hours,
  PriceTable,
  Subscription,
  Version,
} from "../../../components/billing/plan/types";
import { amount, Python } from "../../../components/billing/rating/decimal";
import type { HashmapRule } from "../../../components/billing/rating/hashmap";
import { pricesOf } from "../../../components/billing/rating/prices";
import { billing, NO_PRICES, STANDARD, version } from "./billing";
import { CASES } from "./captured";
import { compressed, runScripts, type Frame } from "./pyscripts";

const PROJECTS: PricedProject[] = [
  { tenant: "acme", projectId: "a1" },
  { tenant: "globex", projectId: "b2" },
  { tenant: "other", projectId: "c3" },
  { tenant: "initech", projectId: "d4", plan: [{ name: "flat" }] },
  { tenant: "hooli", projectId: "e5", plan: [{ name: "flat" }] },
];
/** What hashmap left, which holds by whatever rules are there: no version costs that. */
const HASHMAPS = "77";
const normal = (price: string): string => amount(new Python(price));

/** What a frame costs by the version of the plan that its project is on: nothing where it has no price of it. */
function expected(
  of: Billing,
  projects: PricedProject[],
  { begin, meter, project, quantity = "1", metadata = {} }: Frame,
) {
  const { tenant, plan } = projects.find(({ projectId }) => projectId === project) ?? {
    tenant: "nobody",
    plan: undefined,
  };
  // The plan that it is on when the period begins, as if it had never been on another one.
  const [first, ...later] = plan ?? [];
  let name = first?.from === undefined ? first?.name : undefined;
  for (const one of first?.from === undefined ? later : (plan ?? [])) {
    if (Date.parse(one.from ?? "") <= Date.parse(begin)) name = one.name;
  }
  try {
    const usage = { meter, begin, end: "", quantity, attributes: metadata };
    return pricesOf(of, tenant, name === undefined ? undefined : [{ name }]).rate(usage).amount;
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
/** Plans that a tenant names: none, one without a date, and up to three with dates within 240 hours. */
const subscriptions = fc
  .record({
    first: fc.option(fc.constantFrom("standard", "flat"), { nil: undefined }),
    names: fc.array(fc.constantFrom("standard", "flat"), { minLength: 3, maxLength: 3 }),
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 240 }), { maxLength: 3 }),
  })
  .map(({ first, names, hours: begins }): Subscription[] => [
    ...(first === undefined ? [] : [{ name: first }]),
    ...begins
      .sort((a, b) => a - b)
      .map((hour, i) => ({ name: names[i] ?? assert.fail(), from: at(hour) })),
  ]);
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
      plans: fc.array(subscriptions, { minLength: PROJECTS.length, maxLength: PROJECTS.length }),
      now: fc.integer({ min: -10, max: 260 }).map(at),
      timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns"),
      frames: fc.array(frame, { minLength: 40, maxLength: 40 }),
    });
    const clouds = fc.sample(cloud, { numRuns: 40, seed: 6 }).map(({ now, frames, ...given }) => {
      const { standard, flat, timeZone, plans } = given;
      const of = billing({ timeZone, plans: { standard, flat } });
      const projects = PROJECTS.map((project, i) => ({ ...project, plan: plans[i] }));
      const { data, leftOut } = ratingScript(of, projects, now);
      assert.deepEqual(leftOut, []);
      return { of, now, projects, run: { script: data, frames } };
    });
    const left = runScripts(clouds.map(({ run }) => run));
    const seen = { priced: 0, before: 0, after: 0, changed: 0 };
    for (const [i, { of, now, projects, run }] of clouds.entries()) {
      // Of what no list has a price of, the script leaves hashmap's.
      const listed = metersOf(of);
      for (const [j, one] of run.frames.entries()) {
        if (!listed.has(one.meter)) continue;
        const wanted = expected(of, projects, one);
        const said = JSON.stringify({ of, projects, one, now });
        assert.equal(normal(left[i]?.[j] ?? ""), normal(wanted), said);
        if (wanted === "0") continue;
        seen.priced++;
        const mine = projects.find(({ projectId }) => projectId === one.project);
        if (mine?.plan?.some(({ from }) => from !== undefined && from <= one.begin)) seen.changed++;
        const held = of.plans.standard?.versions.findLast(({ from }) => from <= now)?.from ?? "";
        const next = of.plans.standard?.versions.find(({ from }) => from > now)?.from ?? "9";
        if (one.begin < held) seen.before++;
        if (one.begin >= next) seen.after++;
      }
    }
    const { priced, before, after, changed } = seen;
    assert.ok(priced >= 300, JSON.stringify(seen));
    assert.ok(before >= 50 && after >= 50 && changed >= 50, JSON.stringify(seen));
  });

  it("calculates as CloudKitty's own hashmap, to the last digit", () => {
    const begin = "2026-06-02T10:00:00Z";
    const runs = CASES.map(({ rules, tenant, points }) => {
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
        changes: {},
        meters: points.map(({ service }) => service),
      });
      const frames = points.map(({ service, quantity, attributes }): Frame => ({
        ...{ begin, meter: service, project: tenant, price: HASHMAPS },
        ...{ quantity, metadata: attributes },
      }));
      return { script, frames };
    });
    const wanted = CASES.map(({ points }) => points.map(({ price }) => normal(price)));
    const left = runScripts(runs).map((all) => all.map(normal));
    assert.equal(wanted.flat().length, 360);
    assert.deepEqual(left, wanted);
  });
});

describe("what is put into the script", () => {
  const NOW = "2026-06-15T12:00:00Z";
  const next = version({ from: "2026-07-01T00:00:00Z", prices: { ...NO_PRICES, router: "0.012" } });
  const one = version({ prices: { ...NO_PRICES, router: "0.006" } });
  const cloud = (...versions: Version[]): Billing => billing({ plans: { standard: { versions } } });
  const acme = [{ tenant: "acme", projectId: "a1" }];
  const router = (begin: string, project = "a1"): Frame => ({
    ...{ begin, project, meter: "router", price: HASHMAPS },
  });

  it("is nothing where there is one version, and no hours", () => {
    assert.equal(needsScript(cloud(one), [], NOW), false);
    assert.equal(needsScript(billing({ plan: undefined, plans: {} }), [], NOW), false);
    assert.equal(needsScript(cloud(STANDARD), [], NOW), true);
    assert.equal(needsScript(cloud(one, next), [], NOW), true);
    assert.equal(needsScript(cloud(next), [], NOW), true);
    const two = billing({
      plans: { one: { versions: [one] }, other: { versions: [one] } },
      plan: "one",
    });
    const named = (...plan: Subscription[]): boolean => needsScript(two, [{}, { plan }], NOW);
    const [past, coming] = ["2026-02-01T00:00:00Z", next.from];
    assert.equal(named(), false);
    assert.equal(named({ name: "other" }), false);
    assert.equal(named({ name: "one", from: coming }), false);
    assert.equal(named({ name: "other", from: coming }), true);
    assert.equal(named({ name: "other", from: past }), true);
    assert.equal(named({ name: "other" }, { name: "one", from: past }), true);
  });

  it("has nothing of versions where each plan has one that has begun", () => {
    const { data, dated, leftOut } = ratingScript(billing(), PROJECTS, NOW);
    assert.deepEqual([dated, leftOut], [{}, []]);
    assert.doesNotMatch(data, /json|VERSIONS|OWN|METERS/);
    assert.equal(data.length, 1663);
  });

  it("is written compactly: what is alike once, and a project's own beside it", () => {
    const [first, second] = [
      { ...one, tenants: { acme: { ...NO_PRICES, discount: "0.1" } } },
      {
        ...next,
        prices: { ...next.prices, floatingIp: "0.012", instance: { "it's": "0.5" } },
        tiers: { floatingIp: [{ from: "2", factor: "0.9" }] },
        tenants: {
          acme: { ...NO_PRICES, router: "0.01", discount: "0.1" },
          globex: { ...NO_PRICES, router: "0.01", discount: "0.1" },
        },
        hours: STANDARD.hours.slice(0, 1),
      },
    ];
    const all = [...acme, ...["b2", "c3"].map((projectId) => ({ tenant: "globex", projectId }))];
    const { data, dated } = ratingScript(cloud(first, second), all, NOW);
    assert.deepEqual(dated, { standard: [one.from, next.from] });
    assert.equal(
      /^# Projects with prices of their own[^]*?(?=\n\n\n)/m.exec(data)?.[0],
      `# Projects with prices of their own.
OWN = {
    "a1": 1,
    "b2": 2,
    "c3": 2,
}
METERS = {"instance", "ip.floating", "router"}
# By plan: since when, until when, and what holds then. A rule: meters, type, cost, field, value (where
# there is none, any), level, group. Hours as above.
VERSIONS = {
    "standard": [
        (None, "2026-01-01T00:00:00+00:00", '{"rules":[],"own":{},"hours":[]}'),
        ("2026-01-01T00:00:00+00:00", "2026-07-01T00:00:00+00:00", '{"rules":[[["router"],"flat","0.006"]],"own":{"1":[[["router"],"rate","0.9","project_id"]]},"hours":[]}'),
        ("2026-07-01T00:00:00+00:00", None, '{"rules":[[["ip.floating","router"],"flat","0.012"],[["instance"],"flat","0.5","flavor_name","it\\'s"],[["ip.floating"],"rate","0.9",null,null,"2"]],"own":{"1":[[["router"],"flat","0.01"],[["ip.floating","router","instance"],"rate","0.9","project_id"]],"2":[[["router"],"flat","0.01"],[["ip.floating","router","instance"],"rate","0.9","project_id"]]},"hours":[[[0,1,2,3,4],1200,360,"0.5",["instance"]]]}'),
    ],
}`,
    );
  });

  it("knows a first version that is to come, and that nothing costs anything before", () => {
    const { data, dated } = ratingScript(cloud(next), acme, NOW);
    assert.deepEqual(dated, { standard: [next.from] });
    const frames = ["2026-06-30T23:00:00Z", "2026-07-01T00:00:00Z"].map((begin) => router(begin));
    assert.deepEqual(runScripts([{ script: data, frames }])[0]?.map(normal), ["0", "0.012"]);
  });

  it("lets no other plan begin before the default one", () => {
    const flat = version({ from: "2026-02-01T00:00:00Z", prices: { ...NO_PRICES, router: "3" } });
    const older = { ...flat, from: "2025-01-01T00:00:00Z" };
    const of = billing({
      plans: { standard: { versions: [next] }, flat: { versions: [older, flat] } },
    });
    const projects = [{ tenant: "initech", projectId: "d4", plan: [{ name: "flat" }] }];
    const { data, dated } = ratingScript(of, projects, NOW);
    assert.deepEqual(dated, { standard: [next.from], flat: [flat.from] });
    const frames = ["2026-06-30T23:00:00Z", next.from].map((begin) => router(begin, "d4"));
    assert.deepEqual(runScripts([{ script: data, frames }])[0]?.map(normal), ["0", "3"]);
  });

  describe("of tenants that change their plans", () => {
    const [COMES, WENT] = ["2026-07-10T00:00:00Z", "2026-03-01T00:00:00Z"];
    const dear = version({
      prices: { ...NO_PRICES, router: "0.03" },
      tenants: { acme: { ...NO_PRICES, discount: "0.5" } },
    });
    const of = billing({
      plans: { standard: { versions: [one] }, dear: { versions: [dear] } },
    });
    const projects: PricedProject[] = [
      { tenant: "acme", projectId: "a1", plan: [{ name: "dear", from: COMES }] },
      {
        tenant: "globex",
        projectId: "b2",
        plan: [{ name: "dear" }, { name: "standard", from: WENT }],
      },
      { tenant: "other", projectId: "c3", plan: [{ name: "standard" }] },
    ];
    const hour = (at: string, more: number): string =>
      new Date(Date.parse(at) + more * HOUR).toISOString();
    const frames = [
      ...[router(hour(COMES, -1)), router(COMES), router(hour(WENT, -1), "b2")],
      ...[router(WENT, "b2"), router(COMES, "c3")],
    ];

    it("is since when each of them is on which", () => {
      const { data, dated, changes, leftOut } = ratingScript(of, projects, NOW);
      assert.equal(
        /^PLAN = [^]*?(?=\n# By plan: days)/m.exec(data)?.[0],
        `PLAN = "standard"
# Projects on another plan.
PLANS = {
    "b2": "dear",
}`,
      );
      assert.equal(
        /^# Since when [^]*?(?=\nMETERS)/m.exec(data)?.[0],
        `# Since when projects are on other plans than that.
CHANGES = {
    "a1": [("2026-07-10T00:00:00+00:00", "dear"),],
    "b2": [("2026-03-01T00:00:00+00:00", "standard"),],
}
# Projects with prices of their own.
OWN = {
    "a1": 1,
}`,
      );
      assert.deepEqual(
        [dated, changes, leftOut],
        [{ standard: [one.from], dear: [dear.from] }, { acme: [COMES], globex: [WENT] }, []],
      );
      // Half of 0.03 for acme from when it comes.
      assert.deepEqual(runScripts([{ script: data, frames }])[0]?.map(normal), [
        ...["0.006", "0.015", "0.03", "0.006", "0.006"],
      ]);
    });

    it("is what comes first, where there is not room for all", () => {
      const left = (room: number) => {
        const { data, ...said } = ratingScript(of, projects, NOW, room);
        const prices = runScripts([{ script: data, frames }])[0]?.map(normal);
        return { ...said, prices, size: compressed(data) };
      };
      const whole = left(ROOM);
      const some = left(whole.size - 1);
      const none = left(1);
      // In force, and needed by nobody else: standard's one version.
      assert.deepEqual(
        [some.dated, some.changes, some.leftOut, some.prices],
        [
          { standard: [], dear: [dear.from] },
          { acme: [COMES], globex: [] },
          [],
          [HASHMAPS, "0.015", "0.03", HASHMAPS, HASHMAPS],
        ],
      );
      assert.deepEqual(
        [none.dated, none.changes, none.leftOut, none.prices],
        [
          { standard: [], dear: [] },
          { acme: [], globex: [] },
          ["dear 2026-01-01"],
          frames.map(() => HASHMAPS),
        ],
      );
    });
  });

  it("leaves what is no list's as it is, and fails at nothing", () => {
    const { data } = ratingScript(cloud(one, next), acme, NOW);
    const begin = next.from;
    const frames = [
      { ...router(begin), meter: "gpu" },
      { ...router(begin), project: "unknown", metadata: { flavor_name: "none" } },
      router("1970-01-01T00:00:00Z"),
      router("9999-12-30T00:00:00Z"),
    ];
    assert.deepEqual(runScripts([{ script: data, frames }])[0]?.map(normal), [
      ...[HASHMAPS, "0.012", "0", "0.012"],
    ]);
  });

  it("has the nearest versions where there is not room for all", () => {
    const months = ["01", "02", "03", "04", "05", "06", "07", "08"];
    const versions = months.map((month, i) =>
      version({
        from: `2026-${month}-01T00:00:00Z`,
        prices: { ...NO_PRICES, router: `0.00${i + 1}` },
      }),
    );
    // April is in force.
    const now = "2026-04-15T00:00:00Z";
    const of = cloud(...versions);
    const whole = compressed(ratingScript(of, acme, now).data);
    const name = (month: string): string => `standard 2026-${month}-01`;
    const monthsIn = (froms: string[] = []): string =>
      froms.map((from) => from.slice(5, 7)).join(" ");
    const left: [string, string[]][] = [];
    for (let room = whole; left.length < 9;) {
      const { data, dated, leftOut } = ratingScript(of, acme, now, room);
      const size = compressed(data);
      const known = monthsIn(dated.standard);
      assert.ok(known === "" || size <= room, `${known}: ${size} > ${room}`);
      left.push([known, leftOut]);
      // Not one byte is given away.
      room = size - 1;
    }
    assert.deepEqual(
      left.map(([known]) => known),
      [
        "01 02 03 04 05 06 07 08",
        "01 02 03 04 05 06 07",
        "02 03 04 05 06 07",
        "02 03 04 05 06",
        "03 04 05 06",
        "03 04 05",
        "03 05",
        "05",
        "",
      ],
    );
    assert.deepEqual(left[1]?.[1], [name("08")]);
    assert.deepEqual(left[8]?.[1], ["05", "03", "06", "07", "08"].map(name));
    // What it does not know is rated by the rules that are there.
    const { data } = ratingScript(of, acme, now, 1);
    const frames = months.map((month) => router(`2026-${month}-15T00:00:00Z`));
    assert.deepEqual(
      runScripts([{ script: data, frames }])[0],
      months.map(() => HASHMAPS),
    );
  });

  it("has room for three versions of a thousand tenants, each with a discount of its own", () => {
    const names = Array.from({ length: 1000 }, (_, i) => `tenant-${i}`);
    const tenants = Object.fromEntries(
      names.map((name, i) => [name, { ...NO_PRICES, discount: `0.${1000 + i}` }]),
    );
    const list = { ...STANDARD, tenants: { ...STANDARD.tenants, ...tenants } };
    const later = ["2026-07-01T00:00:00Z", "2027-01-01T00:00:00Z"].map((from) => ({
      ...list,
      from,
    }));
    const projects = names.map((tenant) => ({
      tenant,
      projectId: createHash("md5").update(tenant).digest("hex"),
    }));
    const { data, dated, leftOut } = ratingScript(cloud(list, ...later), projects, NOW);
    assert.deepEqual([dated.standard?.length, leftOut], [3, []]);
    assert.ok(compressed(data) <= ROOM, String(compressed(data)));
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
