import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  FirstReports,
  firstReports,
  warningIn,
} from "../../../../components/billing/reports/first-reports";
import type { ReportSettings } from "../../../../components/billing/reports/settings";
import { reportSettings } from "../../../../components/billing/reports/site";
import { renderStep } from "../../../../components/host";
import { declareBilling } from "../../../../stacks/billing";
import { siteOf } from "../../../../stacks/cloud";
import { parseEnvironment, type RawEnvironment } from "../../../../stacks/environment/parse";
import { labWith } from "../../environment/files";
import { record } from "../../tenant/recorder";

const SETTINGS: ReportSettings = {
  currency: "EUR",
  decimals: 2,
  rounding: "half-up",
  timeZone: "UTC",
  period: 60,
  tenants: { finance: { budget: { amount: "400", thresholds: ["1"], action: "freeze" } } },
};
const PROJECTS = { finance: "f1", research: "r1" };
const FILE = "etc/openstack-environment-reports/projects.json";

describe("the first reports", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "first-reports-"));
    mkdirSync(join(root, "logs"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /**
   * Runs the step here, with a systemctl that notes what it is asked.
   * @param states what the unit is, one question after the other; then it is inactive
   */
  const run = (states: string[], startEnds: number) => {
    const { files = [], script = "" } = firstReports(SETTINGS, PROJECTS);
    const me = userInfo().username;
    const group = spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim();
    writeFileSync(join(root, "states"), states.map((state) => `${state}\n`).join(""));
    writeFileSync(join(root, "run.log"), "an older line\nfinance: no Nova\n");
    const stubs = `systemctl() {
  echo "$*" >>"${root}/asked"
  case $1 in
    is-active) head -n 1 "${root}/states"; sed -i 1d "${root}/states"; [[ -s "${root}/states" ]] ;;
    start) return ${startEnds} ;;
  esac
}
timeout() { shift; "$@"; }
uname() { echo billing; }
date() { echo 1000; }
sleep() { :; }
`;
    const content = {
      files: files.map((file) => ({ ...file, owner: me, group })),
      script: stubs + script.replaceAll(/\/var\/log\/[^ ]*run\.log/g, join(root, "run.log")),
    };
    const { status, stdout, stderr } = spawnSync("bash", ["-s"], {
      input: renderStep("first-reports", content, root),
      encoding: "utf8",
    });
    assert.deepEqual([status, stderr], [0, ""]);
    const asked = readFileSync(join(root, "asked"), "utf8").trim().split("\n");
    return { asked, told: stdout.split("\n").slice(1, -1) };
  };
  const [ASK, START] = ["is-active", "start"].map(
    (verb) => `${verb} openstack-environment-reports-run`,
  );

  it("are made once the service is told which projects there are", () => {
    assert.deepEqual(run([], 0), { asked: [ASK, START], told: [] });
    assert.deepEqual(JSON.parse(readFileSync(join(root, FILE), "utf8")), PROJECTS);
  });

  it("wait for a run that goes on, which may know less", () => {
    const { asked } = run(["activating", "activating", "inactive"], 0);
    assert.deepEqual(asked, [ASK, ASK, ASK, START]);
  });

  it("are a warning where they cannot be made, until the next run", () => {
    const { told } = run([], 1);
    assert.deepEqual(told, ["failed 1000 billing: finance: no Nova"]);
    const printed = `first-reports 0123456789abcdef\n${told[0]}`;
    assert.equal(
      warningIn(printed, SETTINGS, 1299),
      'Not all reports could be made: "finance: no Nova". It is tried again every 300 seconds; ' +
        "/var/log/openstack-environment-reports/run.log on billing says more.",
    );
    assert.equal(warningIn(printed, SETTINGS, 1300), undefined);
    assert.equal(warningIn("first-reports 0123456789abcdef", SETTINGS, 1000), undefined);
  });

  it("are made again for other projects and other settings, and for nothing else", () => {
    const of = (settings: ReportSettings, projects: Record<string, string>) =>
      renderStep("first-reports", firstReports(settings, projects));
    const before = of(SETTINGS, PROJECTS);
    assert.equal(of(structuredClone(SETTINGS), { ...PROJECTS }), before);
    assert.notEqual(of(SETTINGS, { ...PROJECTS, research: "r2" }), before);
    assert.notEqual(of({ ...SETTINGS, tenants: {} }, PROJECTS), before);
  });

  it("are a step on the billing host, which waits for what it is told to", async () => {
    const host = {
      name: "billing",
      roles: ["billing" as const],
      addresses: { management: "10.0.0.51" },
      externalInterfaces: {},
      connection: { host: "10.0.0.51" },
    };
    const { resources } = await record(
      () => new FirstReports("first-reports", { host, settings: SETTINGS, projects: PROJECTS }),
    );
    const { type, inputs } = resources["first-reports"] ?? assert.fail();
    assert.equal(type, "command:remote:Command");
    const { secret } = inputs.connection as { secret: { host: string } };
    assert.equal(secret.host, "10.0.0.51");
    assert.deepEqual(inputs.stdin, {
      secret: renderStep("first-reports", firstReports(SETTINGS, PROJECTS)),
    });
  });

  describe("in the program", () => {
    const IDS = { engineering: "e1", finance: "f1", research: "r1" };
    /** What the program declares of billing in an environment, on a cloud that stands. */
    const declared = async (raw: RawEnvironment) => {
      const environment = parseEnvironment(raw, "lab");
      const hosts = Object.entries(environment.site.hosts).map(([name, { roles, addresses }]) => ({
        ...{ name, roles, addresses, externalInterfaces: {} },
        connection: { host: addresses.management },
      }));
      const { resources } = await record(() => {
        const [authUrl, ca, password] = ["https://api:5000/v3", "ca", "word"].map((text) =>
          pulumi.output(text),
        ) as [pulumi.Output<string>, pulumi.Output<string>, pulumi.Output<string>];
        const names = { userName: "admin", projectName: "admin", domainName: "Default" };
        const ready = [new pulumi.ComponentResource("test:index:Cloud", "cloud-ready")];
        const cloud = { ca, authUrl, region: "RegionOne", admin: { ...names, password } };
        return declareBilling(environment, { ...cloud, blockStorage: true, ready }, hosts, IDS);
      });
      const { settings } = reportSettings(siteOf(environment, hosts));
      return { resources, settings, step: resources["first-reports"] };
    };

    it("come after all prices, on the billing host", async () => {
      const { resources, settings, step = assert.fail() } = await declared(labWith());
      const prices = Object.entries(resources)
        .filter(([, { type }]) => type.startsWith("cloudkitty:index:"))
        .map(([name]) => name);
      assert.ok(prices.length > 10, prices.join());
      assert.deepEqual(
        prices.filter((name) => !step.dependencies.includes(name)),
        [],
      );
      const { secret } = step.inputs.connection as { secret: { host: string } };
      assert.equal(secret.host, "10.0.0.51");
      assert.deepEqual(step.inputs.stdin, {
        secret: renderStep("first-reports", firstReports(settings, IDS)),
      });
    });

    it("are made where there are no prices, and not where nothing is metered", async () => {
      const { settings, step = assert.fail() } = await declared(labWith(["billing", {}]));
      assert.deepEqual(step.inputs.stdin, {
        secret: renderStep("first-reports", firstReports(settings, IDS)),
      });
      assert.equal((await declared(labWith(["billing", undefined]))).step, undefined);
    });
  });
});
