import assert from "node:assert/strict";
import { planTimelineType } from "../../../providers/cloudkitty/resources/plan-timeline";
import { UNKNOWN, type Properties } from "../../../providers/server";
import { check } from "../../../providers/server/resources";

const NOW = Date.UTC(2026, 5, 15, 12);
const type = planTimelineType(
  () => assert.fail("nothing is to be sent"),
  () => NOW,
);

const on = (plan: string, from?: string): Properties =>
  from === undefined ? { plan } : { plan, from };
const [PAST, COMING] = ["2026-03-01T00:00:00Z", "2026-07-01T00:00:00Z"];
const OLD = {
  acme: [on("standard")],
  globex: [on("standard"), on("business", PAST)],
  initech: [on("standard"), on("business", COMING)],
};

/** What is said of tenants' plans, and of their properties where they are others. */
async function mistakes(news: Properties, olds: Properties = { plans: OLD }): Promise<string[]> {
  const { failures } = await check(type, {
    ...{ urn: "", name: "" },
    oldInputs: { name: "prices", ...olds },
    inputs: { name: "prices", ...news },
  });
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("a plan timeline", () => {
  const allowed: [string, Properties, Properties?][] = [
    ["anything at first", { acme: [on("business", PAST)] }, {}],
    ["anything of a state that was written before there was one", {}, { name: "prices" }],
    ["nothing new", {}],
    ["another plan that is to come", { acme: [on("standard"), on("business", COMING)] }],
    [
      "another date of what is to come",
      { initech: [on("standard"), on("flat", "2026-08-01T00:00:00Z")] },
    ],
    ["to take back what is to come", { initech: [on("standard")] }],
    [
      "to append to what has begun",
      { globex: [on("standard"), on("business", PAST), on("standard", COMING)] },
    ],
    ["a new tenant on any plan since whenever", { hooli: [on("standard"), on("flat", PAST)] }],
    [
      "the same instant, written otherwise",
      { globex: [on("standard"), on("business", "2026-03-01T01:00:00+01:00")] },
    ],
  ];
  for (const [name, news, olds] of allowed) {
    it(`allows ${name}`, async () => {
      assert.deepEqual(await mistakes({ plans: { ...OLD, ...news } }, olds), []);
    });
  }

  it("allows a tenant to be gone, and says nothing of what is not known yet", async () => {
    assert.deepEqual(await mistakes({ plans: { acme: OLD.acme } }), []);
    assert.deepEqual(
      await mistakes({ plans: UNKNOWN, dated: UNKNOWN, projects: { acme: UNKNOWN } }),
      [],
    );
  });

  const changed = (texts: string): string =>
    `the plan by which usage is rated is changed (${texts}): put it back, and append one that begins later: `;
  const refused: [string, Properties, string[]][] = [
    [
      "another plan without a date",
      { acme: [on("business")] },
      [
        `acme: ${changed("ever since standard → business")}` +
          "plan: [{ name: standard }, { name: business, from: <a day to come> }]",
      ],
    ],
    [
      "one that begins now",
      { acme: [on("standard"), on("business", "2026-06-15T12:00:00Z")] },
      [
        "acme: business since 2026-06-15T12:00:00Z would change prices in the past: " +
          "let it begin after 2026-06-15T12:00:00.000Z",
      ],
    ],
    [
      "one before another one that has begun",
      { globex: [on("standard"), on("flat", "2026-02-01T00:00:00Z"), on("business", PAST)] },
      [
        "globex: flat since 2026-02-01T00:00:00Z would change prices in the past: " +
          "let it begin after 2026-06-15T12:00:00.000Z",
      ],
    ],
    [
      "that one is gone which has begun",
      { globex: [on("standard"), on("flat", COMING)] },
      [
        `globex: ${changed("since 2026-03-01T00:00:00Z business → nothing")}` +
          "plan: [{ name: standard }, { name: business, from: 2026-03-01 }, " +
          "{ name: standard, from: <a day to come> }, { name: flat, from: 2026-07-01 }]",
      ],
    ],
    [
      "another date, and another plan, of what has begun",
      { globex: [on("flat"), on("business", "2026-04-01T12:00:00Z")] },
      [
        `globex: ${changed(
          "ever since standard → flat, since 2026-03-01T00:00:00Z business → nothing, " +
            "since 2026-04-01T12:00:00Z nothing → business",
        )}plan: [{ name: standard }, { name: business, from: 2026-03-01 }]`,
      ],
    ],
    [
      "the same of several tenants at once, and something else of another one",
      {
        acme: [on("flat")],
        globex: [on("standard"), on("flat", PAST)],
        initech: [on("flat")],
      },
      [
        `acme, initech: ${changed("ever since standard → flat")}` +
          "plan: [{ name: standard }, { name: flat, from: <a day to come> }]",
        `globex: ${changed("since 2026-03-01T00:00:00Z business → flat")}` +
          "plan: [{ name: standard }, { name: business, from: 2026-03-01 }, { name: flat, from: <a day to come> }]",
      ],
    ],
  ];
  for (const [name, news, wanted] of refused) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(
        await mistakes({ plans: { ...OLD, ...news } }),
        wanted.map((reason) => `plans: ${reason}`),
      );
    });
  }

  it("refuses another default plan once for all, by the names of some", async () => {
    const all = (plan: string): Properties =>
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`t${i}`, [on(plan)]]));
    assert.deepEqual(await mistakes({ plans: all("business") }, { plans: all("standard") }), [
      `plans: t0, t1, t2, t3, t4 and 7 more: ${changed("ever since standard → business")}` +
        "plan: [{ name: standard }, { name: business, from: <a day to come> }]",
    ]);
  });

  const form =
    "expected a list for each tenant such as [{plan: standard}, {plan: business, from: 2026-12-01T00:00:00Z}]";
  const wrong: [Properties, string][] = [
    [{}, "plans: is required: "],
    [{ plans: { acme: [] } }, `plans: ${form}, found []`],
    [{ plans: { acme: [on("a"), on("b")] } }, `plans: ${form}, found [{"plan":"a"},{"plan":"b"}]`],
    [{ plans: { acme: [on("a", "2026")] } }, `plans: ${form}, found [{"plan":"a","from":"2026"}]`],
    [
      { plans: OLD, inForce: { acme: "now" } },
      'inForce: expected an instant for each tenant, found "now"',
    ],
    [
      { plans: OLD, dated: { acme: PAST } },
      `dated: expected a list of instants for each tenant, found "${PAST}"`,
    ],
    [
      { plans: OLD, projects: { acme: "a b" } },
      'projects: expected the id of a project, found "a b"',
    ],
  ];
  for (const [given, wanted] of wrong) {
    it(`says ${wanted.slice(0, 60)}`, async () => {
      const [first = "nothing", ...more] = await mistakes(given, {});
      assert.deepEqual([first.slice(0, wanted.length), more], [wanted, []]);
    });
  }
});
