import assert from "node:assert/strict";
import { CloudKitty, mayBeDone } from "../../../providers/cloudkitty/api/client";
import { faultOf } from "../../../providers/cloudkitty/api/errors";
import type { HttpResponse, Login, Transport } from "../../../providers/openstack";
import { ApiError, ConnectionError } from "../../../providers/openstack";
import { messageOf } from "../../../providers/server";

const QUICK = { attempts: 3, firstMs: 1, longestMs: 1 };

/** A client whose service gives these answers, one after the other. */
function answered(...answers: (Partial<HttpResponse> | Error)[]) {
  const sent: string[] = [];
  let renewed = 0;
  const transport = {
    send: ({ method, url }: { method: string; url: string }) => {
      sent.push(`${method} ${url}`);
      const next = answers.shift() ?? {};
      if (next instanceof Error) return Promise.reject(next);
      return Promise.resolve({ status: 200, headers: {}, body: "", ...next });
    },
    close: () => undefined,
  } as unknown as Transport;
  const login: Login = {
    endpoint: () => Promise.resolve("http://c"),
    headers: () => Promise.resolve({ "X-Auth-Token": "t" }),
    renew: () => Promise.resolve(++renewed > 0),
    who: "the Keystone user",
  };
  return { client: new CloudKitty(transport, login, QUICK), sent, renewed: () => renewed };
}

const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "it was not refused",
    (error: unknown) => messageOf(error),
  );

describe("cloudkitty: the client", () => {
  it("takes a 302 for a PUT that was done, and follows it nowhere", async () => {
    const headers = { location: "http://c/a" };
    const put = answered({ status: 302, headers });
    assert.deepEqual(await put.client.call({ method: "PUT", path: "/a", body: {} }), {});
    assert.deepEqual(put.sent, ["PUT http://c/a"]);
    const get = answered({ status: 302, headers });
    assert.match(await refusal(get.client.get("/a")), /^GET \/a answered 302/);
    const v1 = answered({ status: 302, headers, body: "null" });
    assert.equal(await v1.client.call({ method: "PUT", path: "/a", body: {} }), null);
  });

  it("takes what is gone as deleted, and as not found", async () => {
    assert.equal(await answered({ status: 404 }).client.delete("/a"), undefined);
    assert.equal(await answered({ status: 404 }).client.find("/a"), undefined);
    assert.match(await refusal(answered({ status: 403 }).client.delete("/a")), /answered 403/);
  });

  it("logs in again once", async () => {
    const once = answered({ status: 401 }, { body: '{"a":1}' });
    assert.deepEqual([await once.client.get("/a"), once.renewed()], [{ a: 1 }, 1]);
    const body = '{"error": {"code": 401, "title": "Unauthorized", "message": "Log in."}}';
    const twice = answered({ status: 401 }, { status: 401, body });
    assert.equal(await refusal(twice.client.get("/a")), "GET /a answered 401: Log in.");
  });

  it("asks again what may be asked twice, and a POST only where it was not taken up", async () => {
    const lost = (unsent: boolean) =>
      new ConnectionError("X", "http://c/a", new Error("cut"), unsent);
    const put = answered(lost(false), { status: 503 }, { status: 302 });
    await put.client.call({ method: "PUT", path: "/a", body: {} });
    assert.equal(put.sent.length, 3);
    const late = answered({ status: 503 }, lost(true), { status: 201, body: '{"a":1}' });
    assert.deepEqual(await late.client.call({ method: "POST", path: "/a", body: {} }), { a: 1 });
    const post = answered(lost(false));
    assert.match(await refusal(post.client.call({ method: "POST", path: "/a" })), /cut/);
    assert.equal(post.sent.length, 1);
    const down = answered({ status: 503 }, { status: 503 }, { status: 503 });
    assert.match(await refusal(down.client.get("/a")), /answered 503/);
    assert.equal(down.sent.length, 3);
    const gateway = new ApiError("POST", "/a", 504, "late", undefined, undefined);
    const refused = new ApiError("POST", "/a", 400, "wrong", undefined, undefined);
    const judged = [lost(false), lost(true), gateway, refused].map(mayBeDone);
    assert.deepEqual(judged, [true, false, true, false]);
  });

  it("finds CloudKitty's own words", () => {
    const bodies: [string, string][] = [
      [
        '{"faultcode": "Client", "faultstring": "No such field: x", "debuginfo": null}',
        "No such field: x",
      ],
      ['{"message": "Module \'nosuch\' not found"}', "Module 'nosuch' not found"],
      ['{"code": 403, "title": "Forbidden", "description": "Not you."}', "Not you."],
      ['{"code": 405, "title": "Method Not Allowed", "description": ""}', "Method Not Allowed"],
      ['{"error": {"code": 401, "title": "Unauthorized", "message": "Log in."}}', "Log in."],
      ["<html><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway"],
      ["", "no reason given"],
    ];
    assert.deepEqual(
      bodies.map(([body]) => [body, faultOf(body)]),
      bodies,
    );
  });
});
