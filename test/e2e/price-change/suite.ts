import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Decimal } from "decimal.js";
import { parse, stringify } from "yaml";
import type { Report } from "../../../components/billing/reports/model/report";
import { temporaryFolder } from "../../support/folder";
import { must, onHost, ROOT, run } from "../support/command";
import { labOutputs } from "../support/outputs";

interface Version {
  from: string;
  prices: { router: number };
  tenants: Record<string, object>;
}

interface Plans {
  plan?: string;
  plans: Record<string, { versions: Version[] }>;
}

/** What is changed of the lab's file. */
interface Config {
  "openstack-environment:billing": Plans;
  "openstack-environment:tenants": Record<string, { plan?: { name: string; from?: string }[] }>;
}

const MINUTE = 60_000;
/** Until the change is declared; then it is still to come. */
const AHEAD = 2;

/**
 * A price change from the file to the bill, and a tenant that comes to another plan at the same instant. The last thing that is done with a lab, for what a price list
 * said once is never unsaid: the lab's own file is refused after it.
 */
export function testPriceChange(): void {
  describe("a price change", function () {
    this.timeout(15 * MINUTE);

    let file: string;
    let from: string;
    const withFile = (...command: string[]): Promise<string> =>
      must(["env", `ENVIRONMENT_FILE=${file}`, ...command], { show: true });

    /** A tenant's report once two minutes of the new price are rated. */
    const ratedReportOf = async (tenant: "finance" | "research"): Promise<Report> => {
      const { tenants } = await labOutputs();
      const project = tenants[tenant]?.projectId ?? "";
      return until(async () => {
        const now = await reportOf(project);
        const rated = Date.parse(now.ratedUntil ?? "");
        return rated >= Date.parse(from) + 2 * MINUTE ? now : undefined;
      });
    };

    before(() => {
      const lab = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as { config: Config };
      const billing = lab.config["openstack-environment:billing"];
      const { research } = lab.config["openstack-environment:tenants"];
      const [first] = billing.plans.standard?.versions ?? [];
      assert.ok(first && research);
      from = new Date(Math.ceil(Date.now() / MINUTE + AHEAD) * MINUTE)
        .toISOString()
        .replace(".000Z", "Z");
      const { finance = {} } = first.tenants;
      const prices = { ...first.prices, router: 0.024 };
      billing.plans.standard?.versions.push({ ...first, from, prices, tenants: { finance } });
      const cheaper = { ...first, prices: { ...first.prices, router: 0.006 }, tenants: {} };
      billing.plan = "standard";
      billing.plans.business = { versions: [cheaper] };
      research.plan = [{ name: "standard" }, { name: "business", from }];
      file = join(temporaryFolder("lab-e2e"), "Pulumi.lab.yaml");
      writeFileSync(file, stringify(lab));
    });

    it("is shown beforehand: what it will cost whom, from when on", async () => {
      const shown = await withFile("make", "preview");
      const line = (tenant: string): string =>
        new RegExp(`^ *${tenant} +standard .*$`, "m").exec(shown)?.[0].trim() ?? shown;
      // A router for 730 hours is 8.76, and will be 17.52; finance has a tenth off.
      assert.match(line("engineering"), / 8\.76 .*from \S+: at most \S+, declared 17\.52$/);
      assert.match(line("finance"), / 7\.88 .*from \S+: at most \S+, declared 15\.77$/);
      assert.match(line("research"), / 8\.76 .*from \S+ on business: at most \S+, declared 4\.38$/);
      assert.match(shown, /~ cloudkitty:index:RateTimeline: \(update\)/);
      assert.match(shown, /~ cloudkitty:index:PlanTimeline: \(update\)/);
      assert.doesNotMatch(shown, /~ cloudkitty:index:HashmapMapping/);
    });

    it("is kept with its date, and changes no price before", async () => {
      const done = await withFile("make", "up");
      assert.match(done, / ~ {2}cloudkitty:index:RateTimeline prices\.standard updated/);
      assert.match(done, / ~ {2}cloudkitty:index:PlanTimeline prices\.tenants updated/);
      assert.match(done, / ~ {2}cloudkitty:index:Pyscript prices\.hours updated/);
      assert.doesNotMatch(done, /HashmapMapping/);
    });

    it("is on the bill from its first minute on, and CloudKitty agrees to the last digit", async () => {
      // Nobody runs anything when its time has come.
      await sleep(Math.max(0, Date.parse(from) - Date.now()) + 1000);
      const report = await ratedReportOf("finance");
      const routers = report.lines.filter(({ service }) => service === "router");
      assert.deepEqual(
        routers.map(({ version, unitPrice }) => [version, unitPrice]),
        [
          ["standard 2026-01-01", "0.012"],
          [`standard ${from}`, "0.024"],
        ],
      );
      const minutes = (Date.parse(report.ratedUntil ?? "") - Date.parse(from)) / MINUTE;
      const hours = new Decimal(minutes).div(60);
      const [, changed] = routers;
      assert.ok(
        new Decimal(changed?.quantity ?? 0).minus(hours).abs().lt("1e-9"),
        hours.toString(),
      );
      assert.ok(new Decimal(changed?.list ?? 0).minus(hours.times("0.024")).abs().lt("1e-9"));
      assert.ok(new Decimal(changed?.amount ?? 0).minus(hours.times("0.0216")).abs().lt("1e-9"));
      // What was before is other tests' doing: while the lab was switched off nobody measured.
      assert.deepEqual(
        report.gaps.filter(({ end }) => end > from),
        [],
      );
      assert.equal(report.reconciliation.agrees, true, JSON.stringify(report.reconciliation));
    });

    it("is on the bill of who comes to another plan as that plan's prices, from the same minute on", async () => {
      const report = await ratedReportOf("research");
      const routers = report.lines.filter(({ service }) => service === "router");
      assert.deepEqual(
        routers.map(({ version, unitPrice }) => [version, unitPrice]),
        [
          ["business 2026-01-01", "0.006"],
          ["standard 2026-01-01", "0.012"],
        ],
      );
      const minutes = (Date.parse(report.ratedUntil ?? "") - Date.parse(from)) / MINUTE;
      const hours = new Decimal(minutes).div(60);
      const [business] = routers;
      assert.ok(new Decimal(business?.quantity ?? 0).minus(hours).abs().lt("1e-9"));
      assert.ok(new Decimal(business?.amount ?? 0).minus(hours.times("0.006")).abs().lt("1e-9"));
      assert.equal(report.reconciliation.agrees, true, JSON.stringify(report.reconciliation));
    });

    it("changes prices in CloudKitty's rules when that is run next, and tells the difference", async () => {
      const done = await withFile("make", "up");
      assert.match(done, / ~ {2}cloudkitty:index:HashmapMapping prices\.router updated/);
      assert.match(done, /^ *engineering +declared +8\.76 +17\.52 +\+8\.76$/m);
      assert.match(done, /^ *finance +declared +7\.88 +15\.77 +\+7\.89$/m);
      // Routers of one tenant alone have a price of their own now.
      assert.match(done, / \+ {2}cloudkitty:index:HashmapMapping prices\.research\.router created/);
      assert.match(done, /^ *research +declared +8\.76 +4\.38 +-4\.38$/m);
    });

    it("is never unsaid: the file without it is refused, and nothing is touched", async () => {
      const { code, output } = await run(["make", "up"]);
      assert.notEqual(code, 0);
      assert.match(
        output,
        new RegExp(
          `the version of ${from} is gone, by which usage is rated: put it back, and append a version that begins later`,
        ),
      );
      assert.match(
        output,
        new RegExp(
          `research: the plan by which usage is rated is changed \\(since ${from} business → nothing\\): ` +
            `put it back, and append one that begins later: ` +
            `plan: \\[{ name: standard }, { name: business, from: ${from} }, ` +
            `{ name: standard, from: <a day to come> }\\]`,
        ),
      );
      assert.doesNotMatch(output, /\nUpdating \(lab\)/);
    });
  });
}

/** The running month's report, made now. */
async function reportOf(project: string): Promise<Report> {
  const store = "/var/lib/openstack-environment/reports/running";
  const text = await onHost(
    "billing",
    `systemctl start openstack-environment-reports-run && cat "$(ls -t ${store}/${project}_*/*/report.json | head -1)"`,
  );
  return JSON.parse(text) as Report;
}

async function until<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 10 * MINUTE; Date.now() < end;) {
    const found = await attempt();
    if (found !== undefined) return found;
    await sleep(10_000);
  }
  return assert.fail("it did not come about within ten minutes");
}
