import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { record, valueOf } from "./recorder";

const OUTPUTS = {
  tenants: {
    finance: {
      authUrl: "https://10.0.1.10:5000/v3",
      ca: "PEM",
      region: "RegionOne",
      networks: { app: "network-id" },
      securityGroups: { web: "group-id" },
      images: { tiny: "image-id" },
      flavors: { tiny: "flavor-id" },
    },
  },
  tenantCredentials: {
    finance: { applicationCredentials: { ci: { id: "c1", secret: "s1" } } },
  },
};

describe("the app team's example", () => {
  after(() => pulumi.runtime.setAllConfig({}));

  it("starts one machine with a floating IP, by the tenant's application credential", async () => {
    pulumi.runtime.setAllConfig({
      "openstack-environment:cloudStack": "organization/openstack-environment/lab",
      "openstack-environment:tenant": "finance",
    });
    const { result, resources } = await record(
      () => import("../../../examples/app/index"),
      OUTPUTS,
    );
    assert.deepEqual(
      Object.entries(resources)
        .filter(([, { type }]) => type.startsWith("openstack:"))
        .map(([name, { inputs, provider }]) => [name, provider, inputs]),
      [
        ["address", "tenant-ci", { pool: "internet" }],
        [
          "port",
          "tenant-ci",
          {
            name: "openstack-environment-lab",
            networkId: "network-id",
            securityGroupIds: ["group-id"],
          },
        ],
        [
          "machine",
          "tenant-ci",
          {
            name: "openstack-environment-lab",
            imageId: "image-id",
            flavorId: "flavor-id",
            networks: [{ port: "port:id" }],
          },
        ],
        ["association", "tenant-ci", { floatingIp: "198.51.100.100", portId: "port:id" }],
      ],
    );
    assert.deepEqual(await valueOf(result.url), { value: "http://198.51.100.100/", secret: false });
  });
});
