import assert from "node:assert/strict";
import { documents } from "../../../../components/billing/reports/documents";
import { csv } from "../../../../components/billing/reports/documents/csv";
import { htmlReport } from "../../../../components/billing/reports/documents/html";
import { pdf } from "../../../../components/billing/reports/documents/pdf";
import { creditFor } from "../../../../components/billing/reports/model/credits";
import type { Report } from "../../../../components/billing/reports/model/report";
import { textsOf } from "./pdf-texts";
import { hourly, machine, PRICES, PROJECT, reportOf, scenario } from "./support";

const OUTAGE = {
  from: "2026-11-03T06:00:00Z",
  to: "2026-11-03T07:30:00Z",
  reason: "No network",
};
const EVIL = `<script>alert("1")</script>&'`;

const whole = (): Report =>
  reportOf(scenario(), {
    number: "R-000042",
    kind: "final",
    credits: [creditFor(OUTAGE, scenario(), PRICES)],
    budget: { amount: "20", thresholds: ["0.5"], action: "alert" },
  });

describe("documents of a report", () => {
  it("has a row in CSV for each line, whose amounts add up to the last", () => {
    const begin = `R-000042,finance,${PROJECT},2026-11-01T00:00:00Z,2026-12-01T00:00:00Z`;
    assert.equal(
      csv(whole()),
      [
        "report,tenant,project_id,period_begin,period_end,category,service,resource,name,kind,price_list,quantity,unit,unit_price,list,discount,tier,off_peak,amount,currency",
        `${begin},usage,instance,vm-a,web,large,standard 2026-11-02,24,h,0.2,4.8,-0.48,0,-0.9,3.42,EUR`,
        `${begin},usage,instance,vm-a,web,small,standard 2026-01-01,24,h,0.06,1.44,-0.144,0,-0.27,1.026,EUR`,
        `${begin},usage,instance,vm-a,web,small,standard 2026-11-02,22,h,0.07,1.54,-0.154,0,-0.315,1.071,EUR`,
        `${begin},usage,instance,vm-b,batch,small,standard 2026-01-01,10.5,h,0.06,0.63,-0.063,0,-0.162,0.405,EUR`,
        `${begin},usage,volume.size,vol,data,ssd,standard 2026-01-01,14400,GiB h,0.0001,1.44,-0.144,-0.1296,0,1.1664,EUR`,
        `${begin},fee,support.fee,support,,,,1,month,12.5,12.5,0,0,0,12.5,EUR`,
        `${begin},credit,,,No network,,,,,,,,,,-0.27,EUR`,
        `${begin},rounding,,,,,,,,,,,,,0.0016,EUR`,
        `${begin},total,,,,,,,,,,,,,19.32,EUR`,
        "",
      ].join("\r\n"),
    );
  });

  it("quotes what CSV would take for its own, and gives spreadsheets no formulas", () => {
    const named = hourly(
      machine("x", `=HYPERLINK("http://x","a, b")`, "small"),
      "2026-11-01T00:00:00Z",
      1,
    );
    const [, row = ""] = csv(reportOf(named)).split("\r\n");
    assert.ok(row.includes(`,x,"'=HYPERLINK(""http://x"",""a, b"")",small,`), row);
  });

  it("is in JSON what it is", async () => {
    const report = whole();
    const { "report.json": text } = await documents(report);
    assert.deepEqual(JSON.parse(String(text)), report);
    assert.equal(String(text).split("\n")[1], '  "format": "openstack-environment/report/1",');
  });

  it("lets no name become markup in HTML", () => {
    const named = hourly(machine(EVIL, EVIL, EVIL), "2026-11-01T00:00:00Z", 1, "1", "1");
    const page = htmlReport(
      reportOf(named, { tenant: { name: EVIL, projectId: EVIL }, notes: [EVIL] }),
    );
    const safe = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;";
    // Title, heading, name, id, kind, project, remark: as often as it is shown.
    assert.equal(page.split(safe).length - 1, 7);
    assert.doesNotMatch(page, /<script|alert\("1"\)/);
  });

  it("shows in HTML the sums, the remarks and a bar for each hour", () => {
    const page = htmlReport(whole());
    for (const words of [
      "Report R-000042",
      "November 2026",
      "96.6 % of 20 EUR",
      "Nothing was metered from 2026-11-02 12:00 UTC to 2026-11-02 14:00 UTC.",
      "Rated until 2026-11-04 00:00 UTC; what is used after that is not in it yet.",
      "Agrees with CloudKitty&#39;s own total.",
      '<td>Total in EUR</td><td class="num">19.32</td>',
      '<td>Rounding</td><td class="num">0.0016</td>',
    ]) {
      assert.ok(page.includes(words), words);
    }
    assert.equal(page.split('class="bar"').length - 1, 72);
    // Nothing comes from elsewhere.
    assert.doesNotMatch(page, /(src|href)=|url\(/);
  });

  it("shows the same in PDF, and cuts what is too long", async () => {
    const document = await pdf(whole());
    const texts = textsOf(document);
    for (const words of [
      "finance",
      "19.32 EUR",
      "Machines",
      "3.42",
      "14,400 GiB h",
      "Total in EUR",
      "19.32",
      "Page 1 of 1",
    ]) {
      assert.ok(texts.includes(words), `${words} in ${texts.join("|")}`);
    }
    const long = hourly(machine("x", "long ".repeat(40), "small"), "2026-11-01T00:00:00Z", 1);
    const cut = textsOf(await pdf(reportOf(long))).find((text) => text.startsWith("long "));
    assert.ok(cut !== undefined && cut.length < 60 && cut.endsWith("\x85"), cut);
  });

  it("goes on on further pages", async () => {
    const many = Array.from({ length: 200 }, (_, n) =>
      hourly(machine(`vm-${String(n).padStart(3, "0")}`, "", "small"), "2026-11-01T00:00:00Z", 1),
    ).flat();
    const texts = textsOf(await pdf(reportOf(many)));
    assert.deepEqual(
      texts.filter((text) => /^vm-\d+$/.test(text)),
      Array.from({ length: 200 }, (_, n) => `vm-${String(n).padStart(3, "0")}`),
    );
    assert.ok(
      texts.includes("Page 5 of 5"),
      texts.filter((text) => text.startsWith("Page")).join(),
    );
  });

  describe("with nothing in it", () => {
    const empty = (more: Parameters<typeof reportOf>[1] = {}): Report =>
      reportOf([], {
        cloudkitty: "0",
        budget: { amount: "400", thresholds: ["1"], action: "alert" },
        ratedUntil: undefined,
        ...more,
      });
    const said = (report: Report): string[] =>
      [...htmlReport(report).matchAll(/<li>(.*?)<\/li>/g)].map(([, words = ""]) => words);

    it("says in HTML that nothing is rated yet, and what there will be", () => {
      const page = htmlReport(empty());
      assert.deepEqual(said(empty()), [
        "Nothing of this period is rated yet: what is used is measured meanwhile, and is in the report, with a forecast, once it is rated.",
        "Budget: 0.0 % of 400 EUR is spent.",
      ]);
      assert.deepEqual(
        [...page.matchAll(/<dt>(.*?)<\/dt>\s*<dd>(.*?)<\/dd>/g)].map(([, term, value]) => [
          term,
          value,
        ]),
        [
          ["Rated until", "nothing yet"],
          ["Budget", "0.0 % of 400 EUR"],
        ],
      );
      assert.match(page, /<div class="figure">0\.00<small>EUR<\/small><\/div>/);
      assert.match(page, /<p class="soft">Nothing\.<\/p>/);
      assert.doesNotMatch(page, /NaN|undefined|<svg/);
    });

    it("says so where only months before are rated, and where nothing was used", () => {
      const [first] = said(empty({ ratedUntil: "2026-11-01T00:00:00Z" }));
      assert.match(first ?? "", /^Nothing of this period is rated yet: /);
      assert.deepEqual(said(empty({ ratedUntil: "2026-11-04T00:00:00Z", budget: undefined })), [
        "Nothing was used until 2026-11-04 00:00 UTC, so there is no forecast; what is used after that is not rated yet.",
        "Agrees with CloudKitty&#39;s own total.",
      ]);
    });

    it("has the total alone in CSV, and a page in PDF", async () => {
      const begin = `,finance,${PROJECT},2026-11-01T00:00:00Z,2026-12-01T00:00:00Z`;
      assert.deepEqual(csv(empty()).split("\r\n").slice(1), [
        `${begin},rounding,,,,,,,,,,,,,0,EUR`,
        `${begin},total,,,,,,,,,,,,,0.00,EUR`,
        "",
      ]);
      assert.deepEqual(textsOf(await pdf(empty())), [
        "Preliminary report",
        "finance",
        "0.00 EUR",
        "November 2026: 2026-11-01 00:00 UTC to 2026-12-01 00:00 UTC",
        "Usage",
        "Nothing.",
        "Sum",
        "By the price list",
        "0.00",
        "Usage",
        "0.00",
        "Subtotal",
        "0.00",
        "Total in EUR",
        "0.00",
        "Remarks",
        "Nothing of this period is rated yet: what is used is measured meanwhile, and is in the report, with a forecast, once",
        "it is rated.",
        "Budget: 0.0 % of 400 EUR is spent.",
        `Project ${PROJECT}. Made 2026-11-04 02:00 UTC.`,
        "Preliminary report: finance",
        "Page 1 of 1",
      ]);
    });
  });

  it("says above all that quotas are frozen, since when, and what ends it", async () => {
    const words =
      "All of the budget is spent: quotas are frozen since 2026-11-03 20:00 UTC at what was used then. " +
      "They are given back on 2026-12-01 00:00 UTC, or once the budget is raised.";
    const { budget = assert.fail(), ...report } = whole();
    const frozen = { since: "2026-11-03T20:00:00Z", until: "2026-12-01T00:00:00Z" };
    const page = htmlReport({ ...report, budget: { ...budget, frozen } });
    assert.ok(page.includes(`<p class="banner" role="alert">${words}</p>`), page);
    assert.doesNotMatch(htmlReport(whole()), /class="banner"/);
    const texts = textsOf(await pdf({ ...report, budget: { ...budget, frozen } }));
    assert.ok(texts.join(" ").includes(words), texts.join("|"));
  });

  it("makes the same bytes of the same report", async () => {
    const [one, two] = [await documents(whole()), await documents(whole())];
    assert.deepEqual(one, two);
  });
});
