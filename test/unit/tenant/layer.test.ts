import assert from "node:assert/strict";
import { homedir } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import { parseEnvironment } from "../../../stacks/environment";
import { declareTenants, type Tenants } from "../../../stacks/tenants";
import { readFile } from "../environment/files";
import { cloud } from "./cloud";
import { record, valueOf, type Declared } from "./recorder";

describe("the tenants' layer, on the lab's environment", () => {
  let outputs: Tenants;
  let resources: Record<string, Declared>;
  before(async () => {
    const environment = parseEnvironment(readFile("lab"), "lab");
    const recording = await record(() => declareTenants(environment, cloud()));
    outputs = recording.result;
    resources = recording.resources;
  });

  /** Names of resources of a tenant. */
  const of = (tenant: string): string[] =>
    Object.keys(resources).filter((name) => name === tenant || name.startsWith(`${tenant}-`));

  it("declares what the cloud offers once, and none of it public", () => {
    const catalog = Object.entries(resources)
      .filter(([, { parent }]) => parent === "catalog")
      .map(([name, { inputs, dependencies }]) => [name, { inputs, dependencies }] as const);
    const home = homedir();
    assert.deepEqual(Object.fromEntries(catalog), {
      "catalog-flavor.tiny": {
        inputs: {
          name: "tiny",
          isPublic: false,
          vcpus: 1,
          ram: 128,
          disk: 1,
          ephemeral: 0,
          swap: 0,
          extraSpecs: {},
        },
        dependencies: [],
      },
      "catalog-flavor.small": {
        inputs: {
          name: "small",
          isPublic: false,
          vcpus: 1,
          ram: 512,
          disk: 5,
          ephemeral: 0,
          swap: 0,
          extraSpecs: {},
        },
        dependencies: [],
      },
      "catalog-image.tiny-kernel": {
        inputs: {
          name: "tiny-kernel",
          localFilePath: `${home}/.cache/openstack-environment/guest/vmlinuz`,
          containerFormat: "aki",
          diskFormat: "aki",
          visibility: "shared",
        },
        dependencies: [],
      },
      "catalog-image.tiny-initramfs": {
        inputs: {
          name: "tiny-initramfs",
          localFilePath: `${home}/.cache/openstack-environment/guest/initramfs.img`,
          containerFormat: "ari",
          diskFormat: "ari",
          visibility: "shared",
        },
        dependencies: [],
      },
      "catalog-image.tiny": {
        inputs: {
          name: "tiny",
          localFilePath: `${home}/.cache/openstack-environment/guest/disk.raw`,
          containerFormat: "bare",
          diskFormat: "raw",
          visibility: "shared",
          minDiskGb: 0,
          minRamMb: 0,
          properties: {
            kernel_id: "catalog-image.tiny-kernel:id",
            ramdisk_id: "catalog-image.tiny-initramfs:id",
          },
        },
        dependencies: ["catalog-image.tiny-initramfs", "catalog-image.tiny-kernel"],
      },
      "catalog-network.internet": {
        inputs: {
          name: "internet",
          adminStateUp: true,
          shared: false,
          segments: [{ physicalNetwork: "external", networkType: "flat" }],
        },
        dependencies: [],
      },
      "catalog-subnet.internet": {
        inputs: {
          name: "internet",
          networkId: "catalog-network.internet:id",
          subnetpoolId: "catalog-pool.internet:id",
          cidr: "198.51.100.0/24",
          ipVersion: 4,
          gatewayIp: "198.51.100.1",
          enableDhcp: false,
          allocationPools: [{ start: "198.51.100.100", end: "198.51.100.250" }],
        },
        dependencies: ["catalog-network.internet", "catalog-pool.internet"],
      },
      "catalog-scope.internet": {
        inputs: { name: "internet", ipVersion: 4, shared: false },
        dependencies: [],
      },
      "catalog-pool.internet": {
        inputs: {
          name: "internet",
          prefixes: ["198.51.100.0/24"],
          addressScopeId: "catalog-scope.internet:id",
          shared: false,
        },
        dependencies: ["catalog-scope.internet"],
      },
      "catalog-quota": {
        inputs: { projectId: "owner", rbacPolicy: -1 },
        dependencies: ["catalog-network.internet"],
      },
      "catalog-external.internet": {
        inputs: {
          action: "access_as_external",
          objectType: "network",
          objectId: "catalog-network.internet:id",
          targetTenant: "owner",
        },
        dependencies: ["catalog-network.internet", "catalog-quota"],
      },
    });
  });

  it("logs in as the administrator by an explicit provider", () => {
    assert.deepEqual(resources["cloud-admin"]?.inputs, {
      authUrl: "https://10.0.1.10:5000/v3",
      cacertFile: "PEM",
      region: "RegionOne",
      userName: "admin",
      password: { secret: "canary-admin" },
      tenantName: "admin",
      userDomainName: "Default",
      projectDomainName: "Default",
      allowReauth: "true",
      maxRetries: "5",
    });
    const without = Object.entries(resources)
      .filter(([, { type, provider }]) => type.startsWith("openstack:") && provider === "")
      .map(([name]) => name);
    assert.deepEqual(without, []);
  });

  it("grants each tenant what it names, and nothing else", () => {
    const grants = (tenant: string): string[] =>
      of(tenant).filter((name) => resources[name]?.parent === `${tenant}-grants`);
    assert.deepEqual(grants("finance").sort(), [
      "finance-grants-external.internet",
      "finance-grants-flavor.tiny",
      "finance-grants-image.tiny",
      "finance-grants-image.tiny.part1",
      "finance-grants-image.tiny.part2",
    ]);
    assert.ok(grants("research").includes("research-grants-flavor.small"));
  });

  for (const tenant of ["engineering", "finance", "research"]) {
    const others = ["engineering", "finance", "research"].filter((other) => other !== tenant);
    it(`lets ${tenant} know nothing of the others`, async () => {
      const told = [
        ...of(tenant).map((name) => resources[name]),
        (await valueOf(outputs.tenants[tenant] ?? pulumi.output({}))).value,
        (await valueOf(outputs.tenantCredentials[tenant] ?? pulumi.output({}))).value,
      ];
      // The description is the lab's own text; all else must not name another tenant.
      const text = JSON.stringify(told).replaceAll(
        "Finance, on the same addresses as engineering",
        "",
      );
      assert.deepEqual(
        others.filter((other) => text.includes(other)),
        [],
      );
    });
  }

  it("keeps passwords and credentials secret wherever they go", async () => {
    const leaks = Object.entries(resources).flatMap(([name, { inputs }]) =>
      plainTexts(inputs)
        .filter((text) => /canary-admin|:password$|:secret$/.test(text))
        .map((text) => `${name}: ${text}`),
    );
    assert.deepEqual(leaks, []);
    for (const tenant of Object.keys(outputs.tenants)) {
      const ids = await valueOf(outputs.tenants[tenant] ?? pulumi.output({}));
      assert.equal(ids.secret, false);
      assert.doesNotMatch(JSON.stringify(ids.value), /canary-admin|:password|:secret/);
      const credentials = outputs.tenantCredentials[tenant];
      assert.equal(credentials && (await pulumi.isSecret(credentials)), true);
    }
  });
});

/** Every text in a value that is not within a secret. */
function plainTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if ("secret" in value && Object.keys(value).length === 1) return [];
  return Object.values(value).flatMap(plainTexts);
}
