import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import type { DiffResult, Provider } from "../../../providers/server/types";
import { answers } from "./answers";
import { FakeOpenStack } from "./fake-openstack";
import { check, context, given, officialState, providerFor, typeOf } from "./harness";

interface Change {
  token: string;
  /** Undefined takes a property away. */
  change: Record<string, Properties[string] | undefined>;
  /** As the official provider showed it. */
  detailed: DiffResult["detailed"];
  /** Requests that make it so; none for what replaces. */
  calls?: [call: string, body?: unknown][];
}

/** Changes that were made with the official provider, with what it showed. */
const changes: Change[] = [
  {
    token: "identity/project:Project",
    change: { description: "tenant v2", tags: ["gold", "v2"] },
    detailed: { description: "update", "tags[1]": "add" },
    calls: [["PATCH", { project: { description: "tenant v2", tags: ["gold", "v2"] } }]],
  },
  {
    token: "identity/project:Project",
    change: { description: undefined, tags: undefined },
    detailed: { description: "delete", tags: "delete" },
    calls: [["PATCH", { project: { description: "", tags: [] } }]],
  },
  {
    token: "identity/user:User",
    change: { password: "another-one" },
    detailed: { password: "update" },
    calls: [["PATCH", { user: { password: "another-one" } }]],
  },
  {
    token: "identity/applicationCredential:ApplicationCredential",
    change: { description: "ac2" },
    detailed: { description: "update-replace" },
  },
  {
    token: "networking/network:Network",
    change: { name: "other" },
    detailed: { name: "update" },
    calls: [["PUT", { network: { name: "other" } }]],
  },
  {
    token: "networking/subnet:Subnet",
    change: { dnsNameservers: ["9.9.9.9"] },
    detailed: { "dnsNameservers[0]": "update", "dnsNameservers[1]": "delete" },
    calls: [["PUT", { subnet: { dns_nameservers: ["9.9.9.9"] } }]],
  },
  {
    token: "networking/subnet:Subnet",
    change: { cidr: "192.168.11.0/24" },
    detailed: { cidr: "update-replace" },
  },
  {
    token: "networking/router:Router",
    change: { description: "r2", enableSnat: false },
    detailed: { description: "update", enableSnat: "update" },
    calls: [
      [
        "PUT",
        {
          router: {
            description: "r2",
            external_gateway_info: {
              network_id: "59cd96e4-f4d8-4bd1-8643-2306c322af52",
              enable_snat: false,
            },
          },
        },
      ],
    ],
  },
  {
    token: "networking/port:Port",
    change: { allowedAddressPairs: undefined, securityGroupIds: undefined },
    detailed: { allowedAddressPairs: "delete", securityGroupIds: "delete" },
    calls: [["PUT", { port: { allowed_address_pairs: [], security_groups: [] } }]],
  },
  {
    token: "networking/secGroupRule:SecGroupRule",
    change: { portRangeMax: 444 },
    detailed: { portRangeMax: "update-replace" },
  },
  {
    token: "networking/secGroupRule:SecGroupRule",
    change: { description: "x" },
    detailed: { description: "add-replace" },
  },
  {
    token: "networking/quotaV2:QuotaV2",
    change: { floatingip: 6 },
    detailed: { floatingip: "update" },
    calls: [["PUT", { quota: { floatingip: 6 } }]],
  },
  {
    token: "networking/rbacPolicyV2:RbacPolicyV2",
    change: { targetTenant: "other" },
    detailed: { targetTenant: "update" },
    calls: [["PUT", { rbac_policy: { target_tenant: "other" } }]],
  },
  {
    token: "compute/quotaSetV2:QuotaSetV2",
    change: { cores: 24 },
    detailed: { cores: "update" },
    calls: [["PUT", { quota_set: { cores: 24 } }]],
  },
  {
    token: "compute/flavor:Flavor",
    change: { extraSpecs: { "hw:cpu_policy": "shared", "x:y": "1" } },
    detailed: { 'extraSpecs["x:y"]': "add" },
  },
  {
    token: "compute/serverGroup:ServerGroup",
    change: { policies: ["affinity"] },
    detailed: { "policies[0]": "update-replace" },
  },
  {
    token: "blockstorage/quoteSetV3:QuoteSetV3",
    change: { volumes: 12 },
    detailed: { volumes: "update" },
    calls: [["PUT", { quota_set: { volumes: 12 } }]],
  },
  {
    token: "images/image:Image",
    change: { name: "gold-img-b", properties: { hw_disk_bus: "virtio", os_type: "linux" } },
    detailed: { name: "update", "properties.os_type": "add" },
    calls: [
      [
        "PATCH",
        [
          { op: "replace", path: "/name", value: "gold-img-b" },
          { op: "add", path: "/os_type", value: "linux" },
        ],
      ],
    ],
  },
  {
    token: "images/imageAccess:ImageAccess",
    change: { status: "rejected" },
    detailed: { status: "update" },
    calls: [["PUT", { status: "rejected" }]],
  },
];

describe("openstack: changes, as the official provider makes them", () => {
  const cloud = new FakeOpenStack();
  let provider: Provider;

  before(async () => {
    await cloud.start();
    provider = await providerFor(cloud.config);
  });
  after(() => cloud.stop());

  for (const { token, change, detailed, calls } of changes) {
    const full = `openstack:${token}`;
    it(`${token}: ${Object.keys(change).join(", ")}`, async () => {
      const official = officialState[full]?.[0];
      assert.ok(official);
      const { id, inputs: oldInputs, outputs: olds } = official;
      const type = typeOf(provider, full);
      const wanted = Object.entries({ ...given(oldInputs), ...change }).flatMap(
        ([name, value]): [string, Properties[string]][] =>
          value === undefined ? [] : [[name, value]],
      );
      const { inputs, failures } = await check(type, Object.fromEntries(wanted), oldInputs);
      assert.deepEqual(failures, []);
      const result = await type.diff?.({ urn: "urn", id, olds, oldInputs, inputs });
      assert.deepEqual(
        Object.fromEntries(
          Object.entries(result?.detailed ?? {}).filter(([path]) => path !== "imageCachePath"),
        ),
        detailed,
      );
      if (!calls) return;
      const routes = answers[full]?.(id, olds, oldInputs) ?? {};
      // Whatever is changed is answered as it was: what matters is what is sent.
      const reply = Object.entries(routes).find(([call]) => call.startsWith("GET"))?.[1];
      cloud.handle((request) =>
        request.method === "GET"
          ? { body: routes[`GET ${request.path.split("?")[0]}`] }
          : { body: reply },
      );
      await type.update?.({ ...context(full), id, olds, oldInputs, inputs });
      assert.deepEqual(
        cloud.requests
          .filter((request) => request.method !== "GET")
          .map((request) => [request.method, request.body]),
        calls,
      );
    });
  }

  it("shows no change for roles that Keystone added, nor for quotas of other volume types", async () => {
    const credential = "openstack:identity/applicationCredential:ApplicationCredential";
    const implied = await typeOf(provider, credential).diff?.({
      ...{ urn: "urn", id: "i", olds: { name: "a", roles: ["member", "reader"] } },
      oldInputs: { name: "a", roles: ["member"] },
      inputs: { name: "a", roles: ["member"] },
    });
    assert.equal(implied?.changes, false);
    const quota = "openstack:blockstorage/quoteSetV3:QuoteSetV3";
    const others = await typeOf(provider, quota).diff?.({
      ...{ urn: "urn", id: "i" },
      olds: { volumeTypeQuota: { volumes_a: "7", volumes_b: "-1" } },
      oldInputs: {},
      inputs: { volumeTypeQuota: { volumes_a: "7" } },
    });
    assert.equal(others?.changes, false);
  });

  it("creates with one request what one request can create", async () => {
    const counts: Record<string, string[]> = {};
    for (const token of ["identity/project:Project", "networking/subnetPool:SubnetPool"]) {
      const full = `openstack:${token}`;
      const official = officialState[full]?.[0];
      assert.ok(official);
      cloud.routes(answers[full]?.(official.id, official.outputs, official.inputs) ?? {});
      await typeOf(provider, full).create({ ...context(full), inputs: official.inputs });
      counts[token] = cloud.calls;
    }
    const interfaceType = "openstack:networking/routerInterface:RouterInterface";
    const official = officialState[interfaceType]?.[0];
    assert.ok(official);
    cloud.routes(answers[interfaceType]?.(official.id, official.outputs, official.inputs) ?? {});
    await typeOf(provider, interfaceType).create({
      ...context(interfaceType),
      inputs: official.inputs,
    });
    assert.deepEqual(counts, {
      "identity/project:Project": ["POST /identity/v3/projects"],
      "networking/subnetPool:SubnetPool": ["POST /network/v2.0/subnetpools"],
    });
    assert.equal(cloud.calls.length, 1);
  });

  it("puts and takes a router's route alone, and reads whether it is there", async () => {
    const route = { destination: "10.9.0.0/16", nexthop: "192.168.77.9" };
    const others = [{ destination: "10.8.0.0/16", nexthop: "192.168.77.9" }];
    let routes = [...others, route];
    cloud.handle(({ method }) => ({ body: method === "GET" ? { router: { routes } } : {} }));
    const type = typeOf(provider, "openstack:networking/routerRoute:RouterRoute");
    const at = context("openstack:networking/routerRoute:RouterRoute");
    const inputs = { routerId: "r", destinationCidr: "10.9.0.0/16", nextHop: "192.168.77.9" };
    const made = await type.create({ ...at, inputs });
    const id = "r-route-10.9.0.0/16-192.168.77.9";
    const outputs = { ...inputs, id, region: "RegionOne" };
    assert.deepEqual(made, { id, outputs });
    const read = (of: string) =>
      type.read?.({ ...at, id: of, olds: {}, oldInputs: {}, importing: false });
    assert.deepEqual((await read(id))?.outputs, outputs);
    routes = others;
    assert.equal(await read(id), undefined);
    await assert.rejects(async () => read("r/10.9.0.0/16"), {
      message:
        '"r/10.9.0.0/16" is not the id of a route: expected ROUTER_ID-route-DESTINATION_CIDR-NEXT_HOP',
    });
    await type.delete?.({ ...at, id, olds: made.outputs, oldInputs: inputs });
    assert.deepEqual(
      cloud.requests.map(({ method, path, body }) => [`${method} ${path}`, body]),
      [
        ["PUT /network/v2.0/routers/r/add_extraroutes", { router: { routes: [route] } }],
        ["GET /network/v2.0/routers/r", undefined],
        ["GET /network/v2.0/routers/r", undefined],
        ["PUT /network/v2.0/routers/r/remove_extraroutes", { router: { routes: [route] } }],
      ],
    );
  });

  it("deletes what is gone already, and never a quota", async () => {
    cloud.handle(() => undefined);
    const request = { id: "x", olds: {}, oldInputs: {} };
    for (const token of [
      "openstack:networking/network:Network",
      "openstack:compute/quotaSetV2:QuotaSetV2",
    ]) {
      await typeOf(provider, token).delete?.({ ...context(token), ...request });
    }
    assert.deepEqual(cloud.calls, ["DELETE /network/v2.0/networks/x"]);
  });
});
