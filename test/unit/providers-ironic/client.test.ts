import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Ironic } from "../../../providers/ironic/api/client";
import type { ClientOptions } from "../../../providers/ironic/api/client";
import { conflictOf, faultOf, isWrongState } from "../../../providers/ironic/api/errors";
import { basicLogin } from "../../../providers/ironic/api/login";
import { connect } from "../../../providers/ironic/config";
import { ApiError, Transport } from "../../../providers/openstack";

/** As Ironic writes an error: JSON within JSON. */
const fault = (text: string): string =>
  JSON.stringify({
    error_message: JSON.stringify({ faultcode: "Client", faultstring: text, debuginfo: null }),
  });

const QUICK = { attempts: 4, firstMs: 1, longestMs: 2 };

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

describe("ironic: the client", () => {
  let server: Server;
  let url: string;
  let answers: Answer[];
  let asked: string[];
  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        asked.push(`${request.method} ${request.url}`);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        answer?.(request, response, body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => (asked = []));

  const says =
    (status: number, body: string, headers: Record<string, string> = {}): Answer =>
    (_request, response) =>
      response.writeHead(status, headers).end(body);
  const hangsUp: Answer = (request) => request.socket.destroy();
  const client = (options: ClientOptions = {}): Ironic =>
    new Ironic(new Transport(), basicLogin(url, { name: "admin", password: "pw" }), {
      reconnect: QUICK,
      locked: QUICK,
      ...options,
    });

  it("sends version and log-in", async () => {
    let headers: IncomingMessage["headers"] = {};
    answers = [(request, response) => ((headers = request.headers), response.end('{"a":1}'))];
    assert.deepEqual(await client().get("/nodes/x"), { a: 1 });
    assert.deepEqual(asked, ["GET /v1/nodes/x"]);
    assert.equal(headers["x-openstack-ironic-api-version"], "1.96");
    assert.equal(headers.authorization, `Basic ${Buffer.from("admin:pw").toString("base64")}`);
  });

  it("asks again when the connection breaks, the service is busy or the node is locked", async () => {
    const locked = fault(
      "Node 1 is locked by host seed, please retry after the current operation is completed.",
    );
    answers = [hangsUp, says(503, ""), says(409, locked), says(409, locked), says(200, "{}")];
    await client().call({ method: "PATCH", path: "/nodes/x", body: [] });
    assert.equal(asked.length, 5);
  });

  it("gives up in the end, with Ironic's own words", async () => {
    answers = [
      says(409, fault("Node 1 is locked by host seed, please retry."), {
        "openstack-request-id": "req-1",
      }),
    ];
    await assert.rejects(client().get("/nodes/x"), {
      message:
        "GET /nodes/x answered 409: Node 1 is locked by host seed, please retry. (request id req-1)",
    });
    assert.equal(asked.length, QUICK.attempts);
  });

  it("does not repeat what is refused", async () => {
    answers = [says(409, fault("A node with name x already exists."))];
    await assert.rejects(client().call({ method: "POST", path: "/nodes", body: {} }), ApiError);
    assert.equal(asked.length, 1);
  });

  it("takes the newest version of an older service, but not where one was asked for", async () => {
    const versions: unknown[] = [];
    const older: Answer = (request, response) => {
      const version = request.headers["x-openstack-ironic-api-version"];
      versions.push(version);
      const headers = { "X-OpenStack-Ironic-API-Maximum-Version": "1.90" };
      if (version === "1.90") response.writeHead(200, headers).end("{}");
      else response.writeHead(406, headers).end(fault(`Version ${String(version)} was requested`));
    };
    answers = [older];
    const ironic = client();
    await ironic.get("/nodes");
    await ironic.get("/nodes");
    assert.deepEqual(versions, ["1.96", "1.90", "1.90"]);
    await assert.rejects(client({ microversion: "1.95" }).get("/nodes"), {
      message: "GET /nodes answered 406: Version 1.95 was requested",
    });
  });

  it("says whose log-in was refused", async () => {
    answers = [says(401, '{"error":{"message":"Incorrect username or password","code":401}}')];
    await assert.rejects(client().get("/nodes"), {
      message:
        'Ironic refused the log-in of user "admin": check userName and password, ' +
        "or authUrl where it wants a Keystone token",
    });
  });

  it("logs in to Keystone, finds Ironic in its catalog, and logs in again when the token ends", async () => {
    let tokens = 0;
    const bodies: unknown[] = [];
    const seen: unknown[] = [];
    answers = [
      (request, response, body) => {
        if (request.url === "/v3/auth/tokens") {
          bodies.push(JSON.parse(body));
          const endpoints = [
            { interface: "internal", region: "one", url: "http://elsewhere" },
            { interface: "public", region: "one", url: `${url}/` },
          ];
          const token = {
            expires_at: new Date(Date.now() + 3_600_000).toISOString(),
            catalog: [{ type: "baremetal", endpoints }],
          };
          const headers = { "X-Subject-Token": `token-${++tokens}` };
          return response.writeHead(201, headers).end(JSON.stringify({ token }));
        }
        seen.push(request.headers["x-auth-token"]);
        response.writeHead(request.headers["x-auth-token"] === "token-1" ? 401 : 200).end("{}");
      },
    ];
    const ironic = connect({
      authUrl: url,
      applicationCredentialId: "id",
      applicationCredentialSecret: "s",
    });
    await ironic.get("/nodes");
    assert.deepEqual(seen, ["token-1", "token-2"]);
    const identity = {
      methods: ["application_credential"],
      application_credential: { id: "id", secret: "s" },
    };
    assert.deepEqual(bodies, [{ auth: { identity } }, { auth: { identity } }]);
  });

  it("tells the three kinds of 409, and a verb for another state", () => {
    const error = (status: number, text: string) =>
      new ApiError("PATCH", "/nodes/x", status, faultOf(fault(text)), undefined, undefined);
    // As they were captured.
    assert.deepEqual(
      [
        "Node 9585bb24 is locked by host seed, please retry after the current operation is completed.",
        "Node metal2 can not be updated while a state transition is in progress.",
        'Cannot update node "9585bb24" while it is in state "inspecting".',
        "Node 7fdf4dc6 can not have deploy_interface updated unless it is in one of allowed (enroll, inspecting, inspect wait, manageable, available) states or in maintenance mode.",
        "A node with name metal1 already exists.",
      ].map((text) => conflictOf(error(409, text))),
      ["locked", "transition", "transition", "refused", "refused"],
    );
    assert.equal(conflictOf(error(400, "Node x is locked by host seed")), undefined);
    // Debian's Ironic with SQLite said this to the deletion of one of two nodes at once.
    const lost = "Node deb930e3 found not to be locked on release";
    assert.deepEqual(
      [conflictOf(error(400, lost)), conflictOf(error(500, lost))],
      ["locked", undefined],
    );
    const wrong =
      'The requested action "manage" can not be performed on node "7fdf4dc6" while it is in state "active".';
    assert.equal(isWrongState(error(400, wrong)), true);
    assert.equal(isWrongState(error(400, "Schema error")), false);
  });

  it("reads errors in each form that they come in", () => {
    assert.equal(faultOf(fault("Node nope could not be found.")), "Node nope could not be found.");
    const version = {
      code: 406,
      title: "Not Acceptable",
      description: "Version 1.999 was requested",
    };
    assert.equal(
      faultOf(JSON.stringify({ error_message: JSON.stringify(version) })),
      "Version 1.999 was requested",
    );
    assert.equal(faultOf(JSON.stringify({ error_message: { faultstring: "plain" } })), "plain");
    assert.equal(faultOf("<html>\n Bad  Gateway</html>"), "<html> Bad Gateway</html>");
  });
});
