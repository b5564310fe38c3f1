import assert from "node:assert/strict";
import { Agent, request } from "node:https";
import type { Report } from "../../../components/billing/reports/model/report";
import { type LabOutputs, labOutputs } from "../support/outputs";
import { testClosing } from "./closing";
import { testFirstReports } from "./first";
import { testFreeze } from "./freeze";

interface Answer {
  status: number;
  cookie: string;
  text: string;
}

const agent = new Agent({ keepAlive: false });
/** A user of each tenant of the lab, and the domain that the user is in. */
const USERS = { engineering: "erin", finance: "frank", research: "rita" };

/** The pages of reports on the lab, which is up: by the address of the APIs, as people come. */
export function testReports(): void {
  describe("reports", function () {
    this.timeout(5 * 60 * 1000);

    let lab: LabOutputs;
    let base: string;
    before(async () => {
      lab = await labOutputs();
      base = `https://${new URL(lab.authUrl).hostname}:8890`;
    });

    testFirstReports();
    testFreeze();
    testClosing();

    const ask = (path: string, headers: Record<string, string> = {}, form?: string) =>
      new Promise<Answer>((resolve, reject) => {
        const method = form === undefined ? "GET" : "POST";
        const asked = request(
          `${base}${path}`,
          { method, ca: lab.ca, agent, headers },
          (answer) => {
            let text = "";
            answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
            answer.on("end", () => {
              const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
              resolve({ status: answer.statusCode ?? 0, cookie, text });
            });
          },
        );
        asked.on("error", reject).end(form);
      });
    const logIn = (domain: string, user: string, password: string) =>
      ask("/login", { origin: base }, new URLSearchParams({ domain, user, password }).toString());

    const asUser = async (tenant: keyof typeof USERS): Promise<string> => {
      const openrc = lab.tenantCredentials[tenant]?.openrc[USERS[tenant]] ?? "";
      const password = /^export OS_PASSWORD='(.+)'$/m.exec(openrc)?.[1] ?? assert.fail(tenant);
      const { status, cookie } = await logIn(tenant, USERS[tenant], password);
      assert.equal(status, 303, tenant);
      return cookie;
    };
    /** The reports that a page leads to, by their JSON. */
    const links = async (cookie: string): Promise<string[]> => {
      const { text } = await ask("/", { cookie });
      return [...text.matchAll(/href="([^"]+\/report\.json)"/g)].map(([, link = ""]) => `/${link}`);
    };
    const reportAt = async (path: string, cookie: string): Promise<Report> => {
      const { status, text } = await ask(path, { cookie });
      assert.equal(status, 200, path);
      return JSON.parse(text) as Report;
    };

    it("show to the administrator those of all tenants, in agreement with CloudKitty", async () => {
      const { cookie } = await logIn("Default", "admin", lab.adminPassword);
      const reports = await Promise.all(
        (await links(cookie)).map((path) => reportAt(path, cookie)),
      );
      // Other tests' tenants have a last report, too.
      const names = new Set(reports.map(({ tenant }) => tenant.name));
      assert.deepEqual([...names].filter((name) => name in USERS).sort(), Object.keys(USERS));
      for (const { tenant, reconciliation } of reports) {
        assert.ok(reconciliation.agrees, `${tenant.name}: ${JSON.stringify(reconciliation)}`);
      }
    });

    it("show to a tenant's user its own, and no other's by whatever address", async () => {
      const { cookie: admin } = await logIn("Default", "admin", lab.adminPassword);
      const all = await links(admin);
      for (const tenant of Object.keys(USERS) as (keyof typeof USERS)[]) {
        const cookie = await asUser(tenant);
        const own = await links(cookie);
        assert.notEqual(own.length, 0, tenant);
        for (const path of own) {
          const report = await reportAt(path, cookie);
          assert.deepEqual(report.tenant, {
            name: tenant,
            projectId: lab.tenants[tenant]?.projectId,
          });
        }
        const others = all.filter((path) => !own.includes(path));
        assert.equal(others.length, all.length - own.length);
        for (const path of others) assert.equal((await ask(path, { cookie })).status, 404, path);
      }
    });

    it("show nothing to who is nobody, and take no form from another site", async () => {
      assert.equal((await logIn("Default", "reports-nobody", "wrong")).status, 401);
      assert.equal((await ask("/")).status, 303);
      assert.equal((await ask("/login", { origin: "https://elsewhere" }, "user=x")).status, 403);
    });
  });
}
