import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentError, type Mistake } from "../../../stacks/environment/mistakes";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { labWith, mistakesIn } from "./files";

type Changes = Parameters<typeof labWith>;

/** One mistake, and the whole of what is said about it. */
const CASES: [string, Changes, Mistake[]][] = [
  [
    "a network with host bits set",
    [["site.networks.api.cidr", "10.0.1.5/24"]],
    [
      {
        path: "site.networks.api.cidr",
        problem: "has host bits set",
        found: "10.0.1.5/24",
        allowed: "an IPv4 network such as 10.0.0.0/24",
        advice: "write 10.0.1.0/24, the network that holds this address",
      },
    ],
  ],
  [
    "a misspelt key",
    [["cloud.wrokers", 2]],
    [
      {
        path: "cloud.wrokers",
        problem: "is not a known key",
        allowed:
          "region, virtualization, datapath, workers, keyRotation, rateLimit, dnsServers, caFile, peeringRange, externalNetworks, flavors or images",
        advice: "did you mean workers? If not, remove it",
      },
    ],
  ],
  [
    "a misspelt role",
    [["site.hosts.compute2.roles.0", "computer"]],
    [
      {
        path: "site.hosts.compute2.roles[0]",
        problem: "is not one of the allowed values",
        found: "computer",
        allowed: "controller, compute, network, storage, monitoring or billing",
        advice: "did you mean compute?",
      },
    ],
  ],
  [
    "a key that is missing",
    [["site.domain", undefined]],
    [
      {
        path: "site.domain",
        problem: "is missing",
        allowed: "DNS domain of the hosts and of the API's name, e.g. cloud.example.com.",
        advice: "add it",
      },
    ],
  ],
  [
    "a value of another type",
    [["cloud.workers", "two"]],
    [
      {
        path: "cloud.workers",
        problem: "is not a number",
        found: "two",
        allowed: "Processes of each API on each controller, 1 to 64.",
        advice: "correct it",
      },
    ],
  ],
  [
    "networks that overlap",
    [["site.networks.storage.cidr", "10.0.0.0/22"]],
    [
      ...[
        ["management", "10.0.0.0/24"],
        ["api", "10.0.1.0/24"],
      ].map(([other, cidr]) => ({
        path: "site.networks.storage.cidr",
        problem: `overlaps site.networks.${other} (${cidr})`,
        found: "10.0.0.0/22",
        allowed: "a network that shares no address with another",
        advice: "give one of the two another range",
      })),
      {
        path: "site.networks.tenant.cidr",
        problem: "overlaps site.networks.storage (10.0.0.0/22)",
        found: "10.0.3.0/24",
        allowed: "a network that shares no address with another",
        advice: "give one of the two another range",
      },
    ],
  ],
  [
    "an address outside its network",
    [["site.hosts.compute1.addresses.tenant", "10.0.4.21"]],
    [
      {
        path: "site.hosts.compute1.addresses.tenant",
        problem: "is not in the tenant network (10.0.3.0/24)",
        found: "10.0.4.21",
        allowed: "10.0.3.1 to 10.0.3.254",
        advice: "choose a free address there, or correct site.networks.tenant.cidr",
      },
    ],
  ],
  [
    "a VIP that is a host's address",
    [["site.vip.api", "10.0.1.11"]],
    [
      {
        path: "site.hosts.controller.addresses.api",
        problem: "is already the address of site.vip.api",
        found: "10.0.1.11",
        allowed: "an address that nothing else has",
        advice: "give one of the two another address",
      },
    ],
  ],
  [
    "a host with a network's gateway as its address",
    [["site.hosts.billing.addresses.management", "10.0.0.1"]],
    [
      {
        path: "site.hosts.billing.addresses.management",
        problem: "is already the address of site.networks.management.gateway",
        found: "10.0.0.1",
        allowed: "an address that nothing else has",
        advice: "give one of the two another address",
      },
    ],
  ],
  [
    "no controller",
    [["site.hosts.controller.roles", ["network"]]],
    [
      {
        path: "site.hosts",
        problem: "has no host with role controller",
        allowed: "at least one host for each of controller, compute and network",
        advice: "add controller to the roles of a host",
      },
    ],
  ],
  [
    "a role without the address it needs",
    [["site.hosts.compute1.addresses.tenant", undefined]],
    [
      {
        path: "site.hosts.compute1.addresses.tenant",
        problem: "is missing: role compute needs an address on the tenant network",
        allowed: "an address in site.networks.tenant",
        advice: "add tenant: ADDRESS",
      },
    ],
  ],
  [
    "a pool outside its network",
    [["cloud.externalNetworks.internet.pool.end", "198.51.101.250"]],
    [
      {
        path: "cloud.externalNetworks.internet.pool.end",
        problem: "is not an address that 198.51.100.0/24 has for hosts",
        found: "198.51.101.250",
        allowed: "198.51.100.1 to 198.51.100.254",
        advice: "choose an address there, or correct cidr",
      },
    ],
  ],
  [
    "a pool that holds the gateway",
    [["cloud.externalNetworks.internet.pool.start", "198.51.100.1"]],
    [
      {
        path: "cloud.externalNetworks.internet.pool",
        problem: "holds the gateway 198.51.100.1, which would be given to a machine",
        found: "198.51.100.1 to 198.51.100.250",
        allowed: "a range without the gateway",
        advice: "let the pool start after the gateway, or end before it",
      },
    ],
  ],
  [
    "a pool that ends before it starts",
    [
      [
        "cloud.externalNetworks.internet.pool",
        {
          start: "198.51.100.9",
          end: "198.51.100.5",
        },
      ],
    ],
    [
      {
        path: "cloud.externalNetworks.internet.pool",
        problem: "ends before it starts",
        found: "198.51.100.9 to 198.51.100.5",
        allowed: "a start that is not after the end",
        advice: "exchange start and end",
      },
    ],
  ],
  [
    "a physical network that no host reaches",
    [["cloud.externalNetworks.internet.physicalNetwork", "externl"]],
    [
      {
        path: "cloud.externalNetworks.internet.physicalNetwork",
        problem: "is not reached by any host with role network",
        found: "externl",
        allowed: "external",
        advice:
          "did you mean external? If not, add it to externalInterfaces of a host with role network",
      },
    ],
  ],
  [
    "a flavor that the cloud does not have",
    [["tenants.research.flavors.1", "smal"]],
    [
      {
        path: "tenants.research.flavors[1]",
        problem: "is not in cloud.flavors",
        found: "smal",
        allowed: "tiny or small",
        advice: "did you mean small? If not, declare it in cloud.flavors",
      },
    ],
  ],
  [
    "a router on a network that the tenant does not have",
    [["tenants.finance.routers.edge.networks.0", "lab"]],
    [
      {
        path: "tenants.finance.routers.edge.networks[0]",
        problem: "is not in tenants.finance.networks",
        found: "lab",
        allowed: "app",
        advice: "declare it in tenants.finance.networks",
      },
    ],
  ],
  [
    "a rule from a group that the tenant does not have",
    [["tenants.engineering.securityGroups.web.rules.1.from.group", "db"]],
    [
      {
        path: "tenants.engineering.securityGroups.web.rules[1].from.group",
        problem: "is not in tenants.engineering.securityGroups",
        found: "db",
        allowed: "web",
        advice: "declare it in tenants.engineering.securityGroups",
      },
    ],
  ],
  [
    "an application credential of an unknown user",
    [["tenants.engineering.applicationCredentials.ci.user", "erik"]],
    [
      {
        path: "tenants.engineering.applicationCredentials.ci.user",
        problem: "is not in tenants.engineering.users",
        found: "erik",
        allowed: "erin or ed",
        advice: "did you mean erin? If not, declare it in tenants.engineering.users",
      },
    ],
  ],
  [
    "a tenant network on the infrastructure's addresses",
    [["tenants.finance.networks.app.cidr", "10.0.3.128/25"]],
    [
      {
        path: "tenants.finance.networks.app.cidr",
        problem: "collides with site.networks.tenant (10.0.3.0/24)",
        found: "10.0.3.128/25",
        allowed: "a network that shares no address with the site's and the external networks",
        advice: "choose another private range, for example in 192.168.0.0/16 or 172.16.0.0/12",
      },
    ],
  ],
  [
    "overlapping subnets on one router",
    [["tenants.research.networks.results.cidr", "172.20.0.128/25"]],
    [
      {
        path: "tenants.research.networks.results.cidr",
        problem:
          "overlaps tenants.research.networks.lab (172.20.0.0/24) on router tenants.research.routers.edge",
        found: "172.20.0.128/25",
        allowed: "subnets without a common address",
        advice: "give one of the two another range",
      },
    ],
  ],
  [
    "a quota below what is declared",
    [["tenants.research.quota.network.securityGroupRules", 6]],
    [
      {
        path: "tenants.research.quota.network.securityGroupRules",
        problem:
          "is below the 7 that the tenant declares, the default group's and those for egress included",
        found: "6",
        allowed: "7 or more, or -1 for no limit",
        advice: "raise it to at least 7, or declare less",
      },
    ],
  ],
  [
    "a port range that runs backwards",
    [["tenants.finance.securityGroups.web.rules.0.port", "90-80"]],
    [
      {
        path: "tenants.finance.securityGroups.web.rules[0].port",
        problem: "is a port range that runs backwards",
        found: "90-80",
        allowed: "a port from 1 to 65535, or a range such as 8000-8080",
        advice: "write 80-90",
      },
    ],
  ],
  [
    "a port that goes with no protocol",
    [["tenants.finance.securityGroups.web.rules.0.protocol", "icmp"]],
    [
      {
        path: "tenants.finance.securityGroups.web.rules[0].port",
        problem: "does not go with protocol icmp",
        found: "80",
        allowed: "a port from 1 to 65535, or a range such as 8000-8080",
        advice: "remove port, or choose tcp or udp",
      },
    ],
  ],
  [
    "a domain that two tenants have",
    [["tenants.finance.domain", "engineering"]],
    [
      {
        path: "tenants.finance.domain",
        problem: "is the domain of tenants.engineering",
        found: "engineering",
        allowed: "a domain of the tenant's own, or Default",
        advice: "choose another, for example finance",
      },
    ],
  ],
  [
    "a user name that two tenants of the Default domain have",
    [
      ["tenants.engineering.domain", "Default"],
      ["tenants.research.domain", "Default"],
      ["tenants.research.users.ed", { role: "user" }],
    ],
    [
      {
        path: "tenants.research.users.ed",
        problem: "is a user name that tenants.engineering has in the Default domain",
        found: "ed",
        allowed: "a user name that is used once in a domain",
        advice: "rename the user, or give the tenant a domain of its own",
      },
    ],
  ],
  [
    "a name with capital letters",
    [["tenants.research.users.Rita B", { role: "user" }]],
    [
      {
        path: "tenants.research.users.Rita B",
        problem: "has a key that is no name",
        found: "Rita B",
        allowed: "names of 1 to 63 lower-case letters, digits and hyphens, a letter first",
        advice: "rename it, for example to rita-b",
      },
    ],
  ],
  [
    "an egress rule that limits nothing",
    [
      [
        "tenants.research.securityGroups.internal.rules.1",
        {
          direction: "egress",
          protocol: "tcp",
          port: 443,
          to: "0.0.0.0/0",
        },
      ],
    ],
    [
      {
        path: "tenants.research.securityGroups.internal.rules[1]",
        problem: "limits nothing, for the group lets everything out (egress: any)",
        allowed: "egress rules in a group with egress: rules",
        advice: "write egress: rules for the group, or remove this rule",
      },
    ],
  ],
  [
    "a file with nothing in it",
    [
      ["site", undefined],
      ["cloud", undefined],
      ["tenants", undefined],
      ["billing", undefined],
    ],
    [
      {
        path: "site",
        problem: "is missing",
        allowed: "a set of the keys domain, networks, vip, ssh, metal or hosts",
        advice: "add it",
      },
    ],
  ],
];

describe("mistakes in an environment file", () => {
  for (const [name, changes, expected] of CASES) {
    it(`names ${name}`, () => assert.deepEqual(mistakesIn(labWith(...changes)), expected));
  }

  it("reports all of them together, those of form and those of sense", () => {
    const paths = mistakesIn(
      labWith(
        ["site.networks.api.cidr", "10.0.1.5/24"],
        ["site.hosts.controller.roles.0", "controler"],
        ["site.hosts.compute2.addresses.management", "10.0.0.21"],
        ["cloud.virtualization", "xen"],
        ["tenants.engineering.users.ed.role", "usr"],
        ["tenants.engineering.flavors.0", "huge"],
        ["tenants.research.quota.network.networks", 1],
      ),
    ).map(({ path }) => path);
    assert.deepEqual(paths, [
      "site.networks.api.cidr",
      "site.hosts.controller.roles[0]",
      "cloud.virtualization",
      "site.hosts.compute2.addresses.management",
      "tenants.engineering.users.ed.role",
      "tenants.engineering.flavors[0]",
      "tenants.research.quota.network.networks",
    ]);
  });

  it("says so in words and without a stack trace", () => {
    const raw = labWith(["site.networks.api.cidr", "10.0.1.5/24"]);
    assert.throws(
      () => parseEnvironment(raw, "lab"),
      (error) => {
        assert.ok(error instanceof EnvironmentError);
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(
          error.message,
          [
            "Pulumi.lab.yaml has 1 mistake. Nothing was changed.",
            "",
            "  site.networks.api.cidr: has host bits set",
            "    found:   10.0.1.5/24",
            "    allowed: an IPv4 network such as 10.0.0.0/24",
            "    do:      write 10.0.1.0/24, the network that holds this address",
            "",
          ].join("\n"),
        );
        return true;
      },
    );
  });

  it("lets two tenants have the same addresses", () => {
    const raw = labWith(["tenants.research.networks.lab.cidr", "192.168.10.0/24"]);
    assert.deepEqual(mistakesIn(raw), []);
  });
});
