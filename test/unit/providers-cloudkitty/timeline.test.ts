import assert from "node:assert/strict";
import { timelineType } from "../../../providers/cloudkitty/resources/timeline";
import type { CheckFailure, Properties } from "../../../providers/server";
import { check } from "../../../providers/server/resources";

const NOW = Date.UTC(2026, 5, 15, 12);
const type = timelineType(
  () => assert.fail("nothing is to be sent"),
  () => NOW,
);

const version = (
  from: string,
  prices: Properties = { "instance.small": "0.06" },
  tenants: Properties = {},
) => ({
  from,
  prices,
  tenants,
});
const PAST = version("2026-01-01T00:00:00Z");
const FUTURE = version("2026-07-01T00:00:00Z", { "instance.small": "0.07" });
const OLD = {
  name: "standard",
  versions: [PAST, FUTURE],
  fixed: { currency: "EUR" },
  holidays: ["2026-01-01", "2026-12-25"],
  tenants: ["acme"],
  projects: ["f00d"],
};

const failures = async (olds: Properties, news: Properties): Promise<CheckFailure[]> =>
  (await check(type, { urn: "", name: "", oldInputs: olds, inputs: news })).failures;

describe("a rate timeline", () => {
  const allowed: [string, Properties, Properties?][] = [
    ["anything at first", { versions: [PAST, FUTURE] }, {}],
    ["nothing new", {}],
    [
      "another version that is to come",
      { versions: [PAST, FUTURE, version("2027-01-01T00:00:00Z")] },
    ],
    ["a change of what is to come", { versions: [PAST, { ...FUTURE, prices: {} }] }],
    ["to take back what is to come", { versions: [PAST] }],
    ["holidays to come", { holidays: ["2026-01-01", "2027-01-01"] }],
    [
      "prices of a new tenant",
      {
        tenants: ["acme", "globex"],
        versions: [version(PAST.from, PAST.prices, { "globex.discount": "0.1" })],
      },
    ],
    [
      "to forget the prices of a tenant that is gone",
      { tenants: [] },
      { ...OLD, versions: [version(PAST.from, PAST.prices, { "acme.discount": "0.1" })] },
    ],
    [
      "anything while nothing has begun",
      { versions: [version("2026-05-01T00:00:00Z")], fixed: { currency: "USD" } },
      { ...OLD, versions: [FUTURE] },
    ],
  ];
  for (const [name, news, olds] of allowed) {
    it(`allows ${name}`, async () => {
      assert.deepEqual(await failures(olds ?? OLD, { ...OLD, ...news }), []);
    });
  }

  const put = "put it back, and append a version that begins later";
  const refused: [string, Properties, CheckFailure[], Properties?][] = [
    [
      "to change what has begun",
      { versions: [version(PAST.from, { "instance.small": "0.05", router: "0.01" }), FUTURE] },
      [
        {
          property: "versions",
          reason: `the version of 2026-01-01T00:00:00Z has begun and is changed (instance.small 0.06 → 0.05, router nothing → 0.01): ${put}`,
        },
      ],
    ],
    [
      "to take away what has begun",
      { versions: [FUTURE] },
      [
        {
          property: "versions",
          reason: `the version of 2026-01-01T00:00:00Z is gone, by which usage is rated: ${put}`,
        },
      ],
    ],
    [
      "one that begins in the past",
      { versions: [PAST, version("2026-06-15T12:00:00Z")] },
      [
        {
          property: "versions",
          reason:
            "a version that begins at 2026-06-15T12:00:00Z would change prices in the past: let it begin after 2026-06-15T12:00:00.000Z",
        },
      ],
    ],
    [
      "prices of a tenant that was there",
      { versions: [version(PAST.from, PAST.prices, { "acme.discount": "0.1" })] },
      [
        {
          property: "versions",
          reason: `the version of 2026-01-01T00:00:00Z has begun and is changed (acme.discount nothing → 0.1): ${put}`,
        },
      ],
    ],
    [
      "to forget the prices of a tenant that is there",
      { versions: [PAST] },
      [
        {
          property: "versions",
          reason: `the version of 2026-01-01T00:00:00Z has begun and is changed (acme.discount 0.1 → nothing): ${put}`,
        },
      ],
      { ...OLD, versions: [version(PAST.from, PAST.prices, { "acme.discount": "0.1" })] },
    ],
    [
      "another currency, and other holidays of the past",
      { fixed: { currency: "USD" }, holidays: ["2026-05-01", "2026-12-25"] },
      [
        {
          property: "fixed",
          reason: "currency EUR → USD: what is rated would mean something else; put it back",
        },
        {
          property: "holidays",
          reason: "2026-01-01, 2026-05-01 would change prices in the past: put it back as it was",
        },
      ],
    ],
    [
      "what is no version",
      { versions: [{ from: "soon", prices: { a: "1" } }] },
      [
        {
          property: "versions[0].from",
          reason: 'expected an instant with its zone such as 2026-12-01T00:00:00Z, found "soon"',
        },
      ],
    ],
  ];
  for (const [name, news, expected, olds] of refused) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(await failures(olds ?? OLD, { ...OLD, ...news }), expected);
    });
  }
});
