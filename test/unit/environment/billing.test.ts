import assert from "node:assert/strict";
import { labWith, mistakesIn } from "./files";
import type { Mistake } from "../../../stacks/environment/mistakes";
import { parseEnvironment } from "../../../stacks/environment/parse";

type Changes = Parameters<typeof labWith>;

const V = "billing.plans.standard.versions";
const unpriced = (path: string): Mistake => ({
  path,
  problem: "is missing: it is metered and would cost nothing",
  allowed: "a price from 0",
  advice: 'give it a price, or "0" where it is to be free',
});
const second = (from: string) => ({
  from,
  prices: {
    instance: { tiny: 0.06, small: 0.12 },
    volume: { __DEFAULT__: 0.0003 },
    snapshot: 0,
    floatingIp: 0,
    router: 0,
    image: 0,
    bandwidthIn: 0,
    bandwidthOut: 0,
  },
});

/** A change of the lab's billing, and the whole of what is said about it. */
const CASES: [string, Changes, Mistake[]][] = [
  [
    "a negative price",
    [[`${V}.0.prices.router`, -1]],
    [
      {
        path: `${V}[0].prices.router`,
        problem: "is negative",
        found: "-1",
        allowed: "a decimal number from 0, such as 0.06",
        advice: "write 0 or more",
      },
    ],
  ],
  [
    "a price with more digits than YAML keeps",
    [[`${V}.0.prices.router`, 0.1234567890123456]],
    [
      {
        path: `${V}[0].prices.router`,
        problem: "has more digits than a number of YAML keeps",
        found: "0.1234567890123456",
        allowed: "a decimal number from 0, such as 0.06",
        advice: "write it in quotes",
      },
    ],
  ],
  [
    "a price that is no number",
    [[`${V}.0.prices.router`, "free"]],
    [
      {
        path: `${V}[0].prices.router`,
        problem: "is not allowed",
        found: "free",
        allowed: "a decimal number from 0, such as 0.06",
        advice: "correct it",
      },
    ],
  ],
  [
    "prices of which a period has no exact part, a tenant's among them",
    [
      [`${V}.0.prices.router`, 0.01],
      [`${V}.0.tenants.research.instance.small`, 0.1],
    ],
    [
      {
        path: `${V}[0].prices.router`,
        problem: "has no exact part for a period of 60 s",
        found: "0.01",
        allowed: "a price for an hour of which that part has at most 28 digits behind the point",
        advice: "write 0.009",
      },
      {
        path: `${V}[0].tenants.research.instance.small`,
        problem: "has no exact part for a period of 60 s",
        found: "0.1",
        allowed: "a price for an hour of which that part has at most 28 digits behind the point",
        advice: "write 0.09",
      },
    ],
  ],
  [
    "what is metered and has no price",
    [
      [`${V}.0.prices.instance.tiny`, undefined],
      [`${V}.0.prices.volume.__DEFAULT__`, undefined],
      [`${V}.0.tiers`, undefined],
      [`${V}.0.prices.router`, undefined],
    ],
    [
      unpriced(`${V}[0].prices.instance.tiny`),
      unpriced(`${V}[0].prices.volume.__DEFAULT__`),
      unpriced(`${V}[0].prices.router`),
    ],
  ],
  [
    "a meter of its own that has no price, and a price of what is not metered",
    [
      [
        "billing.meters",
        {
          "backup.size": {
            unit: "GiB",
            service: "volumev3",
            path: "backups/detail?all_tenants=true",
            entries: "backups",
            value: "size",
            project: "os-backup-project-attr:project_id",
          },
        },
      ],
      [`${V}.0.prices.custom`, { "backup.sise": 0.0003 }],
    ],
    [
      unpriced(`${V}[0].prices.custom.backup.size`),
      {
        path: `${V}[0].prices.custom.backup.sise`,
        problem: "is the price of what is not metered",
        found: "backup.sise",
        allowed: "backup.size",
        advice: "remove it, or declare the meter in billing.meters",
      },
    ],
  ],
  [
    "two hosts that would each have a part of what was measured",
    [["site.hosts.monitoring.roles", ["monitoring", "billing"]]],
    [
      {
        path: "site.hosts",
        problem: "has several hosts with role billing, and a section billing",
        found: "monitoring, billing",
        allowed: "one host with role billing",
        advice: "take the role from the others",
      },
    ],
  ],
  [
    "an outage that ends before it begins, and a webhook that is no address",
    [
      [
        "billing.outages",
        [{ from: "2026-11-02T10:00:00Z", to: "2026-11-02T09:00:00Z", reason: "A cable" }],
      ],
      ["billing.webhook", { url: "ftp://billing.example.com" }],
    ],
    [
      {
        path: "billing.outages[0].to",
        problem: "is not after the outage's beginning",
        found: "2026-11-02T09:00:00Z",
        allowed: "a date such as 2027-06-30, or an instant such as 2027-06-30T12:00:00Z",
        advice: "give an instant after 2026-11-02T10:00:00Z",
      },
      {
        path: "billing.webhook.url",
        problem: "is not allowed",
        found: "ftp://billing.example.com",
        allowed: "an address such as https://billing.example.com/hook",
        advice: "correct it",
      },
    ],
  ],
  [
    "a flavor that is gone",
    [[`${V}.0.prices.instance.huge`, 0.6]],
    [
      {
        path: `${V}[0].prices.instance.huge`,
        problem: "is the price of a flavor that is not in cloud.flavors",
        found: "huge",
        allowed: "tiny, small",
        advice: "remove it, or declare the flavor",
      },
    ],
  ],
  [
    "prices of a tenant that is not there, and of what the list has no price of",
    [
      [`${V}.0.tenants.finanse`, { discount: 0.1 }],
      [`${V}.0.tenants.research.vcpu`, 0.03],
    ],
    [
      {
        path: `${V}[0].tenants.research.vcpu`,
        problem: "is a price of what the list has no price of",
        found: "0.03",
        allowed: "a price in the place of one of the list's",
        advice: `give vcpu a price in ${V}[0].prices, or remove it here`,
      },
      {
        path: `${V}[0].tenants.finanse`,
        problem: "has prices of plan standard, and is not on it",
        found: "finanse",
        allowed: "engineering, finance or research",
        advice:
          "did you mean finance? If not, put the tenant on this plan, or remove its prices here",
      },
    ],
  ],
  [
    "a discount of more than all",
    [[`${V}.0.tenants.finance.discount`, 1.5]],
    [
      {
        path: `${V}[0].tenants.finance.discount`,
        problem: "is more than all",
        found: "1.5",
        allowed: "0 to 1",
        advice: "write a part of the price: 0.1 takes a tenth off",
      },
    ],
  ],
  [
    "versions in the wrong order",
    [[`${V}.1`, second("2025-06-01")]],
    [
      {
        path: `${V}[1].from`,
        problem: "is before the version before it begins (2026-01-01T00:00:00Z)",
        found: "2025-06-01T00:00:00Z",
        allowed: "a time after 2026-01-01T00:00:00Z",
        advice: "put the versions in the order of time, with one for each time",
      },
    ],
  ],
  [
    "two versions from the same time on",
    [[`${V}.1`, second("2026-01-01T00:00:00Z")]],
    [
      {
        path: `${V}[1].from`,
        problem: "is when the version before it begins, too",
        found: "2026-01-01T00:00:00Z",
        allowed: "a time after 2026-01-01T00:00:00Z",
        advice: "put the versions in the order of time, with one for each time",
      },
    ],
  ],
  [
    "a version in the middle of a period",
    [[`${V}.1`, second("2099-01-01T00:00:30Z")]],
    [
      {
        path: `${V}[1].from`,
        problem: "is in the middle of a period of 60 s",
        found: "2099-01-01T00:00:30Z",
        allowed: "a multiple of 60 s after midnight (UTC)",
        advice: "write 2099-01-01T00:01:00Z",
      },
    ],
  ],
  [
    "tiers out of order, and of nothing",
    [
      [`${V}.0.tiers.volume.1`, { from: 10, factor: 0.8 }],
      [`${V}.0.tiers.vcpu`, [{ from: 1, factor: 0.5 }]],
    ],
    [
      {
        path: `${V}[0].tiers.volume[1].from`,
        problem: "is not above the tier before it (20)",
        found: "10",
        allowed: "a quantity above 20",
        advice: "put the tiers in order, with one for each quantity",
      },
      {
        path: `${V}[0].tiers.vcpu`,
        problem: "is nothing that the list has a price of",
        found: "vcpu",
        allowed: "snapshot, floatingIp, router, image, bandwidthIn, bandwidthOut, instance, volume",
        advice: "name one of these, or give it a price",
      },
    ],
  ],
  [
    "a second price of the same",
    [[`${V}.0.prices.custom`, { router: 0.06 }]],
    [
      {
        path: `${V}[0].prices.custom.router`,
        problem: "is a second price of what router is",
        found: "0.06",
        allowed: "meters that a price list has no name for",
        advice: "write it as router",
      },
    ],
  ],
  [
    "two factors at the same time",
    [
      [
        `${V}.0.hours.1`,
        { name: "early", days: ["fri", "sat"], from: "05:00", to: "08:00", factor: 0.8 },
      ],
    ],
    [
      {
        path: `${V}[0].hours[1]`,
        problem: "is at the same time as off-peak (fri 05:00)",
        found: "early",
        allowed: "hours of which one at a time holds for a price",
        advice: "let one of the two end before, or be for other days or meters",
      },
    ],
  ],
  [
    "hours of nothing, at no time",
    [
      [
        `${V}.0.hours.1`,
        { name: "noon", days: ["sat"], from: "12:00", to: "12:00", factor: 1, meters: ["vcpu"] },
      ],
    ],
    [
      {
        path: `${V}[0].hours[1].meters[0]`,
        problem: "is nothing that the list has a price of",
        found: "vcpu",
        allowed: "snapshot, floatingIp, router, image, bandwidthIn, bandwidthOut, instance, volume",
        advice: "name one of these, or give it a price",
      },
      {
        path: `${V}[0].hours[1].to`,
        problem: "is when they begin: they are no time at all",
        found: "12:00",
        allowed: "another time than from",
        advice: 'leave out both for whole days, or write from "00:00" to "24:00"',
      },
    ],
  ],
  [
    "hours in the middle of a period",
    [
      ["billing.period", 3600],
      [`${V}.0.hours.0.from`, "20:30"],
    ],
    [
      {
        path: `${V}[0].hours[0].from`,
        problem: "is in the middle of a period of 3600 s, which has one price",
        found: "20:30",
        allowed: "a multiple of 3600 s after midnight",
        advice: "move it, or make billing.period shorter",
      },
    ],
  ],
  [
    "a plan that is not there",
    [
      ["billing.plan", "standart"],
      ["tenants.finance.plan", "premium"],
    ],
    [
      {
        path: "billing.plan",
        problem: "is not in billing.plans",
        found: "standart",
        allowed: "standard",
        advice: "did you mean standard? If not, declare it in billing.plans",
      },
      {
        path: "tenants.finance.plan",
        problem: "is not in billing.plans",
        found: "premium",
        allowed: "standard",
        advice: "declare it in billing.plans",
      },
    ],
  ],
  [
    "plans of tenants that are not there, without a date, out of order, twice, and in a period",
    [
      ["billing.plan", "standard"],
      ["billing.plans.pro", { versions: [second("2026-01-01")] }],
      [
        "tenants.finance.plan",
        [{ name: "standard" }, { name: "por", from: "2099-02-01" }, { name: "standard" }],
      ],
      [
        "tenants.research.plan",
        [
          { name: "pro", from: "2099-02-01" },
          { name: "standard", from: "2099-01-01" },
          { name: "pro", from: "2099-01-01T00:00:00Z" },
        ],
      ],
      ["tenants.engineering.plan", [{ name: "pro", from: "2099-01-01T00:00:30Z" }]],
    ],
    [
      {
        path: "tenants.engineering.plan[0].from",
        problem: "is in the middle of a period of 60 s",
        found: "2099-01-01T00:00:30Z",
        allowed: "a multiple of 60 s after midnight (UTC)",
        advice: "write 2099-01-01T00:01:00Z",
      },
      {
        path: "tenants.finance.plan[1].name",
        problem: "is not in billing.plans",
        found: "por",
        allowed: "standard or pro",
        advice: "did you mean pro? If not, declare it in billing.plans",
      },
      {
        path: "tenants.finance.plan[2].from",
        problem: "is missing: two plans would be from ever on",
        allowed: "a date such as 2027-06-30, or an instant such as 2027-06-30T12:00:00Z",
        advice: "say from when on the tenant is on standard",
      },
      {
        path: "tenants.research.plan[1].from",
        problem: "is before the plan before it begins (2099-02-01T00:00:00Z)",
        found: "2099-01-01T00:00:00Z",
        allowed: "a time after 2099-02-01T00:00:00Z",
        advice: "put the plans in the order of time, with one for each time",
      },
      {
        path: "tenants.research.plan[2].from",
        problem: "is when the plan before it begins, too",
        found: "2099-01-01T00:00:00Z",
        allowed: "a time after 2099-01-01T00:00:00Z",
        advice: "put the plans in the order of time, with one for each time",
      },
    ],
  ],
  [
    "plans of tenants that are written otherwise",
    [
      ["tenants.finance.plan", [{ nam: "standard" }, { name: "standard", from: "tomorrow" }]],
      ["tenants.research.plan", []],
      ["tenants.engineering.plan", 7],
    ],
    [
      {
        path: "tenants.engineering.plan",
        problem: "is not allowed",
        found: "7",
        allowed:
          "a plan's name, or a list such as [{ name: basic }, { name: pro, from: 2027-01-01 }]",
        advice: "correct it",
      },
      {
        path: "tenants.finance.plan[0].name",
        problem: "is missing",
        allowed: "The plan, one of billing.plans.",
        advice: "add it",
      },
      {
        path: "tenants.finance.plan[0].nam",
        problem: "is not a known key",
        allowed: "name or from",
        advice: "did you mean name? If not, remove it",
      },
      {
        path: "tenants.finance.plan[1].from",
        problem: "is not allowed",
        found: "tomorrow",
        allowed: "a date such as 2027-06-30, or an instant such as 2027-06-30T12:00:00Z",
        advice: "correct it",
      },
      {
        path: "tenants.research.plan",
        problem: "is not allowed",
        found: "[]",
        allowed:
          "a plan's name, or a list such as [{ name: basic }, { name: pro, from: 2027-01-01 }]",
        advice: "correct it",
      },
    ],
  ],
  [
    "prices of a tenant in a version that begins when it has left the plan, or ends before it comes",
    [
      ["billing.plan", "standard"],
      [`${V}.1`, { ...second("2099-03-01"), tenants: { research: { discount: 0.1 } } }],
      [
        "billing.plans.pro",
        {
          versions: ["2026-01-01", "2099-01-01", "2099-04-01"].map((from) => ({
            ...second(from),
            tenants: { research: { discount: 0.2 } },
          })),
        },
      ],
      ["tenants.research.plan", [{ name: "standard" }, { name: "pro", from: "2099-02-01" }]],
    ],
    [
      {
        path: `${V}[1].tenants.research`,
        problem: "has prices of plan standard, and is not on it",
        found: "research",
        allowed: "engineering or finance",
        advice: "put the tenant on this plan, or remove its prices here",
      },
      {
        path: "billing.plans.pro.versions[0].tenants.research",
        problem: "has prices of plan pro, and is not on it",
        found: "research",
        allowed: "nothing, for none is declared",
        advice: "put the tenant on this plan, or remove its prices here",
      },
    ],
  ],
  [
    "plans of which none is the default one, and one that begins late",
    [["billing.plans.late", { versions: [second("2026-02-01")] }]],
    [
      {
        path: "billing.plan",
        problem: "is missing, and there are several plans",
        allowed: "standard or late",
        advice: "name the plan of tenants that name none",
      },
    ],
  ],
  [
    "a plan that begins after the default one",
    [
      ["billing.plan", "standard"],
      ["billing.plans.late", { versions: [second("2026-02-01")] }],
    ],
    [
      {
        path: "billing.plans.late.versions[0].from",
        problem: "is after the default plan standard begins: until then its tenants have no prices",
        found: "2026-02-01T00:00:00Z",
        allowed: "2026-01-01T00:00:00Z or before",
        advice: "let it begin with standard",
      },
    ],
  ],
  [
    "no currency, no time zone, a period that goes into no day",
    [
      ["billing.currency", "EURO"],
      ["billing.timeZone", "Berlin"],
      ["billing.period", 7000],
    ],
    [
      {
        path: "billing.period",
        problem: "is no number of minutes that goes into a day",
        found: "7000",
        allowed: "a whole number of seconds, 60 to 86400: minutes that go into a day",
        advice: "choose one, such as 60, 600 or 3600",
      },
      {
        path: "billing.currency",
        problem: "is not a currency",
        found: "EURO",
        allowed: "a currency by its code of ISO 4217, such as EUR",
        advice: "write its code of ISO 4217, such as EUR",
      },
      {
        path: "billing.timeZone",
        problem: "is not a time zone",
        found: "Berlin",
        allowed: "a time zone such as Europe/Berlin",
        advice: "write its name of the IANA database, such as Europe/Berlin",
      },
    ],
  ],
];

describe("the environment's prices", () => {
  for (const [name, changes, expected] of CASES) {
    it(`are refused for ${name}`, () => {
      assert.deepEqual(mistakesIn(labWith(...changes)), expected);
    });
  }

  it("are decimals as they were written, each time and day in one form", () => {
    const { billing, tenants } = parseEnvironment(
      labWith(
        [`${V}.0.prices.router`, "0.0120"],
        [`${V}.0.from`, "2026-01-01T12:00:00Z"],
        ["tenants.finance.budget", { amount: 100, action: "freeze" }],
      ),
      "lab",
    );
    const [version] = billing?.plans.standard?.versions ?? [];
    assert.deepEqual(
      [version?.from, version?.prices.router, version?.prices.volume],
      ["2026-01-01T12:00:00Z", "0.012", { __DEFAULT__: "0.0003" }],
    );
    assert.deepEqual(version?.hours, [
      {
        name: "off-peak",
        days: ["mon", "tue", "wed", "thu", "fri"],
        from: 1200,
        to: 360,
        factor: "0.5",
        meters: ["instance"],
      },
    ]);
    assert.equal(billing?.plan, "standard");
    assert.deepEqual(tenants.finance?.budget, {
      amount: "100",
      period: "month",
      thresholds: ["0.5", "0.8", "1"],
      action: "freeze",
    });
  });

  it("have tenants on a plan by its name, or on several, each from a time on", () => {
    const { tenants } = parseEnvironment(
      labWith(
        ["billing.plan", "standard"],
        ["billing.plans.pro", { versions: [second("2026-01-01")] }],
        ["tenants.finance.plan", "pro"],
        [`${V}.0.tenants.finance`, undefined],
        ["tenants.engineering.plan", [{ name: "pro", from: "2099-01-01T12:00:00Z" }]],
        ["tenants.research.plan", [{ name: "standard" }, { name: "pro", from: "2099-01-01" }]],
      ),
      "lab",
    );
    assert.deepEqual(
      [tenants.finance?.plan, tenants.engineering?.plan, tenants.research?.plan],
      [
        [{ name: "pro" }],
        [{ name: "pro", from: "2099-01-01T12:00:00Z" }],
        [{ name: "standard" }, { name: "pro", from: "2099-01-01T00:00:00Z" }],
      ],
    );
  });

  it("may be none: then usage is metered alone, or not at all", () => {
    const metered = parseEnvironment(labWith(["billing", { period: 600 }]), "lab");
    assert.deepEqual([metered.billing?.plan, metered.billing?.plans], [undefined, {}]);
    const without = parseEnvironment(labWith(["billing", undefined]), "lab");
    assert.equal(without.billing, undefined);
  });

  it("are not checked where they are over, for nobody can write them anew", () => {
    const changes: Changes = [
      [`${V}.0.prices.instance`, { gone: 0.06 }],
      [`${V}.0.tenants`, { nobody: { discount: 0.1 } }],
      [`${V}.1`, second("2026-03-01")],
    ];
    assert.doesNotThrow(() => parseEnvironment(labWith(...changes), "lab"));
  });
});
