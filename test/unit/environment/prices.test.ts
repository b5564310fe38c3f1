import assert from "node:assert/strict";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { priceTable, priceTenants, type TenantPrice } from "../../../stacks/prices";
import { labWith } from "./files";

/** All is free but routers, of which each tenant of the lab has one, and may have one. */
const routers = (from: string, router: number) => ({
  from,
  prices: {
    ...{ instance: { tiny: 0, small: 0 }, volume: { __DEFAULT__: 0 } },
    ...{ snapshot: 0, floatingIp: 0, router, image: 0, bandwidthIn: 0, bandwidthOut: 0 },
  },
});

const environment = parseEnvironment(
  labWith(
    ["billing.plan", "standard"],
    [
      "billing.plans",
      {
        standard: {
          versions: [routers("2026-01-01", 0.012), routers("2099-03-01", 0.018)],
        },
        pro: { versions: [routers("2026-01-01", 0.024), routers("2099-06-01", 0.03)] },
      },
    ],
    ["tenants.engineering.plan", [{ name: "pro", from: "2099-03-01" }]],
    ["tenants.finance.budget", { amount: 10 }],
    ["tenants.finance.plan", "standard"],
    ["tenants.research.plan", [{ name: "standard" }, { name: "pro", from: "2099-02-01" }]],
  ),
  "lab",
);
const at = (now: string) => priceTenants(environment, now) ?? assert.fail();
const monthly = (amount: string) => ({ atMost: amount, declared: amount });

describe("what tenants' months cost, as a preview shows it", () => {
  it("is by the plan that each of them is on, and the version or the plan that comes next", () => {
    const { tenants } = at("2026-11-26T00:00:00Z");
    // 730 hours at 0.012, 0.018, 0.024.
    const present = { version: "standard 2026-01-01", ...monthly("8.76") };
    const budgets = Object.fromEntries(
      Object.entries(environment.tenants).map(([name, { budget }]) => [
        name,
        { budget: `${budget?.amount}.00` },
      ]),
    );
    const expected: Record<string, TenantPrice> = {
      engineering: {
        ...{ ...present, ...budgets.engineering },
        next: { from: "2099-03-01T00:00:00Z", plan: "pro", ...monthly("17.52") },
      },
      finance: {
        ...{ ...present, budget: "10.00" },
        next: { from: "2099-03-01T00:00:00Z", ...monthly("13.14") },
      },
      research: {
        ...{ ...present, ...budgets.research },
        next: { from: "2099-02-01T00:00:00Z", plan: "pro", ...monthly("17.52") },
      },
    };
    assert.deepEqual(tenants, expected);
  });

  it("is by the plan that a tenant has come to, from that instant on", () => {
    const [before, after] = ["2099-01-31T23:59:59Z", "2099-02-01T00:00:00Z"].map((now) => {
      const { version, declared, next } = at(now).tenants.research ?? assert.fail();
      return [version, declared, next?.from, next?.plan];
    });
    assert.deepEqual(before, ["standard 2026-01-01", "8.76", "2099-02-01T00:00:00Z", "pro"]);
    assert.deepEqual(after, ["pro 2026-01-01", "17.52", "2099-06-01T00:00:00Z", undefined]);
  });

  it("is a line for each tenant", () => {
    assert.deepEqual(
      priceTable(at("2026-11-26T00:00:00Z"))
        .split("\n")
        .map((line) => line.replace(/ {2,}/g, " | ").replace(/\| \d+\.00 \|/, "| its budget |")),
      [
        "What a month costs, in EUR:",
        "tenant | plan | at most | declared | budget",
        ...[
          ["engineering", "from 2099-03-01T00:00:00Z on pro: at most 17.52, declared 17.52"],
          ["finance", "from 2099-03-01T00:00:00Z: at most 13.14, declared 13.14"],
          ["research", "from 2099-02-01T00:00:00Z on pro: at most 17.52, declared 17.52"],
        ].map(
          ([name, next]) => `${name} | standard 2026-01-01 | 8.76 | 8.76 | its budget | ${next}`,
        ),
      ],
    );
  });
});
