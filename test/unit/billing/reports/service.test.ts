import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { buildSync } from "esbuild";
import { bundle, options, SOURCES } from "../../../../components/billing/reports/bundle/bundle";
import { CloudKitty } from "../../../../components/billing/reports/cloud/cloudkitty";
import { CloudSession } from "../../../../components/billing/reports/cloud/session";
import type { Report } from "../../../../components/billing/reports/model/report";
import { verify } from "../../../../components/billing/reports/outbox/signature";
import { reports } from "../../../../components/billing/reports/service";
import type { ReportConfig, ReportSettings } from "../../../../components/billing/reports/settings";
import type { Host } from "../../../../components/host";
import { secrets, site } from "../../controlplane/site";
import { FakeCloud } from "./fake-cloud";
import { hourly, machine, PROJECT, scenario } from "./support";

const host = (name: string, octet: number): Host => ({
  name,
  roles: ["billing"],
  addresses: { management: `10.0.0.${octet}` },
  externalInterfaces: {},
  connection: { host: `10.0.0.${octet}` },
});
const peers = [host("billing1", 51), host("billing2", 52)];

const [FIRST, SECOND] = ["2026-11-01T12:00:00Z", "2026-11-01T18:00:00Z"];
const PLANS = {
  period: 600,
  currency: "EUR",
  decimals: 2,
  rounding: "half-up" as const,
  timeZone: "Europe/Berlin",
  holidays: [],
  plans: {},
  meters: {},
};
const BILLING = { ...PLANS, tenants: {}, outages: [] };

const filesOn = (here: Host) =>
  reports.files?.({
    site: { ...site(), billing: BILLING },
    host: here,
    peers,
    secrets: { ...secrets, identity: { reports: "login-word" }, webhook: "webhook-word" },
  }) ?? [];
const fileOn = (here: Host, path: string) =>
  filesOn(here).find((file) => file.path === path) ?? assert.fail(`there is no ${path}`);

describe("the report service", () => {
  const config = (n: number) =>
    JSON.parse(
      fileOn(peers[n] ?? assert.fail(), "/etc/openstack-environment-reports/config.json").content,
    ) as ReportConfig;

  it("makes reports on one host, and shows them behind the load balancer", () => {
    const { settings, ...rest } = config(0);
    assert.deepEqual(rest, {
      listen: { address: "10.0.0.51", port: 8890 },
      keystone: "https://10.0.0.10:5000",
      region: "RegionOne",
      store: "/var/lib/openstack-environment/reports",
      projects: "/etc/openstack-environment-reports/projects.json",
      active: true,
      billing: PLANS,
    });
    assert.equal(settings.period, 600);
    assert.equal(settings.timeZone, "Europe/Berlin");
    assert.equal(config(1).active, false);
    assert.equal(reports.publish?.[0]?.standby, true);
    assert.deepEqual(
      ["/login", "//login/", "/login/x", "/"].map((path) =>
        new RegExp(reports.publish?.[0]?.logins ?? "").test(path),
      ),
      [true, true, false, false],
    );
  });

  it("has its passwords in a file that systemd alone reads, and gives to one unit", () => {
    const [here = assert.fail()] = peers;
    const holding = filesOn(here).filter(({ content }) => /(login|webhook)-word/.test(content));
    assert.deepEqual(
      holding.map(({ path, mode, owner, content }) => [
        path,
        mode,
        owner,
        JSON.parse(content) as unknown,
      ]),
      [
        [
          "/etc/openstack-environment-reports/login.json",
          "0600",
          undefined,
          { password: "login-word", webhookKey: "webhook-word" },
        ],
      ],
    );
    const unit = (name: string) =>
      fileOn(here, `/etc/systemd/system/openstack-environment-reports${name}`).content;
    assert.match(
      unit("-run.service"),
      /^LoadCredential=login.json:\/etc\/openstack-environment-reports\/login.json$/m,
    );
    assert.match(
      unit(".service"),
      /^InaccessiblePaths=\/etc\/openstack-environment-reports\/login.json$/m,
    );
    assert.match(unit(".service"), /^MemoryMax=150M$/m);
    assert.match(unit("-run.timer"), /^OnUnitInactiveSec=600$/m);
  });

  it("is bundled anew whenever anything of ours that is in the bundle changes", () => {
    const { metafile } = buildSync({ ...options(), metafile: true });
    const ours = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
    assert.ok(ours.length > 40, ours.join("\n"));
    assert.deepEqual(
      ours.filter((path) => !SOURCES.some((folder) => resolve(path).startsWith(`${folder}${sep}`))),
      [],
    );
  });

  describe("as bundled", () => {
    const folder = mkdtempSync(join(tmpdir(), "bundled-"));
    const cloud = new FakeCloud();
    const settings: ReportSettings = {
      currency: "EUR",
      decimals: 2,
      rounding: "half-up",
      timeZone: "UTC",
      period: 3600,
      tenants: { finance: { budget: { amount: "10", thresholds: ["1"], action: "freeze" } } },
    };
    before(async () => {
      await cloud.listen();
      cloud.frames = scenario();
      settings.webhook = { url: `${cloud.url}/hook` };
      const whole = {
        settings,
        listen: {},
        keystone: `${cloud.url}/identity`,
        region: "RegionOne",
        store: join(folder, "store"),
        projects: join(folder, "projects.json"),
        active: true,
      };
      mkdirSync(join(folder, "credentials"));
      writeFileSync(join(folder, "config.json"), JSON.stringify(whole));
      writeFileSync(
        join(folder, "credentials/login.json"),
        JSON.stringify({ password: "login-word", webhookKey: "key" }),
      );
      writeFileSync(join(folder, "reports.js"), bundle());
      // It is November wherever the test is run.
      writeFileSync(
        join(folder, "clock.js"),
        `const at = Date.parse("2026-11-04T01:00:00Z"), begun = process.hrtime.bigint();
Date.now = () => at + Number((process.hrtime.bigint() - begun) / 1000000n);`,
      );
    });
    after(() => {
      cloud.close();
      rmSync(folder, { recursive: true });
    });

    const command = (...words: string[]): Promise<{ status: number | null; said: string }> =>
      new Promise((resolve) => {
        const env = {
          PATH: process.env.PATH,
          REPORTS_CONFIG: join(folder, "config.json"),
          CREDENTIALS_DIRECTORY: join(folder, "credentials"),
        };
        const child = spawn(
          process.execPath,
          ["-r", join(folder, "clock.js"), join(folder, "reports.js"), ...words],
          { env },
        );
        let said = "";
        for (const stream of [child.stdout, child.stderr])
          stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
        child.on("close", (status) => resolve({ status, said }));
      });
    const running = join(folder, "store/running", `${PROJECT}_2026-11/current`);

    it("asks the cloud and makes all documents, with amounts of CloudKitty where there are no prices", async () => {
      const { status, said } = await command("run");
      assert.deepEqual([status, said], [0, "1 tenants in 0 s.\n"], said);
      assert.deepEqual(readdirSync(running).sort(), [
        "about.json",
        "report.csv",
        "report.html",
        "report.json",
        "report.pdf",
      ]);
      const report = JSON.parse(readFileSync(join(running, "report.json"), "utf8")) as Report;
      assert.deepEqual(
        [
          report.ratedUntil,
          report.totals.subtotal,
          report.totals.total,
          report.reconciliation.agrees,
        ],
        ["2026-11-04T00:00:00Z", "19.5884", "19.59", true],
      );
      assert.equal(readFileSync(join(running, "report.pdf")).subarray(0, 8).toString(), "%PDF-1.3");
    });

    it("never asks CloudKitty for usage without naming the project", () => {
      const usage = cloud.asked.filter(({ what }) => /dataframes|summary/.test(what));
      assert.equal(usage.length, 4);
      for (const { what } of usage) assert.ok(what.includes(`filters=project_id:${PROJECT}`), what);
    });

    it("freezes quotas by the APIs, and tells of it, signed", () => {
      const puts = cloud.asked.filter(({ what }) => what.startsWith("PUT"));
      assert.deepEqual(
        puts.map(({ what, body }) => [what, JSON.parse(body) as unknown]),
        [
          [
            `PUT /compute/os-quota-sets/${PROJECT}`,
            { quota_set: { instances: 2, cores: 4, ram: 1024, force: true } },
          ],
          [`PUT /volumev3/os-quota-sets/${PROJECT}`, { quota_set: { volumes: 1 } }],
          [`PUT /network/v2.0/quotas/${PROJECT}`, { quota: { floatingip: 1 } }],
        ],
      );
      const hooks = cloud.asked.filter(({ what }) => what === "POST /hook");
      assert.deepEqual(hooks.map(({ headers }) => headers["idempotency-key"]).sort(), [
        `budget.frozen.${PROJECT}.2026-11.2026-11`,
        `budget.reached.${PROJECT}.2026-11.1`,
      ]);
      const now = Date.parse("2026-11-04T01:00:10Z") / 1000;
      for (const { headers, body } of hooks)
        assert.ok(verify("key", String(headers["x-signature"]), body, now));
    });

    it("tells nothing twice, and reads no frame twice", async () => {
      cloud.asked.length = 0;
      const { status, said } = await command("run");
      assert.equal(status, 0, said);
      assert.deepEqual(
        cloud.asked.filter(({ what }) => /hook|PUT/.test(what)),
        [],
      );
      assert.deepEqual(
        cloud.asked.filter(({ what }) => what.includes("dataframes")),
        [],
      );
    });

    it("logs in anew when its token is over", async () => {
      const session = new CloudSession({
        keystone: `${cloud.url}/identity`,
        region: "RegionOne",
        user: "reports",
        password: "login-word",
      });
      const kitty = new CloudKitty(session, 3600);
      const until = { [PROJECT]: "2026-11-04T00:00:00Z" };
      assert.deepEqual(await kitty.ratedUntil(), until);
      cloud.over = true;
      cloud.asked.length = 0;
      assert.deepEqual(await kitty.ratedUntil(), until);
      assert.deepEqual(
        cloud.asked.map(({ what }) => what.split("?")[0]),
        ["GET /rating/v2/scope", "POST /identity/v3/auth/tokens", "GET /rating/v2/scope"],
      );
      await assert.rejects(session.request("sharing", "GET", "/"), {
        message: "The catalogue has no sharing in RegionOne.",
      });
    });

    it("makes a report of any time, of frames that it reads for it", async () => {
      cloud.frames = scenario();
      const out = join(folder, "statement");
      const { status, said } = await command(
        "statement",
        "finance",
        "2026-11-02",
        "2026-11-03T12:00:00Z",
        out,
      );
      assert.deepEqual([status, said], [0, ""]);
      const report = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Report;
      // 22 hours at 0.063 and 12 at 0.18, of which 10 and 6 are off-peak.
      assert.deepEqual(
        [report.number, report.period.end, report.totals.usage, report.reconciliation.agrees],
        ["", "2026-11-03T12:00:00Z", "2.691", true],
      );
      const wrong = [
        [
          ["nobody", "2026-11-02", "2026-11-03", out],
          "There is no tenant nobody. There are finance.",
        ],
        [["finance", "2026-11-03", "2026-11-02", out], "2026-11-02 is not after 2026-11-03."],
        [
          ["finance", "x", "2026-11-02", out],
          "x is neither a day, such as 2026-11-24, nor an instant.",
        ],
        [["finance"], "statement takes a tenant, two days or instants, and a folder."],
      ] as const;
      for (const [words, message] of wrong) {
        const ended = await command("statement", ...words);
        assert.equal(ended.status, 1);
        assert.equal(ended.said, `${message}\n`);
      }
    });

    it("sends what waits though CloudKitty does not answer, and says so", async () => {
      cloud.down = true;
      const { status, said } = await command("run");
      cloud.down = false;
      assert.equal(status, 1);
      assert.match(
        said,
        /^Nothing was made: GET rating \/v2\/scope\?limit=\d+&offset=0: 500 \{\}$/m,
      );
      const kept = JSON.parse(readFileSync(join(folder, "store/status.json"), "utf8")) as {
        errors: string[];
      };
      assert.equal(kept.errors.length, 1);
    });

    it("reads many frames by pages, and very many by parts of the time", async () => {
      const session = new CloudSession({
        keystone: `${cloud.url}/identity`,
        region: "RegionOne",
        user: "reports",
        password: "login-word",
      });
      const read = async (count: number) => {
        cloud.frames = Array.from({ length: count }, (_, n) =>
          hourly(
            machine(`vm-${n % 30_000}`, "", "small"),
            n < 30_000 ? FIRST : SECOND,
            1,
            "1",
            "0.06",
          ),
        ).flat();
        cloud.asked.length = 0;
        const found = new Set<string>();
        const day = { begin: FIRST, end: "2026-11-02T00:00:00Z" };
        for await (const { resource, begin } of new CloudKitty(session, 3600).frames(
          PROJECT,
          day,
        )) {
          found.add(`${resource} ${begin}`);
        }
        return [found.size, cloud.asked.filter(({ what }) => what.includes("dataframes")).length];
      };
      assert.deepEqual(await read(12_000), [12_000, 3]);
      // Once for all of it, and six pages of each half.
      assert.deepEqual(await read(60_000), [60_000, 13]);
    });

    it("says what is wrong in a line, and shows no password", async () => {
      const { status, said } = await command("walk");
      assert.equal(status, 1);
      assert.match(said, /^No such command: walk\. There are run, web, statement, retry\.$/m);
      assert.ok(!said.includes("login-word"));
    });
  });
});
