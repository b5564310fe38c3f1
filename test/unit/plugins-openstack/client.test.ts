import assert from "node:assert/strict";
import { authRequest } from "../../../providers/openstack/auth";
import { Cloud } from "../../../embedded/plugins/openstack/client/cloud";
import { endpoint } from "../../../embedded/plugins/openstack/client/endpoints";
import { Session } from "../../../providers/openstack/session";
import { Transport } from "../../../providers/openstack/transport";
import { FakeOpenStack, Reply } from "../../contract/plugins-openstack/fake-openstack";

const QUICK = { attempts: 4, firstMs: 1, longestMs: 2 };

describe("openstack: calls to a cloud", () => {
  let fake: FakeOpenStack;
  let cloud: Cloud;

  beforeEach(async () => {
    fake = new FakeOpenStack();
    await fake.start();
    const transport = new Transport();
    const credentials = { userName: "admin", password: "a-password", tenantName: "admin" };
    const session = new Session(transport, `${fake.url}/identity`, credentials, true, QUICK);
    const choice = { region: "RegionOne", interface: "public", overrides: {} };
    cloud = new Cloud(transport, session, choice, QUICK);
  });
  afterEach(async () => {
    cloud.close();
    await fake.stop();
  });

  /** Answers each request with the next of these; the last one stays. */
  function inTurn(...replies: Reply[]): void {
    let turn = 0;
    fake.handle(() => replies[Math.min(turn++, replies.length - 1)]);
  }

  const ok = { body: { network: { id: "n1" } } };
  const get = (): Promise<unknown> => cloud.call("network", "GET", "/networks/n1");
  const post = (recover?: () => Promise<object | undefined>): Promise<unknown> =>
    cloud.call("network", "POST", "/networks", {
      body: { network: { name: "a" } },
      ...(recover ? { recover: recover as () => Promise<Record<string, unknown>> } : {}),
    });

  it("logs in once for many calls at the same time", async () => {
    inTurn(ok);
    await Promise.all(Array.from({ length: 20 }, get));
    assert.deepEqual([fake.logins, fake.requests.length], [1, 20]);
  });

  it("logs in anew when a service refuses the token, once for all", async () => {
    inTurn(ok);
    await get();
    fake.valid.clear();
    assert.deepEqual(await Promise.all([get(), get(), get()]), [ok.body, ok.body, ok.body]);
    assert.equal(fake.logins, 2);
  });

  it("logs in anew before the token ends", async () => {
    fake.tokenLifeMs = 60_000;
    inTurn(ok);
    await get();
    await get();
    assert.equal(fake.logins, 2);
  });

  for (const status of [429, 503]) {
    it(`retries whatever was sent back with ${status}`, async () => {
      inTurn({ status, headers: { "Retry-After": "0" }, body: {} }, ok);
      assert.deepEqual(await post(), ok.body);
      assert.equal(fake.requests.length, 2);
    });
  }

  it("waits as long as Retry-After says", async () => {
    inTurn({ status: 429, headers: { "Retry-After": "1" }, body: {} }, ok);
    const began = Date.now();
    await get();
    assert.ok(Date.now() - began >= 950);
  });

  it("retries a GET after 500 and after a cut connection, and not for ever", async () => {
    inTurn({ status: 500, body: {} }, { cut: true }, ok);
    assert.deepEqual(await get(), ok.body);
    inTurn({ status: 500, body: { NeutronError: { message: "broken", type: "X", detail: "" } } });
    await assert.rejects(get, /GET \/networks\/n1 answered 500: broken \(request id req-1234\)/);
    assert.equal(fake.requests.length, QUICK.attempts);
  });

  it("never repeats a POST that may have been done and cannot be checked", async () => {
    inTurn({ cut: true }, ok);
    await assert.rejects(() => post(), /The answer is lost: it may have been created or not/);
    assert.equal(fake.requests.length, 1);
  });

  it("looks for what a lost POST made, and repeats it only when there is nothing", async () => {
    inTurn({ cut: true }, ok);
    const made = { network: { id: "found" } };
    assert.deepEqual(await post(() => Promise.resolve(made)), made);
    assert.equal(fake.requests.length, 1);
    inTurn({ cut: true }, ok);
    assert.deepEqual(await post(() => Promise.resolve(undefined)), ok.body);
    assert.equal(fake.requests.length, 2);
  });

  it("retries a conflict that passes, and no other", async () => {
    const conflict = (message: string): Reply => ({
      status: 409,
      body: { NeutronError: { message, type: "Conflict", detail: "" } },
    });
    inTurn(conflict("Concurrent update, please retry"), ok);
    assert.deepEqual(await post(), ok.body);
    inTurn(conflict("Address is in use"), ok);
    await assert.rejects(() => post(), /answered 409: Address is in use/);
    // Two made at once: Neutron counts the other one twice for a moment.
    inTurn(conflict("Quota exceeded for resources: ['subnet']."), ok);
    assert.deepEqual(await post(), ok.body);
    inTurn(conflict("Quota exceeded for resources: ['subnet']."));
    await assert.rejects(() => post(), /answered 409: Quota exceeded/);
    assert.equal(fake.requests.length, QUICK.attempts);
    inTurn(conflict("Subnet is in use"), { status: 204 });
    await cloud.call("network", "DELETE", "/subnets/s", { waitForConflict: true });
    assert.equal(fake.requests.length, 2);
  });

  it("gives the words of each service", async () => {
    const said: [object | string, string][] = [
      [{ error: { code: 400, message: "keystone", title: "Bad" } }, "keystone"],
      [{ badRequest: { code: 400, message: "nova" } }, "nova"],
      [{ NeutronError: { type: "T", message: "neutron", detail: "" } }, "neutron"],
      [{ NeutronError: "policy" }, "policy"],
      [{ message: "glance", code: "400" }, "glance"],
    ];
    for (const [body, words] of said) {
      inTurn({ status: 400, body });
      await assert.rejects(get, (error: Error) =>
        error.message.includes(`answered 400: ${words} (`),
      );
    }
  });

  it("reads all pages, by what each service links", async () => {
    const page = (key: string, more: object): Reply => ({
      body: { [key]: [{ id: "1" }], ...more },
    });
    const last = (key: string): Reply => ({ body: { [key]: [{ id: "2" }] } });
    const both = [{ id: "1" }, { id: "2" }];
    const elsewhere = "http://10.0.0.99/v2.0/networks?marker=1";
    inTurn(
      page("networks", { networks_links: [{ rel: "next", href: elsewhere }] }),
      last("networks"),
    );
    assert.deepEqual(await cloud.list("network", "/networks", "networks"), both);
    assert.equal(fake.calls[1], "GET /network/v2.0/networks?marker=1");
    inTurn(page("images", { next: "/v2/images?marker=1" }), last("images"));
    assert.deepEqual(await cloud.list("image", "/images", "images"), both);
    inTurn(page("users", { links: { next: "http://x/users?marker=1" } }), last("users"));
    assert.deepEqual(await cloud.list("identity", "/users", "users"), both);
    inTurn(page("users", { links: { next: null } }));
    assert.deepEqual(await cloud.list("identity", "/users", "users"), [{ id: "1" }]);
  });

  it("never tells a token or a password", async () => {
    inTurn({ status: 400, body: { error: { message: "no" } } });
    await assert.rejects(
      get,
      (error: Error) => !/token-|a-password/.test(`${error.stack} ${JSON.stringify(error)}`),
    );
  });

  it("says what is wrong when nothing listens", async () => {
    await fake.stop();
    await assert.rejects(get, /auth\/tokens: .*ECONNREFUSED.*nothing listens there/);
    await fake.start();
  });
});

describe("openstack: log-in requests", () => {
  it("by password, scoped to a project by name", () => {
    assert.deepEqual(
      authRequest({ userName: "a", password: "p", tenantName: "t", userDomainName: "D" }),
      {
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: "a", domain: { name: "D" }, password: "p" } },
          },
          scope: { project: { name: "t", domain: { name: "D" } } },
        },
      },
    );
  });

  it("by application credential, without a scope", () => {
    assert.deepEqual(
      authRequest({
        applicationCredentialId: "i",
        applicationCredentialSecret: "s",
        tenantName: "t",
      }),
      {
        auth: {
          identity: {
            methods: ["application_credential"],
            application_credential: { id: "i", secret: "s" },
          },
        },
      },
    );
  });

  it("by token, scoped to a domain", () => {
    assert.deepEqual(authRequest({ token: "x", domainId: "d" }), {
      auth: {
        identity: { methods: ["token"], token: { id: "x" } },
        scope: { domain: { id: "d" } },
      },
    });
  });
});

describe("openstack: addresses of services", () => {
  const url = (of: string): string => `https://cloud:1/${of}`;
  const entry = (type: string, path: string): Parameters<typeof endpoint>[1][number] => ({
    type,
    endpoints: [{ interface: "public", region: "one", region_id: "one", url: url(path) }],
  });
  const catalog = [
    entry("identity", "v3/"),
    entry("network", ""),
    entry("compute", "v2.1"),
    entry("block-storage", "v3/project"),
    entry("image", "v2"),
  ];
  const choice = { region: "one", interface: "public", overrides: {} };

  it("gets the version where the catalog leaves it out", () => {
    const services = ["identity", "network", "compute", "volume", "image"] as const;
    assert.deepEqual(
      services.map((service) => endpoint(service, catalog, choice)),
      ["v3", "v2.0", "v2.1", "v3/project", "v2"].map(url),
    );
  });

  it("is the override where there is one", () => {
    const overrides = { network: "http://here:9696/" };
    assert.equal(endpoint("network", catalog, { ...choice, overrides }), "http://here:9696/v2.0");
  });

  it("says what there is instead", () => {
    assert.throws(
      () => endpoint("network", catalog, { ...choice, region: "two" }),
      /network service has no public endpoint in region "two". It has: public in one/,
    );
    assert.throws(() => endpoint("network", [], choice), /no network service.*nothing/);
  });
});
