import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { selfSign } from "../../../embedded/plugins/tls/certificate";

const SCRIPT = readFileSync(
  join(__dirname, "../../../components/tenant/forget-project.mjs"),
  "utf8",
);

/** A certificate for 127.0.0.1 that is its own authority. */
async function selfSigned(): Promise<{ cert: string; key: string }> {
  const { privateKey: key } = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const { certPem } = await selfSign({
    privateKeyPem: key,
    subject: { commonName: "test" },
    ipAddresses: ["127.0.0.1"],
    isCaCertificate: true,
    validityPeriodHours: 1,
    allowedUses: ["cert_signing", "digital_signature", "server_auth"],
  });
  return { cert: certPem as string, key };
}

describe("what is set back when a tenant goes", () => {
  let cert: string;
  let server: Server;
  let base: string;
  let calls: string[];
  /** Answers in place of the usual ones, by call. */
  let answers: Map<string, { status: number; body: string }[]>;

  before(async () => {
    const made = await selfSigned();
    cert = made.cert;
    server = createServer(made, (request, response) => {
      void text(request).then((body) => {
        const call = `${request.method} ${request.url}`;
        const { "x-auth-token": token } = request.headers;
        calls.push(token === undefined ? `${call} ${body}` : `${call} [${token.toString()}]`);
        const { status, body: answer } = answers.get(call)?.shift() ?? usual(call);
        response.writeHead(status, { "X-Subject-Token": "t1", Connection: "close" });
        response.end(answer);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    calls = [];
    answers = new Map();
  });

  function usual(call: string): { status: number; body: string } {
    if (call === "POST /v3/auth/tokens") {
      const service = (type: string, path: string) => ({
        type,
        endpoints: [
          { interface: "internal", region: "RegionOne", url: "https://elsewhere" },
          { interface: "public", region: "RegionTwo", url: "https://elsewhere" },
          { interface: "public", region: "RegionOne", url: `${base}${path}` },
        ],
      });
      const catalog = [
        service("compute", "/compute/v2.1"),
        service("network", "/network"),
        service("volumev3", "/volume/v3/"),
      ];
      return { status: 201, body: JSON.stringify({ token: { catalog } }) };
    }
    if (call.startsWith("GET ")) {
      return { status: 200, body: JSON.stringify({ security_groups: [{ id: "sg1" }] }) };
    }
    return { status: 204, body: "" };
  }

  const run = async (blockStorage: boolean): Promise<{ code: number | null; errors: string }> => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", SCRIPT]);
    child.stdin.end(
      JSON.stringify({
        authUrl: `${base}/v3`,
        ca: cert,
        region: "RegionOne",
        admin: {
          userName: "admin",
          password: "canary",
          projectName: "admin",
          domainName: "Default",
        },
        projectId: "p1",
        blockStorage,
      }),
    );
    const [errors, code] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on("close", resolve)),
    ]);
    return { code, errors };
  };

  const LOGIN = `POST /v3/auth/tokens ${JSON.stringify({
    auth: {
      identity: {
        methods: ["password"],
        password: { user: { name: "admin", password: "canary", domain: { name: "Default" } } },
      },
      scope: { project: { name: "admin", domain: { name: "Default" } } },
    },
  })}`;

  it("resets the quotas of every service and removes the default security group", async () => {
    assert.deepEqual(await run(true), { code: 0, errors: "" });
    assert.deepEqual(calls, [
      LOGIN,
      "DELETE /compute/v2.1/os-quota-sets/p1 [t1]",
      "DELETE /network/v2.0/quotas/p1 [t1]",
      "DELETE /volume/v3/os-quota-sets/p1 [t1]",
      "GET /network/v2.0/security-groups?project_id=p1&name=default [t1]",
      "DELETE /network/v2.0/security-groups/sg1 [t1]",
    ]);
  });

  it("asks no block storage where there is none, and takes what is gone for done", async () => {
    answers.set("DELETE /network/v2.0/quotas/p1", [{ status: 404, body: "" }]);
    assert.deepEqual(await run(false), { code: 0, errors: "" });
    assert.deepEqual(calls, [
      LOGIN,
      "DELETE /compute/v2.1/os-quota-sets/p1 [t1]",
      "DELETE /network/v2.0/quotas/p1 [t1]",
      "GET /network/v2.0/security-groups?project_id=p1&name=default [t1]",
      "DELETE /network/v2.0/security-groups/sg1 [t1]",
    ]);
  });

  it("tries again when a service is busy", async () => {
    answers.set("DELETE /network/v2.0/security-groups/sg1", [{ status: 503, body: "busy" }]);
    assert.deepEqual(await run(false), { code: 0, errors: "" });
    assert.equal(calls.filter((call) => call.includes("sg1")).length, 2);
  });

  it("says what failed, with OpenStack's own words and without the password", async () => {
    answers.set("DELETE /network/v2.0/quotas/p1", [{ status: 403, body: "not allowed" }]);
    assert.deepEqual(await run(false), {
      code: 1,
      errors:
        "Could not set back the quotas and the default security group of project p1: " +
        `DELETE ${base}/network/v2.0/quotas/p1: 403 not allowed\n` +
        "Repair the cause and run again; nothing else is lost.\n",
    });
  });
});
