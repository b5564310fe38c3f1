import assert from "node:assert/strict";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { readFile } from "./files";

describe("the project's own environment files", () => {
  it("takes Pulumi.lab.yaml and fills in every default", () => {
    const lab = parseEnvironment(readFile("lab"), "lab");
    assert.equal(lab.name, "lab");
    assert.deepEqual(Object.keys(lab.tenants), ["engineering", "finance", "research"]);
    assert.deepEqual(lab.site.hosts.compute1, {
      roles: ["compute"],
      addresses: { management: "10.0.0.21", storage: "10.0.2.21", tenant: "10.0.3.21" },
      externalInterfaces: {},
      machine: {
        bmc: {
          address: "10.0.9.21",
          username: "root",
          passwordFile: "~/.local/state/openstack-environment/lab/bmc/compute1/password",
        },
        hardware: "lab",
        nics: {
          mgmt0: "52:54:00:01:00:15",
          stor0: "52:54:00:02:00:15",
          ten0: "52:54:00:03:00:15",
        },
        installation: 1,
        adopt: false,
        protect: false,
      },
    });
    assert.deepEqual(lab.cloud.flavors.tiny, {
      vcpus: 1,
      ram: 128,
      disk: 1,
      ephemeral: 0,
      swap: 0,
      extraSpecs: {},
    });
    assert.deepEqual(lab.tenants.finance?.quota, {
      compute: {
        instances: 5,
        cores: 5,
        ram: 2048,
        keyPairs: 100,
        metadataItems: 128,
        serverGroups: 10,
        serverGroupMembers: 10,
      },
      network: {
        networks: 1,
        subnets: 1,
        subnetPools: 0,
        routers: 1,
        ports: 30,
        floatingIps: 3,
        securityGroups: 5,
        securityGroupRules: 30,
        rbacPolicies: 0,
      },
      volume: {
        volumes: 5,
        gigabytes: 50,
        perVolumeGigabytes: -1,
        snapshots: 5,
        backups: 10,
        backupGigabytes: 1000,
        groups: 10,
      },
    });
    assert.deepEqual(lab.tenants.finance?.securityGroups, {
      web: {
        description: "HTTP from anywhere",
        egress: "any",
        rules: [
          {
            direction: "ingress",
            protocol: "tcp",
            port: { min: 80, max: 80 },
            from: "0.0.0.0/0",
            description: "HTTP from the internet",
          },
        ],
      },
    });
  });

  it("takes Pulumi.prod.yaml: six hosts, four networks, a VIP, the kernel's own datapath", () => {
    const prod = parseEnvironment(readFile("prod"), "prod");
    assert.deepEqual(
      Object.entries(prod.site.networks).map(([name, { cidr }]) => `${name} ${cidr}`),
      ["management 10.0.0.0/24", "api 10.0.1.0/24", "storage 10.0.2.0/24", "tenant 10.0.3.0/24"],
    );
    assert.deepEqual(
      Object.entries(prod.site.hosts).map(([name, { roles }]) => `${name}: ${roles.join(", ")}`),
      [
        "controller: controller, network",
        "compute1: compute",
        "compute2: compute",
        "storage: storage",
        "monitoring: monitoring",
        "billing: billing",
      ],
    );
    assert.deepEqual(prod.site.vip, { api: "10.0.1.10", management: "10.0.0.10" });
    assert.equal(prod.cloud.virtualization, "kvm");
    assert.equal(prod.cloud.datapath, "system");
    assert.deepEqual(Object.keys(prod.tenants), ["engineering", "finance", "research", "intranet"]);
  });
});
