import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../../../components/billing/reports/store/store";
import { logIn } from "../../../../components/billing/reports/web/access";
import { web } from "../../../../components/billing/reports/web/server";
import { OTHER, PROJECT, reportOf, scenario } from "./support";

const EVIL = "<img src=x onerror=alert(1)>";
const HOST = "api.example.org:8890";
const OWN = { origin: `https://${HOST}` };

/** Users of a small Keystone: domain/name/password, and the projects on which they have a role. */
const USERS: Record<string, { projects: string[]; admin?: boolean }> = {
  "acme/fred/right": { projects: [PROJECT] },
  "acme/olga/right": { projects: [OTHER] },
  "acme/nora/right": { projects: [] },
  "Default/admin/right": { projects: ["admin"], admin: true },
};

/** Keystone's answers to what is asked of it here; tokens are the keys of users. */
function keystone(revoked: string[]): Server {
  return createServer((req, res) => {
    let text = "";
    req.on("data", (chunk: Buffer) => (text += chunk.toString()));
    req.on("end", () => {
      const send = (status: number, body: unknown, headers = {}) =>
        res
          .writeHead(status, { "content-type": "application/json", ...headers })
          .end(JSON.stringify(body));
      const token = String(req.headers["x-auth-token"]);
      if (req.method === "DELETE") {
        revoked.push(String(req.headers["x-subject-token"]));
        return send(204, undefined);
      }
      if (req.url === "/v3/auth/projects") {
        return send(200, { projects: USERS[token]?.projects.map((id) => ({ id, name: id })) });
      }
      const { auth } = JSON.parse(text) as {
        auth: {
          identity: {
            password?: { user: { name: string; password: string; domain: { name: string } } };
            token?: { id: string };
          };
          scope: unknown;
        };
      };
      const { password, token: old } = auth.identity;
      if (old !== undefined) {
        if (USERS[old.id]?.admin !== true) return send(401, { error: {} });
        return send(
          201,
          { token: { roles: [{ name: "admin" }] } },
          { "x-subject-token": "scoped" },
        );
      }
      const user = password?.user;
      const key = `${user?.domain.name}/${user?.name}/${user?.password}`;
      if (user?.name === "broken") return send(500, {});
      if (USERS[key] === undefined) return send(401, { error: {} });
      send(201, { token: {} }, { "x-subject-token": key });
    });
  });
}

describe("the pages of reports", () => {
  const folder = mkdtempSync(join(tmpdir(), "web-"));
  const revoked: string[] = [];
  let now = 1000;
  let identity: Server;
  let pages: Server;

  const listen = (server: Server): Promise<void> =>
    new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server: Server): number => (server.address() as AddressInfo).port;

  before(async () => {
    const store = new Store(folder);
    const of = (name: string, projectId: string, number: string) =>
      reportOf(scenario(), {
        tenant: { name, projectId },
        ...(number !== "" && { number, kind: "final" }),
      });
    for (const [name, id, number] of [
      ["finance", PROJECT, "R-000001"],
      [EVIL, OTHER, "R-000002"],
    ] as const) {
      await store.issue(of(name, id, number));
      await store.keepRunning(of(name, id, ""));
    }
    identity = keystone(revoked);
    await listen(identity);
    pages = web({
      store,
      logIn: (credentials) => logIn(`http://127.0.0.1:${port(identity)}`, credentials),
      now: () => now,
    });
    await listen(pages);
  });
  after(() => {
    identity.close();
    pages.close();
    rmSync(folder, { recursive: true });
  });

  interface Answer {
    status?: number;
    headers: IncomingHttpHeaders;
    body: string;
  }
  const ask = (method: string, path: string, headers: object = {}, body = ""): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const all = { host: HOST, ...headers } as Record<string, string>;
      const asked = request({ port: port(pages), method, path, headers: all }, (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
        answer.on("end", () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: text }),
        );
      });
      asked.on("error", reject);
      asked.end(body);
    });
  const form = (domain: string, user: string, password: string) =>
    new URLSearchParams({ domain, user, password }).toString();
  const login = async (domain: string, user: string): Promise<{ cookie: string }> => {
    const { status, headers } = await ask("POST", "/login", OWN, form(domain, user, "right"));
    assert.equal(status, 303);
    return { cookie: headers["set-cookie"]?.[0]?.split(";")[0] ?? "" };
  };

  it("shows nothing to who is not logged in", async () => {
    for (const path of [
      "/",
      "/issued/R-000001/report.json",
      `/running/${PROJECT}_2026-11/report.html`,
      "/nothing",
    ]) {
      const { status, headers, body } = await ask("GET", path, { cookie: "__Host-reports=guess" });
      assert.deepEqual([status, headers.location, body], [303, "/login", ""], path);
    }
    assert.equal((await ask("GET", "/healthcheck")).status, 200);
  });

  it("hands out a cookie that scripts, other sites and plain HTTP do not get", async () => {
    const { headers } = await ask("POST", "/login", OWN, form("acme", "fred", "right"));
    assert.match(
      headers["set-cookie"]?.[0] ?? "",
      /^__Host-reports=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=1800$/,
    );
    assert.equal(headers.location, "/");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(
      headers["content-security-policy"] as string,
      /^default-src 'none'; .*frame-ancestors 'none'$/,
    );
  });

  it("refuses a wrong password, and says no more than that", async () => {
    const answers = [
      form("acme", "fred", "wrong"),
      form("acme", "nobody", "right"),
      form("other", "fred", "right"),
      "",
    ];
    for (const words of answers) {
      const { status, headers, body } = await ask("POST", "/login", OWN, words);
      assert.deepEqual([status, headers["set-cookie"]], [401, undefined]);
      assert.ok(body.includes("Domain, user and password do not belong together."));
    }
    const broken = await ask("POST", "/login", OWN, form("acme", "broken", "x"));
    assert.equal(broken.status, 503);
  });

  it("takes no form from another site", async () => {
    const cookie = await login("acme", "fred");
    for (const from of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      for (const path of ["/login", "/logout"]) {
        const { status } = await ask(
          "POST",
          path,
          { ...from, ...cookie },
          form("acme", "olga", "right"),
        );
        assert.equal(status, 403, JSON.stringify(from));
      }
    }
    assert.equal((await ask("GET", "/", cookie)).status, 200);
  });

  it("shows to each what is of his projects, and to the administrator all", async () => {
    const seen = async (domain: string, user: string) => {
      const cookie = await login(domain, user);
      const { body } = await ask("GET", "/", cookie);
      const links = [...body.matchAll(/href="((?:issued|running)\/[^"]+)\/report\.json"/g)].map(
        ([, link]) => link,
      );
      const opened = [];
      for (const place of [
        "issued/R-000001",
        "issued/R-000002",
        `running/${PROJECT}_2026-11`,
        `running/${OTHER}_2026-11`,
      ]) {
        for (const name of ["html", "pdf", "csv", "json"]) {
          const { status } = await ask("GET", `/${place}/report.${name}`, cookie);
          if (status === 200) opened.push(`${place} ${name}`);
          else assert.equal(status, 404);
        }
      }
      return {
        links: links.sort(),
        opened: [...new Set(opened.map((one) => one.split(" ")[0]))].sort(),
        count: opened.length,
      };
    };
    const [mine, others] = [
      [`issued/R-000001`, `running/${PROJECT}_2026-11`],
      [`issued/R-000002`, `running/${OTHER}_2026-11`],
    ];
    assert.deepEqual(await seen("acme", "fred"), { links: mine, opened: mine, count: 8 });
    assert.deepEqual(await seen("acme", "olga"), { links: others, opened: others, count: 8 });
    assert.deepEqual(await seen("acme", "nora"), { links: [], opened: [], count: 0 });
    const all = [...mine, ...others].sort();
    assert.deepEqual(await seen("Default", "admin"), { links: all, opened: all, count: 16 });
  });

  it("answers alike for what is another's and what is not there, whatever the path", async () => {
    const cookie = await login("acme", "fred");
    const there = await ask("GET", "/issued/R-000002/report.json", cookie);
    for (const path of [
      "/issued/R-000009/report.json",
      "/issued/R-000001/about.json",
      "/issued/..%2f..%2ftenants.json/report.json",
      "/issued/../tenants.json",
      "/tenants.json",
      "/running/__proto__/report.json",
    ]) {
      const { status, body } = await ask("GET", path, cookie);
      assert.deepEqual([status, body], [404, there.body], path);
    }
    assert.equal(there.status, 404);
  });

  it("shows who is frozen, and the environment's tenants first, and marks others for the administrator", async () => {
    const store = new Store(folder);
    const before = store.running();
    const cardsOf = async (domain: string, user: string) => {
      const { body } = await ask("GET", "/", await login(domain, user));
      const cards = body.split('<section class="card">').slice(1);
      const shown = (text = "") =>
        text
          .replace(/<[^>]*>/g, "")
          .replace(/\s+/g, " ")
          .trim();
      const heads = cards.map((card) => shown(/<h3>.*?<\/h3>/s.exec(card)?.[0]));
      const frozen = cards.map((card) => /<p class="wrong small">(.*?)<\/p>/.exec(card)?.[1]);
      const overview = /<p class="wrong small">(Quotas .*?)<\/p>/.exec(body)?.[1];
      return { heads, frozen, overview };
    };
    const freeze = { since: "2026-11-03T20:00:00Z", until: "2026-12-01T00:00:00Z" };
    const words =
      "All of the budget is spent: quotas are frozen since 2026-11-03 20:00 UTC at what was used then. " +
      "They are given back on 2026-12-01 00:00 UTC, or once the budget is raised.";
    assert.deepEqual(await cardsOf("Default", "admin"), {
      heads: ["&lt;img src=x onerror=alert(1)&gt;", "finance"],
      frozen: [undefined, undefined],
      overview: undefined,
    });
    store.keepTenants({ [PROJECT]: { name: "finance", since: "2026-11", declared: true } });
    const report = reportOf(scenario(), {
      budget: { amount: "10", thresholds: ["1"], action: "freeze" },
    });
    const { budget = assert.fail() } = report;
    await store.keepRunning({ ...report, budget: { ...budget, frozen: freeze } });
    assert.deepEqual(await cardsOf("Default", "admin"), {
      heads: ["finance", "&lt;img src=x onerror=alert(1)&gt; not declared"],
      frozen: [words, undefined],
      overview: "Quotas are frozen of finance.",
    });
    assert.deepEqual(await cardsOf("acme", "fred"), {
      heads: ["finance"],
      frozen: [words],
      overview: undefined,
    });
    assert.deepEqual(await cardsOf("acme", "olga"), {
      heads: ["&lt;img src=x onerror=alert(1)&gt;"],
      frozen: [undefined],
      overview: undefined,
    });
    assert.equal(store.running().length, before.length);
  });

  it("lets no tenant's name become markup", async () => {
    const { body } = await ask("GET", "/", await login("Default", "admin"));
    assert.ok(body.includes("&lt;img src=x onerror=alert(1)&gt;"));
    assert.ok(!body.includes("<img"));
  });

  it("ends a session by logging out, by a new login, and after half an hour", async () => {
    const status = async (cookie: { cookie: string }) => (await ask("GET", "/", cookie)).status;
    const first = await login("acme", "fred");
    await ask("POST", "/logout", { ...OWN, ...first });
    assert.equal(await status(first), 303);
    const second = await login("acme", "fred");
    await ask("POST", "/login", { ...OWN, ...second }, form("acme", "fred", "right"));
    assert.equal(await status(second), 303);
    const third = await login("acme", "fred");
    now += 1799;
    assert.equal(await status(third), 200);
    now += 1;
    assert.equal(await status(third), 303);
  });

  it("revokes the tokens that a login took", async () => {
    revoked.length = 0;
    await login("Default", "admin");
    assert.deepEqual(revoked, ["scoped", "Default/admin/right"]);
  });

  it("reads no long forms, and knows no other methods", async () => {
    assert.equal((await ask("POST", "/login", OWN, "x".repeat(5000))).status, 413);
    assert.equal((await ask("DELETE", "/")).status, 405);
  });
});
