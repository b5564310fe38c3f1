import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../embedded/engine/types";
import { text } from "../../../embedded/plugins/openstack/table/text";
import type { CreateRequest, Provider } from "../../../providers/server/types";
import { answers } from "./answers";
import { ADMIN_PROJECT, FakeOpenStack, Json, Recorded, Reply } from "./fake-openstack";
import { check, context, officialState, providerFor, typeOf } from "./harness";

/** The answers' things were made at 04:19:00. */
const BEFORE = Date.parse("2026-11-24T04:18:50Z");

interface Listed {
  /** Where the things of a type are listed, and the key of that list. */
  path: string;
  key: string;
  /** What taking one over sends, as `METHOD PATH` below its own path; mostly nothing. */
  sends?: string[];
}

const volume = `/volume/v3/${ADMIN_PROJECT}`;
const lists: Record<string, Listed> = {
  "identity/project:Project": { path: "/identity/v3/projects", key: "projects" },
  // A password cannot be read: it is set once more.
  "identity/user:User": { path: "/identity/v3/users", key: "users", sends: ["PATCH "] },
  "identity/groupV3:GroupV3": { path: "/identity/v3/groups", key: "groups" },
  "networking/network:Network": { path: "/network/v2.0/networks", key: "networks" },
  "networking/subnet:Subnet": { path: "/network/v2.0/subnets", key: "subnets" },
  "networking/router:Router": { path: "/network/v2.0/routers", key: "routers" },
  "networking/routerInterface:RouterInterface": { path: "/network/v2.0/ports", key: "ports" },
  "networking/floatingIp:FloatingIp": { path: "/network/v2.0/floatingips", key: "floatingips" },
  // What a port was asked for is not told apart from what it got.
  "networking/port:Port": { path: "/network/v2.0/ports", key: "ports", sends: ["PUT "] },
  "networking/secGroup:SecGroup": {
    path: "/network/v2.0/security-groups",
    key: "security_groups",
    sends: ["DELETE -rules/default-1", "DELETE -rules/default-2"],
  },
  "networking/secGroupRule:SecGroupRule": {
    path: "/network/v2.0/security-group-rules",
    key: "security_group_rules",
  },
  "networking/rbacPolicyV2:RbacPolicyV2": {
    path: "/network/v2.0/rbac-policies",
    key: "rbac_policies",
  },
  "networking/addressScope:AddressScope": {
    path: "/network/v2.0/address-scopes",
    key: "address_scopes",
  },
  "networking/subnetPool:SubnetPool": { path: "/network/v2.0/subnetpools", key: "subnetpools" },
  "compute/flavor:Flavor": {
    path: "/compute/v2.1/flavors/detail",
    key: "flavors",
    sends: ["POST /os-extra_specs"],
  },
  "compute/serverGroup:ServerGroup": {
    path: "/compute/v2.1/os-server-groups",
    key: "server_groups",
  },
  "blockstorage/volumeTypeV3:VolumeTypeV3": { path: `${volume}/types`, key: "volume_types" },
};

describe("openstack: what an interrupted create left", () => {
  const cloud = new FakeOpenStack();
  let provider: Provider;
  let told: string[];
  let folder: string;

  before(async () => {
    await cloud.start();
    folder = mkdtempSync(join(tmpdir(), "leftover-"));
  });
  after(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    provider = await providerFor(cloud.config);
    told = [];
  });

  function plain(token: string, inputs: Properties): CreateRequest {
    const say = (message: string): number => told.push(message);
    const log = { debug: say, info: say, warning: say, progress: (): void => undefined };
    return { ...context(token), log, inputs };
  }

  function request(token: string, inputs: Properties, known: string[] = []): CreateRequest {
    return { ...plain(token, inputs), interrupted: { since: BEFORE, known: new Set(known) } };
  }

  /** Calls that change something. */
  const changes = (): string[] => cloud.calls.filter((call) => !call.startsWith("GET "));

  /** What the official provider stored of a type, and the cloud's answers for it. */
  function official(
    short: string,
    index = 0,
  ): {
    token: string;
    id: string;
    inputs: Properties;
    outputs: Properties;
    routes: Json;
    item: Json;
  } {
    const token = `openstack:${short}`;
    const stored = officialState[token]?.[index];
    assert.ok(stored);
    const routes = answers[token]?.(stored.id, stored.outputs, stored.inputs) ?? {};
    const isOne = ([call]: [string, unknown]): boolean =>
      call.startsWith("GET ") && call.endsWith(`/${stored.id}`);
    const one = Object.entries(routes).find(isOne)?.[1] ?? {};
    const item = Object.values(one)[0] as Json;
    return { token, ...stored, routes, item };
  }

  for (const [short, { path, key, sends = [] }] of Object.entries(lists)) {
    it(`is found and taken over: ${short}`, async () => {
      const { token, id, inputs, outputs, routes, item } = official(short);
      const own = path.replace("/detail", "");
      const whole = { [Object.keys(routes[`GET ${own}/${id}`] ?? {})[0] ?? ""]: item };
      cloud.routes({
        [`PATCH ${own}/${id}`]: whole,
        [`PUT ${own}/${id}`]: whole,
        ...routes,
        [`GET ${path}`]: { [key]: [item] },
      });
      const made = await typeOf(provider, token).create(request(token, inputs));
      assert.deepEqual(made, { id, outputs });
      const below = changes().map((call) =>
        call.replace(`${own}/${id}`, "").replace(own.slice(0, -1), ""),
      );
      assert.deepEqual(below.sort(), sends);
      assert.deepEqual(told, [`found what an interrupted create left: ${id}`]);
    });

    it(`is made anew where what is there is known already: ${short}`, async () => {
      const { token, id, inputs, outputs, routes, item } = official(short);
      cloud.routes({ ...routes, [`GET ${path}`]: { [key]: [item] } });
      const made = await typeOf(provider, token).create(request(token, inputs, [id]));
      assert.deepEqual(made, { id, outputs });
      assert.equal(changes().length > 0, true);
      assert.deepEqual(told, []);
    });
  }

  for (const short of [
    "compute/flavorAccess:FlavorAccess",
    "blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3",
    "images/imageAccess:ImageAccess",
  ]) {
    it(`is taken as it is: ${short}`, async () => {
      const { token, id, inputs, outputs, routes } = official(short);
      cloud.routes(routes);
      const made = await typeOf(provider, token).create(request(token, inputs));
      assert.deepEqual([made, changes()], [{ id, outputs }, []]);
    });
  }

  it("is looked for by what tells it from others", async () => {
    const asked: Record<string, string> = {};
    for (const short of [
      "identity/project:Project",
      "networking/subnet:Subnet",
      "networking/floatingIp:FloatingIp",
      "networking/secGroupRule:SecGroupRule",
      "networking/routerInterface:RouterInterface",
    ]) {
      const { token, inputs, routes } = official(short);
      const { path = "", key = "" } = lists[short] ?? {};
      cloud.routes({ ...routes, [`GET ${path}`]: { [key]: [] } });
      await typeOf(provider, token).create(request(token, inputs));
      const list = cloud.calls.find((call) => call.startsWith(`GET ${path}?`)) ?? "";
      asked[short] = decodeURIComponent(list.split("?")[1] ?? "");
    }
    const of = (short: string, name: string): string => text(official(short).inputs[name]);
    const subnet = (name: string): string => of("networking/subnet:Subnet", name);
    const floating = (name: string): string => of("networking/floatingIp:FloatingIp", name);
    const rule = (name: string): string => of("networking/secGroupRule:SecGroupRule", name);
    const joined = (name: string): string => of("networking/routerInterface:RouterInterface", name);
    assert.deepEqual(asked, {
      "identity/project:Project": `name=${of("identity/project:Project", "name")}&domain_id=default&is_domain=false`,
      "networking/subnet:Subnet": `name=${subnet("name")}&tenant_id=${subnet("tenantId")}&network_id=${subnet("networkId")}&cidr=192.168.10.0/24`,
      "networking/floatingIp:FloatingIp": `floating_network_id=59cd96e4-f4d8-4bd1-8643-2306c322af52&tenant_id=${floating("tenantId")}&port_id=${floating("portId")}`,
      "networking/secGroupRule:SecGroupRule": `security_group_id=${rule("securityGroupId")}&direction=ingress&ethertype=IPv4&tenant_id=${rule("tenantId")}`,
      "networking/routerInterface:RouterInterface": `device_id=${joined("routerId")}&fixed_ips=subnet_id=${joined("subnetId")}`,
    });
  });

  it("is brought to what the program wants by now", async () => {
    const { token, id, inputs, routes, item } = official("networking/network:Network");
    cloud.routes({
      ...routes,
      "GET /network/v2.0/networks": { networks: [item] },
      [`PUT /network/v2.0/networks/${id}`]: { network: { ...item, description: "other" } },
    });
    const wanted = { ...inputs, description: "other", tags: ["gold", "new"] };
    const made = await typeOf(provider, token).create(request(token, wanted));
    assert.deepEqual([made.id, made.outputs.description], [id, "other"]);
    assert.deepEqual(
      cloud.requests.flatMap(({ method, body }) => (method === "GET" ? [] : [[method, body]])),
      [
        ["PUT", { tags: ["gold", "new"] }],
        ["PUT", { network: { description: "other" } }],
      ],
    );
  });

  describe("is something else", () => {
    const { token, inputs } = official("networking/secGroupRule:SecGroupRule");
    const path = "/network/v2.0/security-group-rules";
    const rule: Json = {
      ...{ id: "old", direction: "ingress", ethertype: "IPv4", protocol: "tcp", description: "" },
      ...{ port_range_min: 22, port_range_max: 22, remote_ip_prefix: "0.0.0.0/0" },
      ...{ remote_group_id: null, created_at: "2026-11-24T04:19:00Z" },
      ...{ security_group_id: inputs.securityGroupId, tenant_id: inputs.tenantId },
    };

    async function createsBeside(there: Json, wanted = inputs): Promise<string> {
      cloud.handle(({ method }) =>
        method === "GET"
          ? { body: { security_group_rules: [there] } }
          : { status: 201, body: { security_group_rule: { ...rule, id: "new" } } },
      );
      return (await typeOf(provider, token).create(request(token, wanted))).id;
    }

    it("with the same it would be taken", async () =>
      assert.equal(await createsBeside(rule), "old"));
    it("from before", async () =>
      assert.equal(await createsBeside({ ...rule, created_at: "2026-11-24T04:10:00Z" }), "new"));
    it("with another port", async () =>
      assert.equal(await createsBeside({ ...rule, port_range_max: 23 }), "new"));
    it("of another group", async () =>
      assert.equal(await createsBeside({ ...rule, security_group_id: "other" }), "new"));
    it("narrower than what is wanted", async () => {
      const all = Object.fromEntries(
        Object.entries(inputs).filter(([name]) => !name.startsWith("portRange")),
      );
      assert.equal(await createsBeside(rule, all), "new");
      assert.deepEqual(cloud.calls.at(-1), `POST ${path}`);
    });
  });

  describe("of floating IPs", () => {
    const { token, item } = official("networking/floatingIp:FloatingIp");
    const wanted: Properties = { __defaults: [], pool: "public", tenantId: "t1", description: "f" };
    const address = (id: string, more: Json = {}): Json => ({
      ...item,
      ...{ id, tenant_id: "t1", project_id: "t1", port_id: null, tags: [], description: "f" },
      ...more,
    });
    const network = { id: item.floating_network_id, name: "public" };

    function serve(there: Json[], post: (request: Recorded) => Reply): void {
      cloud.handle((request) => {
        const path = request.path.split("?")[0] ?? "";
        if (path.endsWith("/networks")) return { body: { networks: [network] } };
        if (path.endsWith("/floatingips")) {
          return request.method === "POST" ? post(request) : { body: { floatingips: there } };
        }
        const one = there.find(({ id }) => path.endsWith(String(id)));
        return one && { body: { floatingip: one } };
      });
    }
    const refuse = (): Reply => ({ status: 409, body: { NeutronError: { message: "no" } } });

    it("is the oldest that is just so, and the operator hears of the others", async () => {
      const later = address("f2", { created_at: "2026-11-24T04:19:30Z" });
      serve([later, address("f1"), address("f0", { description: "other" })], refuse);
      const made = await typeOf(provider, token).create(request(token, wanted));
      assert.deepEqual([made.id, changes()], ["f1", []]);
      assert.deepEqual(told, [
        "a create was interrupted, and there are 3 that it may have left: f1, f0, f2. " +
          "The oldest is taken, f1: remove the others if nobody uses them.",
        "found what an interrupted create left: f1",
      ]);
    });

    it("is not told from others that all differ: the operator decides", async () => {
      serve([address("f1", { description: "a" }), address("f2", { description: "b" })], refuse);
      await assert.rejects(typeOf(provider, token).create(request(token, wanted)), {
        message:
          "a create was interrupted, and there are 2 that it may have left: f1, f2. " +
          "Remove those that are not wanted, or import one, then run again.",
      });
    });

    it("is none that somebody uses", async () => {
      serve([address("f1", { port_id: "p1" })], () => ({
        status: 201,
        body: { floatingip: address("f2") },
      }));
      const made = await typeOf(provider, token).create(request(token, wanted));
      assert.equal(made.id, "f2");
    });

    it("is each one's own where two of the same are made at once", async () => {
      const there: Json[] = [];
      const posted: string[] = [];
      cloud.handle((request) => {
        const path = request.path.split("?")[0] ?? "";
        if (path.endsWith("/networks")) return { body: { networks: [network] } };
        if (request.method === "POST") {
          const made = address(`f${posted.length + 1}`);
          posted.push(String(made.id));
          there.push(made);
          return { status: 201, body: { floatingip: made }, delayMs: 200 };
        }
        if (path.endsWith("/floatingips")) return { body: { floatingips: there } };
        return { body: { floatingip: there.find(({ id }) => path.endsWith(String(id))) } };
      });
      const type = typeOf(provider, token);
      // The first is made but not answered yet when the second looks for what it left.
      const first = type.create(plain(token, wanted));
      await sleep(100);
      const second = await type.create(request(token, wanted));
      assert.deepEqual([second.id, (await first).id, posted], ["f1", "f2", ["f1", "f2"]]);
    });
  });

  describe("in the cloud's own time", () => {
    const { token, id, inputs, outputs, routes, item } = official("networking/subnet:Subnet");

    function serve(appears: (looks: number) => boolean, post: Reply): void {
      let looks = 0;
      cloud.handle((request) => {
        const path = request.path.split("?")[0] ?? "";
        if (request.method === "POST") return post;
        if (path !== "/network/v2.0/subnets") return { body: routes[`GET ${path}`] };
        return { body: { subnets: appears(++looks) ? [item] : [] } };
      });
    }

    it("is waited for while its request may still be under way", async () => {
      serve((looks) => looks > 1, { status: 500 });
      const asked = request(token, inputs);
      // The item is from last night: only the look counts here.
      asked.interrupted = { since: Date.now(), known: new Set() };
      item.created_at = new Date().toISOString();
      const made = await typeOf(provider, token).create(asked);
      item.created_at = "2026-11-24T04:19:00Z";
      assert.deepEqual([made.id, changes()], [id, []]);
    });

    it("is taken when it turns out to be there by the refusal of a second one", async () => {
      const reason = "Invalid input for operation: Requested subnet overlaps with another subnet.";
      serve((looks) => looks > 1, {
        status: 400,
        body: { NeutronError: { type: "InvalidInput", message: reason, detail: "" } },
      });
      const made = await typeOf(provider, token).create(request(token, inputs));
      assert.deepEqual(made, { id, outputs });
    });

    it("leaves a refusal as it is where nothing is there", async () => {
      const message = "Quota exceeded for resources: ['subnet'].";
      serve(() => false, { status: 403, body: { NeutronError: { message } } });
      await assert.rejects(typeOf(provider, token).create(request(token, inputs)), {
        message: `POST /subnets answered 403: ${message} (request id req-1234)`,
      });
    });
  });

  describe("of an image", () => {
    const token = "openstack:images/image:Image";
    const data = "the data of an image";
    const md5 = createHash("md5").update(data).digest("hex");
    const image = (status: string): Json => ({
      ...{ id: "i1", name: "guest", status, visibility: "private", tags: [], owner: ADMIN_PROJECT },
      ...{ container_format: "bare", disk_format: "raw", min_disk: 0, min_ram: 0 },
      ...{ protected: false, os_hidden: false, checksum: status === "active" ? md5 : null },
      ...{ created_at: "2026-11-24T04:19:00Z", updated_at: "2026-11-24T04:19:00Z", size: null },
    });

    async function createBeside(status: string): Promise<string> {
      const images = new Map([["i1", image(status)]]);
      cloud.handle(({ method, path }) => {
        const [, id = "", rest] = /\/images\/([^/?]+)(\/file)?/.exec(path) ?? [];
        if (method === "POST") images.set("i2", { ...image("queued"), id: "i2" });
        if (method === "PUT") images.set(id, { ...image("active"), id });
        if (method === "DELETE") images.delete(id);
        if (method === "POST") return { status: 201, body: images.get("i2") };
        if (method !== "GET" || rest) return { status: 204 };
        return id === "" ? { body: { images: [...images.values()] } } : { body: images.get(id) };
      });
      const file = join(folder, "image.raw");
      writeFileSync(file, data);
      const { inputs, failures } = await check(typeOf(provider, token), {
        ...{ name: "guest", containerFormat: "bare", diskFormat: "raw", localFilePath: file },
      });
      assert.deepEqual(failures, []);
      const made = await typeOf(provider, token).create(request(token, inputs));
      assert.equal(made.outputs.status, "active");
      return made.id;
    }

    it("gets its data if it has none", async () => {
      assert.equal(await createBeside("queued"), "i1");
      assert.deepEqual(changes(), ["PUT /image/v2/images/i1/file"]);
      assert.equal(cloud.requests.find(({ method }) => method === "PUT")?.body, data);
    });

    it("is taken as it is if it has them", async () => {
      assert.equal(await createBeside("active"), "i1");
      assert.deepEqual(changes(), []);
    });

    it("is removed if its data were cut short", async () => {
      assert.equal(await createBeside("saving"), "i2");
      assert.deepEqual(changes(), [
        "DELETE /image/v2/images/i1",
        "POST /image/v2/images",
        "PUT /image/v2/images/i2/file",
      ]);
    });
  });

  describe("of a server", () => {
    const token = "openstack:compute/instance:Instance";
    const network = { port: "p1" };

    async function createBeside(...statuses: string[]): Promise<string> {
      const at: Record<string, string> = { s1: statuses[0] ?? "" };
      const server = (id: string): Json => ({
        ...{ id, name: "web", status: at[id], flavor: { id: "f1" }, image: { id: "i1" } },
        ...{ key_name: null, metadata: {}, tags: [], security_groups: [], addresses: {} },
        ...{ created: "2026-11-24T04:19:00Z", updated: "2026-11-24T04:19:00Z" },
      });
      let looks = 0;
      cloud.handle(({ method, path: asked }) => {
        const [path = ""] = asked.split("?");
        const id = path.split("/").at(-1) ?? "";
        if (method === "DELETE") delete at[id];
        if (method === "POST") at.s2 = "ACTIVE";
        if (method === "POST") return { status: 202, body: { server: { id: "s2" } } };
        if (method === "DELETE") return { status: 204 };
        if (path.includes("/ports/")) return { body: { port: { id: "p1", network_id: "n1" } } };
        if (path.includes("/networks/")) return { body: { network: { id: "n1", name: "app" } } };
        if (path.includes("/flavors/")) return { body: { flavor: { id: "f1", name: "tiny" } } };
        if (path.includes("/images/")) return { body: { id: "i1", name: "guest" } };
        if (path.endsWith("/servers/detail")) {
          return { body: { servers: Object.keys(at).map(server) } };
        }
        if (id === "s1" && at.s1) at.s1 = statuses[looks++] ?? at.s1;
        return at[id] ? { body: { server: server(id) } } : undefined;
      });
      const { inputs } = await check(typeOf(provider, token), {
        ...{ name: "web", imageId: "i1", flavorId: "f1", networks: [network] },
      });
      return (await typeOf(provider, token).create(request(token, inputs))).id;
    }

    it("is waited for while it is built", async () => {
      assert.equal(await createBeside("BUILD", "BUILD", "ACTIVE"), "s1");
      assert.deepEqual(changes(), []);
    });

    it("goes if it failed, and is made anew", async () => {
      assert.equal(await createBeside("ERROR"), "s2");
      assert.deepEqual(changes(), [
        "DELETE /compute/v2.1/servers/s1",
        "POST /compute/v2.1/servers",
      ]);
    });
  });

  it("is removed where its secret was told once", async () => {
    const short = "identity/applicationCredential:ApplicationCredential";
    const { token, id, inputs, outputs, routes, item } = official(short);
    const [post = ""] = Object.keys(routes);
    const path = post.replace("POST ", "");
    cloud.routes({
      ...routes,
      [`GET ${path}`]: { application_credentials: [{ ...item, id: "lost" }] },
      [`DELETE ${path}/lost`]: null,
    });
    const made = await typeOf(provider, token).create(request(token, inputs));
    assert.deepEqual(made, { id, outputs });
    assert.deepEqual(changes(), [`DELETE ${path}/lost`, `POST ${path}`]);
    assert.deepEqual(told, ["removing what an interrupted create left, which is of no use: lost"]);
  });

  describe("when the answer is lost within one run", () => {
    for (const short of [
      "networking/floatingIp:FloatingIp",
      "networking/secGroupRule:SecGroupRule",
    ]) {
      for (const made of [true, false]) {
        it(`${made ? "is found" : "is sent again"}: ${short}`, async () => {
          const { token, id, inputs, outputs, routes, item } = official(short);
          const { path = "", key = "" } = lists[short] ?? {};
          const now = { ...item, tags: [], created_at: new Date().toISOString() };
          let posts = 0;
          cloud.handle((asked) => {
            const call = `${asked.method} ${asked.path.split("?")[0]}`;
            if (call === `POST ${path}` && posts++ === 0) return { cut: true };
            if (call === `GET ${path}`) return { body: { [key]: made ? [now] : [] } };
            const body = routes[call];
            return call in routes ? { body: body ?? undefined } : undefined;
          });
          const result = await typeOf(provider, token).create(plain(token, inputs));
          assert.deepEqual(result, { id, outputs });
          assert.equal(posts, made ? 1 : 2);
        });
      }
    }

    it("is no second interface of a router", async () => {
      const { token, id, inputs, outputs, item } = official(
        "networking/routerInterface:RouterInterface",
      );
      cloud.handle(({ method }) =>
        method === "PUT" ? { cut: true } : { body: { ports: [item] } },
      );
      const made = await typeOf(provider, token).create(plain(token, inputs));
      assert.deepEqual(made, { id, outputs });
      assert.equal(changes().length, 1);
    });
  });

  it("is nothing where an id, which is a name, was deleted and is made again", async () => {
    const { token, id, inputs, outputs, routes } = official("compute/keypair:Keypair");
    const own = "/compute/v2.1/os-keypairs";
    const calls: string[] = [];
    for (const one of ["first", "second"]) {
      cloud.routes({ ...routes, [`DELETE ${own}/${id}`]: {} });
      await typeOf(provider, token).create(plain(token, inputs));
      calls.push(...changes().map((call) => `${one}: ${call}`));
      const request = { id, olds: outputs, oldInputs: inputs };
      await typeOf(provider, token).delete?.({ ...context(token), ...request });
    }
    assert.deepEqual(calls, [`first: POST ${own}`, `second: POST ${own}`]);
  });
});
