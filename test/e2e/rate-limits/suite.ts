import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSections } from "../../../stacks/environment/file";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { onHost, ROOT } from "../support/command";
import { send } from "../support/openstack-api";
import { type LabOutputs, labOutputs } from "../support/outputs";

const TRAFFIC = readFileSync(join(__dirname, "traffic.py"), "utf8");
/** Nobody's: a wrong password of a real user would lock it out. */
const LOGIN = {
  auth: {
    identity: {
      methods: ["password"],
      password: { user: { name: "rate-limits", domain: { id: "default" }, password: "wrong" } },
    },
  },
};

interface Requests {
  statuses: Record<string, number>;
  retryAfter: string[];
  errors: Record<string, number>;
}

interface Calls {
  statuses: Record<string, number>;
  median: number;
  longest: number;
}

/**
 * The limits of the load balancer on the lab, which is up. Traffic goes out by tenants' routers, as that
 * of their machines does: the load balancer sees the address that the router has outside. HAProxy
 * counts in a window that slides: the time before counts in part, so that it takes twice the time at
 * most until nothing of a flood is left.
 */
export function testRateLimits(): void {
  describe("rate limits", function () {
    this.timeout(5 * 60 * 1000);

    const sections = readSections(join(ROOT, "Pulumi.lab.yaml"));
    const { requests, logins, seconds } = parseEnvironment(sections, "lab").cloud.rateLimit;
    let lab: LabOutputs;
    let host = "";

    before(async () => {
      lab = await labOutputs();
      host = new URL(lab.authUrl).hostname;
      await stillness();
    });

    /** Until nothing counts any more that was asked before. */
    const stillness = (): Promise<void> =>
      new Promise((resolve) => setTimeout(resolve, 2 * seconds * 1000 + 500));

    /** Runs traffic behind the router of a tenant. */
    async function by<T>(tenant: string, what: string, wanted: object): Promise<T> {
      const namespace = `qrouter-${lab.tenants[tenant]?.routers.edge ?? ""}`;
      const argument = JSON.stringify({ what, host, ca: lab.ca, ...wanted });
      // By standard input and a file of its own: arguments are seen by everybody on the host.
      const script = `ip netns exec ${namespace} python3 - <<'PYTHON'
import sys
sys.argv.append(${JSON.stringify(argument)})
${TRAFFIC}
PYTHON`;
      return JSON.parse(await onHost("controller", script)) as T;
    }

    const ask = (wanted: object): Promise<Requests> =>
      by("engineering", "requests", {
        ...{ port: 5000, method: "GET", path: "/v3", connections: 1, times: 1 },
        ...wanted,
      });

    const calls = (time: number): Promise<Calls> => {
      const credential = lab.tenantCredentials.finance?.applicationCredentials.ci;
      return by("finance", "calls", { seconds: time, credential });
    };

    /** That all calls of a tenant went well, some of each. */
    function wentWell({ statuses }: Calls): void {
      const kinds = ["images 200", "login 201", "networks 200", "servers 200"];
      assert.deepEqual(Object.keys(statuses).sort(), kinds);
    }

    it("answer one address as often as the environment says, while others' calls go on", async function () {
      const before = await calls(5);
      wentWell(before);
      const [flood, during] = await Promise.all([
        ask({ connections: 16, times: undefined, seconds: 1.5 * seconds }),
        calls(1.5 * seconds),
      ]);
      assert.deepEqual(
        { ...flood, statuses: { ...flood.statuses, 429: 0 } },
        { statuses: { 200: requests, 429: 0 }, retryAfter: [`${seconds}`], errors: {} },
      );
      const refused = flood.statuses[429] ?? 0;
      assert.ok(refused > requests, `it was no flood: ${refused} were refused`);
      wentWell(during);
      const time = (one: Calls): string => `${one.median.toFixed(2)} s`;
      if (this.test)
        this.test.title += ` (${time(before)} each before, ${time(during)} in the flood)`;
    });

    it("refuse that address at every API, until it has kept still for two windows", async () => {
      const refused = { statuses: { 429: 1 }, retryAfter: [`${seconds}`], errors: {} };
      assert.deepEqual(await ask({ port: 9696, path: "/" }), refused);
      await stillness();
      const answered = { statuses: { 200: 1 }, retryAfter: [], errors: {} };
      assert.deepEqual(await ask({ port: 9696, path: "/" }), answered);
    });

    it("answer fewer logins, at whichever place passwords are tried", async () => {
      const login = { method: "POST", path: "/v3/auth/tokens", body: LOGIN };
      const tried = await ask({ ...login, connections: 2 * logins, times: 2 * logins });
      assert.deepEqual(tried, {
        statuses: { 401: logins, 429: logins },
        retryAfter: [`${seconds}`],
        errors: {},
      });
      const places: [number, string][] = [
        [5000, "/v3/auth/tokens"],
        [5000, "//v3/auth//tokens/"],
        [5000, "/v3/auth/%74okens"],
        [5000, "/v3/users/nobody/password"],
        [443, "/horizon/auth/login/"],
      ];
      for (const [port, path] of places) {
        const { statuses } = await ask({ ...login, port, path });
        assert.deepEqual(statuses, { 429: 1 }, path);
      }
      assert.deepEqual((await ask({})).statuses, { 200: 1 });
      wentWell(await calls(2));
    });

    it("keep one address from taking all connections", async () => {
      const [{ open }, during] = await Promise.all([
        by<{ open: number }>("engineering", "connections", {
          port: 5000,
          connections: 4500,
          seconds: 8,
        }),
        calls(8),
      ]);
      assert.equal(open, requests);
      wentWell(during);
    });

    it("are not for the computer that runs the program, which is trusted", async () => {
      const found = new Set<number>();
      const work = async (): Promise<void> => {
        for (let n = 0; n < requests / 3; n++) {
          found.add((await send("GET", lab.authUrl, lab.ca, {})).status);
        }
      };
      await Promise.all([work(), work(), work(), work()]);
      assert.deepEqual([...found], [200]);
    });
  });
}
