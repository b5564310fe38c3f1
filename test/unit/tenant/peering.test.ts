import assert from "node:assert/strict";
import { parseEnvironment } from "../../../stacks/environment";
import { declareTenants } from "../../../stacks/tenants";
import { labWith } from "../environment/files";
import { cloud } from "./cloud";
import { record, valueOf, type Declared } from "./recorder";

type Changes = Parameters<typeof labWith>;

const declare = (...changes: Changes) =>
  record(() => declareTenants(parseEnvironment(labWith(...changes), "lab"), cloud()));

/** Inputs of the resources of a peering by the rest of their name, and what they wait for. */
function partsOf(resources: Record<string, Declared>, name: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, { parent }]) => parent === name)
      .map(([own, { inputs }]) => [own.slice(name.length + 1), inputs]),
  );
}

describe("a peering", () => {
  it("joins two routers on a network that is the cloud's own, and opens one group", async () => {
    const { resources } = await declare();
    const name = "peering.engineering.research";
    const label = "peering-engineering-research";
    assert.equal(resources[name]?.type, "openstack-environment:tenant:Peering");
    const port = (tenant: string, ipAddress: string) => ({
      name: `${label}-${tenant}-edge`,
      networkId: `${name}-network:id`,
      adminStateUp: true,
      fixedIps: [{ subnetId: `${name}-subnet:id`, ipAddress }],
    });
    const rule = (remoteIpPrefix: string) => ({
      securityGroupId: "engineering-group-web:id",
      tenantId: "engineering-project:id",
      direction: "ingress",
      ethertype: "IPv4",
      description: "Reads our pages",
      protocol: "tcp",
      portRangeMin: 80,
      portRangeMax: 80,
      remoteIpPrefix,
    });
    assert.deepEqual(partsOf(resources, name), {
      network: {
        name: label,
        description: "Between tenants engineering and research",
        adminStateUp: true,
        shared: false,
        portSecurityEnabled: true,
      },
      subnet: {
        name: label,
        networkId: `${name}-network:id`,
        cidr: "100.70.163.0/26",
        ipVersion: 4,
        noGateway: true,
        enableDhcp: false,
      },
      "port.engineering.edge": port("engineering", "100.70.163.1"),
      "interface.engineering.edge": {
        routerId: "engineering-net-router.edge:id",
        portId: `${name}-port.engineering.edge:id`,
      },
      "route.engineering.edge.172.20.0.0/24": {
        routerId: "engineering-net-router.edge:id",
        destinationCidr: "172.20.0.0/24",
        nextHop: "100.70.163.2",
      },
      "route.engineering.edge.172.20.1.0/24": {
        routerId: "engineering-net-router.edge:id",
        destinationCidr: "172.20.1.0/24",
        nextHop: "100.70.163.2",
      },
      "port.research.edge": port("research", "100.70.163.2"),
      "interface.research.edge": {
        routerId: "research-net-router.edge:id",
        portId: `${name}-port.research.edge:id`,
      },
      "route.research.edge.192.168.10.0/24": {
        routerId: "research-net-router.edge:id",
        destinationCidr: "192.168.10.0/24",
        nextHop: "100.70.163.1",
      },
      "rule.engineering.web.ingress-tcp-80-172.20.0.0/24": rule("172.20.0.0/24"),
      "rule.engineering.web.ingress-tcp-80-172.20.1.0/24": rule("172.20.1.0/24"),
    });
    // Neutron removes no interface that a route needs.
    assert.deepEqual(resources[`${name}-route.research.edge.192.168.10.0/24`]?.dependencies, [
      `${name}-interface.research.edge`,
      "research-net-router.edge",
    ]);
  });

  it("is a network of both tenants where a router could not tell them apart", async () => {
    const { result, resources } = await declare(
      ["tenants.finance.peerings", [{ from: "engineering", protocol: "icmp", group: "web" }]],
      ["tenants.engineering.peerings", [{ to: "finance", protocol: "icmp" }]],
      ["tenants.research.peerings", []],
    );
    const name = "peering.engineering.finance";
    const { subnet, network, ...others } = partsOf(resources, name);
    assert.equal((network as { shared: boolean }).shared, false);
    const { cidr, enableDhcp } = subnet as { cidr: string; enableDhcp: boolean };
    assert.match(cidr, /^100\.\d+\.\d+\.\d+\/26$/);
    assert.equal(enableDhcp, true);
    const share = (tenant: string) => ({
      action: "access_as_shared",
      objectType: "network",
      objectId: `${name}-network:id`,
      targetTenant: `${tenant}-project:id`,
    });
    assert.deepEqual(others, {
      "share.engineering": share("engineering"),
      "share.finance": share("finance"),
      [`rule.finance.web.ingress-icmp-${cidr}`]: {
        securityGroupId: "finance-group-web:id",
        tenantId: "finance-project:id",
        direction: "ingress",
        ethertype: "IPv4",
        description: "From tenant engineering",
        protocol: "icmp",
        remoteIpPrefix: cidr,
      },
    });
    const networks = async (tenant: string) => {
      const output = result.tenants[tenant];
      assert.ok(output);
      return (await valueOf(output)).value.networks;
    };
    assert.deepEqual(await networks("finance"), {
      app: "finance-net-network.app:id",
      "peering-engineering": `${name}-network:id`,
    });
    assert.deepEqual(await networks("research"), {
      lab: "research-net-network.lab:id",
      results: "research-net-network.results:id",
    });
  });
});
