import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Report } from "../../../components/billing/reports/model/report";
import type { Event, Waiting } from "../../../components/billing/reports/outbox/outbox";
import type { Budget } from "../../../components/billing/reports/settings";
import { labOutputs } from "../support/outputs";
import { OpenStackApi } from "../support/openstack-api";
import { OwnReports, preliminaryOf } from "./own/service";
import { QuotaSets, type Sets } from "./quota-sets";

const TENANT = "research";

/**
 * A budget that is spent, on the real Nova, Cinder and Neutron, and a receiver that is told of it. All
 * quotas are what they were at the end, whatever comes of it.
 */
export function testFreeze(): void {
  describe("a budget that is spent", () => {
    let api: OpenStackApi;
    let own: OwnReports;
    let projectId: string;
    let quotas: QuotaSets;
    let granted: Sets;
    let used: Sets;
    let url: string;
    let frozen: Report;

    const budgetOf = (amount: string): Budget => ({
      amount,
      thresholds: ["0.5", "1"],
      action: "freeze",
    });
    /** What a lab costs in minutes is far less than a cent. */
    const runWith = (amount: string): Promise<void> =>
      own.run({
        decimals: 6,
        tenants: { [TENANT]: { budget: budgetOf(amount) } },
        webhook: { url },
      });
    const waiting = async (): Promise<Waiting[]> =>
      Object.entries(await own.store())
        .filter(([path]) => path.startsWith("outbox/waiting/"))
        .map(([, { text }]) => JSON.parse(text) as Waiting);

    before(async () => {
      const lab = await labOutputs();
      api = await OpenStackApi.login(lab);
      projectId = lab.tenants[TENANT]?.projectId ?? assert.fail(`there is no ${TENANT}`);
      quotas = new QuotaSets(api, projectId);
      granted = await quotas.read();
      own = await OwnReports.make();
      url = await own.receive();
    });
    after(async () => {
      await quotas.restore(granted);
      await own.remove();
    });

    it("leaves of the quotas what is used, and says so in the report", async () => {
      used = await quotas.used();
      await runWith("0.000001");
      assert.deepEqual(await quotas.read(), {
        compute: { ...granted.compute, ...used.compute },
        volumev3: { ...granted.volumev3, ...used.volumev3 },
        network: { ...granted.network, ...used.network },
      });
      // What the tenant declares, by another way than that of quotas.
      const { routers } = (await api.get("network", `/v2.0/routers?project_id=${projectId}`)) as {
        routers: unknown[];
      };
      assert.equal(used.network.router, routers.length);
      const { report, html } = preliminaryOf(await own.store(), projectId);
      assert.deepEqual(report.budget?.frozen, { since: report.issued, until: report.period.end });
      assert.match(
        html,
        /<p class="banner" role="alert">All of the budget is spent: quotas are frozen/,
      );
      frozen = report;
    });

    it("lets the tenant have nothing more", async () => {
      const router = { name: "reports-e2e", project_id: projectId };
      const made = api.post("network", "/v2.0/routers", { router }).then(async (body) => {
        const { id } = body.router as { id: string };
        await api.remove("network", `/v2.0/routers/${id}`);
      });
      await assert.rejects(made, /^Error: POST \/v2\.0\/routers answered 409: .*OverQuota/);
    });

    it("is told to who does not take it at first, and waits for the next try", async () => {
      const received = await own.received();
      const month = frozen.period.name;
      assert.deepEqual(
        received.map(({ headers, answered }) => [headers["idempotency-key"], answered]),
        [
          [`budget.frozen.${projectId}.${month}.${month}`, 500],
          [`budget.reached.${projectId}.${month}.0_5`, 200],
          [`budget.reached.${projectId}.${month}.1`, 200],
        ],
      );
      const [one, ...others] = await waiting();
      assert.deepEqual(others, []);
      assert.deepEqual(
        [one?.event.type, one?.tries, one?.last],
        ["budget.frozen", 1, "answered 500"],
      );
      // Half a minute from the try on.
      const tried = Number(/^t=(\d+),/.exec(received[0]?.headers["x-signature"] ?? "")?.[1]);
      assert.ok(Math.abs((one?.next ?? 0) - tried - 30) <= 5, JSON.stringify([one, tried]));
    });

    it("gives back all quotas once it is raised, exactly as they were", async () => {
      await own.due();
      await runWith("1000000");
      assert.deepEqual(await quotas.read(), granted);
      const { report, html } = preliminaryOf(await own.store(), projectId);
      assert.equal(report.budget?.frozen, undefined);
      assert.doesNotMatch(html, /class="banner"/);
    });

    it("is told once each, signed, with what was done", async () => {
      // There is nothing more to be sent.
      await runWith("1000000");
      assert.deepEqual(await waiting(), []);
      const received = await own.received();
      const month = frozen.period.name;
      assert.deepEqual(
        received.slice(3).map(({ headers, answered }) => [headers["idempotency-key"], answered]),
        [
          [`budget.frozen.${projectId}.${month}.${month}`, 200],
          [`budget.unfrozen.${projectId}.${month}.${month}`, 200],
        ],
      );
      const key = await own.key();
      for (const { headers, body } of received) {
        const [, at = "", hex] =
          /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers["x-signature"] ?? "") ?? [];
        const expected = createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
        assert.ok(hex === expected, `${headers["idempotency-key"]} is signed by another key`);
        assert.ok(Math.abs(Date.now() / 1000 - Number(at)) < 300, at);
        assert.equal((JSON.parse(body) as Event).id, headers["idempotency-key"]);
      }
      assert.equal(received[3]?.body, received[0]?.body);
      const budget = { ...frozen.budget, frozen: undefined };
      assert.deepEqual(JSON.parse(received[0]?.body ?? ""), {
        id: `budget.frozen.${projectId}.${month}.${month}`,
        type: "budget.frozen",
        created: frozen.issued,
        data: {
          tenant: { name: TENANT, projectId },
          month,
          total: frozen.totals.total,
          currency: "EUR",
          budget: JSON.parse(JSON.stringify(budget)) as unknown,
          quotas: used,
        },
      });
    });
  });
}
