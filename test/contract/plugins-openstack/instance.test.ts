import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import type { Provider } from "../../../providers/server/types";
import { FakeOpenStack, Recorded, Reply } from "./fake-openstack";
import { check, context, providerFor, typeOf } from "./harness";

const TOKEN = "openstack:compute/instance:Instance";
const MAC = "fa:16:3e:00:00:01";

describe("openstack: a server", () => {
  const cloud = new FakeOpenStack();
  let provider: Provider;
  /** What the server is at each look; the last one stays, `gone` is a 404. */
  let statuses: string[];

  before(async () => {
    await cloud.start();
    provider = await providerFor(cloud.config);
  });
  after(() => cloud.stop());
  beforeEach(() => {
    statuses = ["ACTIVE"];
    cloud.handle(answer);
  });

  function answer(request: Recorded): Reply | undefined {
    const path = request.path.split("?")[0] ?? "";
    if (request.method === "DELETE") {
      statuses = ["gone"];
      return { status: 204 };
    }
    switch (`${request.method} ${path}`) {
      case "POST /compute/v2.1/servers":
        return { status: 202, body: { server: { id: "s1" } } };
      case "GET /compute/v2.1/servers/s1": {
        const status = statuses.length > 1 ? statuses.shift() : statuses[0];
        return status === "gone" ? undefined : { body: { server: server(String(status)) } };
      }
      case "GET /network/v2.0/ports/p1":
        return { body: { port: { id: "p1", network_id: "n1" } } };
      case "GET /network/v2.0/networks/n1":
        return { body: { network: { id: "n1", name: "app" } } };
      case "GET /compute/v2.1/flavors/f1":
        return { body: { flavor: { id: "f1", name: "tiny" } } };
      case "GET /compute/v2.1/flavors":
        return { body: { flavors: [{ id: "f1", name: "tiny" }] } };
      case "GET /image/v2/images/i1":
        return { body: { id: "i1", name: "guest" } };
      default:
        return request.method === "POST" || request.method === "PUT" ? { status: 202 } : undefined;
    }
  }

  function server(status: string): object {
    return {
      ...{ id: "s1", name: "web", status, flavor: { id: "f1" }, image: { id: "i1" } },
      ...{ metadata: { role: "web" }, key_name: null, accessIPv4: "", accessIPv6: "", tags: [] },
      ...{ created: "2026-11-24T04:19:00Z", updated: "2026-11-24T04:19:09Z" },
      ...{ "OS-EXT-AZ:availability_zone": "nova", security_groups: [{ name: "web" }] },
      ...(status === "ERROR" ? { fault: { message: "No valid host was found." } } : {}),
      addresses: {
        app: [
          {
            ...{ addr: "192.168.10.5", version: 4 },
            ...{ "OS-EXT-IPS-MAC:mac_addr": MAC, "OS-EXT-IPS:type": "fixed" },
          },
          {
            ...{ addr: "198.51.100.7", version: 4 },
            ...{ "OS-EXT-IPS-MAC:mac_addr": MAC, "OS-EXT-IPS:type": "floating" },
          },
        ],
      },
    };
  }

  const program: Properties = {
    ...{ name: "web", imageId: "i1", flavorName: "tiny", networks: [{ port: "p1" }] },
    ...{ metadata: { role: "web" }, userData: "#!/bin/sh\necho it" },
  };

  async function inputs(changes: Properties = {}): Promise<Properties> {
    const result = await check(typeOf(provider, TOKEN), { ...program, ...changes });
    assert.deepEqual(result.failures, []);
    return result.inputs;
  }

  const outputs: Properties = {
    __meta:
      '{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":' +
      '{"create":1800000000000,"delete":1800000000000,"update":1800000000000}}',
    ...{ id: "s1", name: "web", region: "RegionOne", powerState: "active", tags: [], allTags: [] },
    ...{ imageId: "i1", imageName: "guest", flavorId: "f1", flavorName: "tiny" },
    ...{ availabilityZone: "nova", accessIpV4: "192.168.10.5", accessIpV6: "", keyPair: "" },
    ...{ securityGroups: ["web"], metadata: { role: "web" }, allMetadata: { role: "web" } },
    ...{ blockDevices: [], schedulerHints: [], personalities: [], vendorOptions: null },
    ...{ forceDelete: false, stopBeforeDestroy: false },
    // The digest of what the program gave: printf "#!/bin/sh\necho it" | sha1sum
    userData: "abe17bce50c74772e3e6568e7d8f15999f3bd21c",
    created: "2026-11-24 04:19:00 +0000 UTC",
    updated: "2026-11-24 04:19:09 +0000 UTC",
    networks: [
      {
        ...{ uuid: "n1", name: "app", port: "p1", fixedIpV4: "192.168.10.5", fixedIpV6: "" },
        ...{ floatingIp: "", mac: MAC, accessNetwork: false },
      },
    ],
  };

  it("boots, waits until it is active, and tells its addresses", async () => {
    statuses = ["BUILD", "ACTIVE"];
    const made = await typeOf(provider, TOKEN).create({
      ...context(TOKEN),
      inputs: await inputs(),
    });
    assert.deepEqual(made, { id: "s1", outputs });
    const sent = cloud.requests.find((request) => request.method === "POST");
    assert.deepEqual(sent?.body, {
      server: {
        ...{ name: "web", imageRef: "i1", flavorRef: "f1", config_drive: false },
        ...{ metadata: { role: "web" }, networks: [{ port: "p1" }] },
        user_data: Buffer.from("#!/bin/sh\necho it").toString("base64"),
      },
    });
  });

  it("sees nothing to do afterwards, and a changed user data as a replacement", async () => {
    const oldInputs = await inputs();
    const type = typeOf(provider, TOKEN);
    const made = await type.create({ ...context(TOKEN), inputs: oldInputs });
    const request = { urn: "urn", id: "s1", olds: made.outputs, oldInputs };
    assert.deepEqual((await type.diff?.({ ...request, inputs: oldInputs }))?.detailed, {});
    const changed = await type.diff?.({ ...request, inputs: await inputs({ userData: "other" }) });
    assert.deepEqual(changed?.replaces, ["userData"]);
    const read = await type.read?.({
      ...context(TOKEN),
      ...{ id: "s1", olds: made.outputs, oldInputs, importing: false },
    });
    assert.deepEqual(read, { id: "s1", outputs: made.outputs, inputs: oldInputs });
  });

  it("says why it failed to boot, and leaves nothing behind", async () => {
    statuses = ["BUILD", "ERROR"];
    await assert.rejects(
      async () => typeOf(provider, TOKEN).create({ ...context(TOKEN), inputs: await inputs() }),
      /server web is in status ERROR: No valid host was found\./,
    );
    assert.ok(cloud.calls.includes("DELETE /compute/v2.1/servers/s1"));
  });

  it("changes its name and groups in place", async () => {
    const type = typeOf(provider, TOKEN);
    const oldInputs = await inputs({ securityGroups: ["web"] });
    const next = await inputs({ name: "web2", securityGroups: ["other"] });
    await type.update?.({ ...context(TOKEN), id: "s1", olds: outputs, oldInputs, inputs: next });
    const sent = cloud.requests.filter((request) => request.method !== "GET");
    const wanted = [
      { server: { name: "web2" } },
      { addSecurityGroup: { name: "other" } },
      { removeSecurityGroup: { name: "web" } },
    ];
    assert.deepEqual(
      sent.map((request) => request.body),
      wanted,
    );
  });

  it("waits until it is gone", async () => {
    await typeOf(provider, TOKEN).delete?.({
      ...context(TOKEN),
      ...{ id: "s1", olds: outputs, oldInputs: {} },
    });
    assert.deepEqual(cloud.calls, [
      "DELETE /compute/v2.1/servers/s1",
      "GET /compute/v2.1/servers/s1",
    ]);
  });

  it("finds what is missing, all at once", async () => {
    const result = await check(typeOf(provider, TOKEN), { name: "web", networks: [{}] });
    assert.deepEqual(
      result.failures.map(({ property }) => property),
      ["flavorId", "imageId", "networks[0]"],
    );
  });
});
