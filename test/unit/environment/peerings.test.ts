import assert from "node:assert/strict";
import fc from "fast-check";
import { overlap, parseCidr, rangeOf } from "../../../components/addresses/ipv4";
import { parseEnvironment, type RawEnvironment } from "../../../stacks/environment/parse";
import { planPeerings, type Peering } from "../../../stacks/environment/peerings";
import type { Mistake } from "../../../stacks/environment/mistakes";
import { tenantSchema } from "../../../stacks/environment/tenant";
import { labWith, mistakesIn } from "./files";

const RANGE = "100.64.0.0/10";

const peeringsOf = (raw: RawEnvironment): Peering[] => parseEnvironment(raw, "lab").peerings;

/** What finance lets engineering do, and engineering does. */
const FINANCE: Parameters<typeof labWith> = [
  [
    "tenants.finance.peerings",
    [{ from: "engineering", protocol: "udp", port: "5000-5010", group: "web" }],
  ],
  ["tenants.engineering.peerings.1", { to: "finance", protocol: "udp", port: "5000-5010" }],
];

describe("peerings of an environment", () => {
  it("lead from router to router where addresses differ", () => {
    assert.deepEqual(peeringsOf(labWith()), [
      {
        between: [
          {
            tenant: "engineering",
            cidrs: ["192.168.10.0/24"],
            routers: [{ router: "edge", address: "100.70.163.1", cidrs: ["192.168.10.0/24"] }],
          },
          {
            tenant: "research",
            cidrs: ["172.20.0.0/24", "172.20.1.0/24"],
            routers: [
              {
                router: "edge",
                address: "100.70.163.2",
                cidrs: ["172.20.0.0/24", "172.20.1.0/24"],
              },
            ],
          },
        ],
        by: "routers",
        cidr: "100.70.163.0/26",
        allow: [
          {
            from: "research",
            to: "engineering",
            protocol: "tcp",
            port: { min: 80, max: 80 },
            group: "web",
            description: "Reads our pages",
          },
        ],
      },
    ]);
  });

  it("are a network of both tenants where they have the same addresses", () => {
    const [first, second] = peeringsOf(labWith(...FINANCE));
    assert.deepEqual(
      [first?.by, first?.between.map(({ tenant, routers }) => [tenant, routers]), first?.allow],
      [
        "network",
        [
          ["engineering", []],
          ["finance", []],
        ],
        [
          {
            from: "engineering",
            to: "finance",
            protocol: "udp",
            port: { min: 5000, max: 5010 },
            group: "web",
          },
        ],
      ],
    );
    assert.equal(second?.by, "routers");
  });

  it("take only the networks that both name", () => {
    const [peering] = peeringsOf(labWith(["tenants.research.peerings.0.networks", ["results"]]));
    assert.deepEqual(
      peering?.between.map(({ cidrs }) => cidrs),
      [["192.168.10.0/24"], ["172.20.1.0/24"]],
    );
  });

  it("tell a router no two ways to one address", () => {
    const raw = labWith(
      ["tenants.finance.peerings", [{ from: "research", protocol: "icmp", group: "web" }]],
      ["tenants.research.peerings.1", { to: "finance", protocol: "icmp" }],
    );
    assert.deepEqual(
      peeringsOf(raw).map(({ between, by }) => [between.map(({ tenant }) => tenant), by]),
      [
        [["engineering", "research"], "network"],
        [["finance", "research"], "network"],
      ],
    );
  });

  const tenants = fc
    .array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 16 })
    .map((pairs) => {
      const made = new Map(
        Array.from({ length: 8 }, (_, n) => [`t${n}`, { n, peerings: [] as object[] }]),
      );
      for (const [a, b] of pairs) {
        if (a === b) continue;
        made.get(`t${a}`)?.peerings.push({ to: `t${b}`, protocol: "tcp", port: 22 });
        made.get(`t${b}`)?.peerings.push({ from: `t${a}`, protocol: "tcp", port: 22, group: "g" });
      }
      return made;
    });
  const plan = (of: Map<string, { n: number; peerings: object[] }>, range: string): Peering[] =>
    planPeerings(
      new Map(
        [...of].map(([name, { n, peerings }]) => [
          name,
          tenantSchema.parse({
            networks: { lan: { cidr: `10.${n % 5}.0.0/16` } },
            routers: { edge: { networks: ["lan"] } },
            peerings,
          }),
        ]),
      ),
      range,
    );
  const names = ({ between }: Peering): string[] => between.map(({ tenant }) => tenant);

  it("never give a tenant one network twice, nor a router two ways to an address", () => {
    fc.assert(
      fc.property(tenants, (of) => {
        // So small that most of it is taken, and chances to collide are many.
        const planned = plan(of, "100.64.0.0/22");
        const ranges = planned.map(({ cidr }) => rangeOf(parseCidr(cidr)));
        const apart = planned.every((one, n) =>
          planned.every(
            (two, m) =>
              m <= n ||
              !names(one).some((name) => names(two).includes(name)) ||
              !overlap(ranges[n]!, ranges[m]!),
          ),
        );
        const clear = [...of].every(([tenant, { n }]) => {
          const reached = planned
            .filter((peering) => peering.by === "routers" && names(peering).includes(tenant))
            .flatMap(({ between }) => between.filter((side) => side.tenant !== tenant))
            .flatMap(({ cidrs }) => cidrs);
          const all = [...reached, `10.${n % 5}.0.0/16`];
          return new Set(all).size === all.length;
        });
        return apart && clear;
      }),
    );
  });

  it("keep their network whichever others come and go", () => {
    fc.assert(
      fc.property(tenants, fc.nat({ max: 7 }), (of, gone) => {
        const before = plan(of, RANGE);
        const left = new Map([...of].filter(([name]) => name !== `t${gone}`));
        return plan(left, RANGE).every((peering) =>
          before.some(
            (other) => other.cidr === peering.cidr && names(other).join() === names(peering).join(),
          ),
        );
      }),
    );
  });
});

const AGREED = "what both tenants declare alike: direction, protocol and ports";

const MISTAKES: [string, Parameters<typeof labWith>, Mistake[]][] = [
  [
    "a peering that the other side does not declare",
    [["tenants.research.peerings", []]],
    [
      {
        path: "tenants.engineering.peerings[0]",
        problem: "is not declared by research, and a peering takes both",
        found: "from research to engineering: tcp 80",
        allowed: AGREED,
        advice:
          "have research add { to: engineering, protocol: tcp, port: 80 } to tenants.research.peerings, or remove it",
      },
    ],
  ],
  [
    "a side that asks for more than it is given",
    [["tenants.research.peerings.0.port", "80-90"]],
    [
      {
        path: "tenants.engineering.peerings[0]",
        problem: "is not declared by research, and a peering takes both",
        found: "from research to engineering: tcp 80",
        allowed: AGREED,
        advice:
          "have research add { to: engineering, protocol: tcp, port: 80 } to tenants.research.peerings, or remove it",
      },
      {
        path: "tenants.research.peerings[0]",
        problem: "is not declared by engineering, and a peering takes both",
        found: "from research to engineering: tcp 80-90",
        allowed: AGREED,
        advice:
          "have engineering add { from: research, protocol: tcp, port: 80-90, group: NAME } to tenants.engineering.peerings, or remove it",
      },
    ],
  ],
  [
    "a tenant that there is not, a group and a network that there are not",
    [
      ["tenants.engineering.peerings.0.group", "wep"],
      ["tenants.research.peerings.0.networks", ["labs"]],
      ["tenants.finance.peerings", [{ to: "engeneering", protocol: "any" }]],
    ],
    [
      {
        path: "tenants.engineering.peerings[0].group",
        problem: "is not in the tenant's securityGroups",
        found: "wep",
        allowed: "web",
        advice: "did you mean web? If not, declare it in the tenant's securityGroups",
      },
      {
        path: "tenants.finance.peerings[0].to",
        problem: "is not in tenants",
        found: "engeneering",
        allowed: "engineering or research",
        advice: "did you mean engineering? If not, declare it in tenants, or remove the peering",
      },
      {
        path: "tenants.research.peerings[0].networks[0]",
        problem: "is not in the networks of the tenant's routers",
        found: "labs",
        allowed: "lab or results",
        advice: "did you mean lab? If not, declare it in the networks of the tenant's routers",
      },
    ],
  ],
  [
    "a tenant with itself",
    [["tenants.finance.peerings", [{ to: "finance", protocol: "any" }]]],
    [
      {
        path: "tenants.finance.peerings[0].to",
        problem: "is the tenant itself",
        found: "finance",
        allowed: "engineering or research",
        advice: "declare it in tenants, or remove the peering",
      },
    ],
  ],
  [
    "a peering that is there twice",
    [["tenants.research.peerings.1", { to: "engineering", protocol: "tcp", port: 80 }]],
    [
      {
        path: "tenants.research.peerings[1]",
        problem: "says the same as peerings[0]",
        allowed: "each peering once",
        advice: "remove one of the two",
      },
    ],
  ],
  [
    "a range that tenants have",
    [["cloud.peeringRange", "172.16.0.0/12"]],
    [
      {
        path: "cloud.peeringRange",
        problem: "collides with tenants.research.networks.lab (172.20.0.0/24)",
        found: "172.16.0.0/12",
        allowed: "a network that shares no address with the site's, external and tenants' networks",
        advice: "choose another range that nobody uses, for example in 10.0.0.0/8",
      },
      {
        path: "cloud.peeringRange",
        problem: "collides with tenants.research.networks.results (172.20.1.0/24)",
        found: "172.16.0.0/12",
        allowed: "a network that shares no address with the site's, external and tenants' networks",
        advice: "choose another range that nobody uses, for example in 10.0.0.0/8",
      },
    ],
  ],
  [
    "a range that is too small",
    [["cloud.peeringRange", "100.64.0.0/28"]],
    [
      {
        path: "cloud.peeringRange",
        problem: "is smaller than one peering's network, a /26",
        found: "100.64.0.0/28",
        allowed: "an IPv4 network such as 10.0.0.0/24",
        advice: "give a larger range, such as 100.64.0.0/10",
      },
    ],
  ],
  [
    "a quota that holds all but the peering's rules",
    [["tenants.engineering.quota.network.securityGroupRules", 9]],
    [
      {
        path: "tenants.engineering.quota.network.securityGroupRules",
        problem: "is below the 10 that the tenant declares, those of its peerings included",
        found: "9",
        allowed: "10 or more, or -1 for no limit",
        advice: "raise it to at least 10, or declare less",
      },
    ],
  ],
  [
    "one in the policies' settings, which no tenant agreed to",
    [["policy.peerings", [{ from: "finance", to: "research" }]]],
    [
      {
        path: "policy.peerings[0]",
        problem: "does not make a peering, and no tenant has agreed to it",
        found: "from finance to research",
        allowed: "peerings that both tenants declare",
        advice:
          "declare it in tenants.finance.peerings (to: research) and tenants.research.peerings (from: finance)",
      },
    ],
  ],
];

describe("mistakes in peerings", () => {
  for (const [what, changes, mistakes] of MISTAKES) {
    it(`names ${what}`, () => {
      assert.deepEqual(mistakesIn(labWith(...changes)), mistakes);
    });
  }

  it("names each mistake of form", () => {
    const of = (peering: object) =>
      mistakesIn(labWith(["tenants.finance.peerings", [peering]])).map(
        ({ path, problem }) => `${path} ${problem}`,
      );
    const at = "tenants.finance.peerings[0]";
    assert.deepEqual(
      [
        of({ protocol: "any" }),
        of({ from: "research", to: "research", protocol: "any" }),
        of({ from: "research", protocol: "icmp", port: 3 }),
        of({ to: "research", protocol: "icmp", group: "web" }),
      ],
      [
        [`${at} has neither from nor to`],
        [`${at} has both from and to`],
        [`${at}.group is missing`, `${at}.port does not go with protocol icmp`],
        [`${at}.group does not belong to the side that opens connections`],
      ],
    );
  });
});
