import assert from "node:assert/strict";
import fc from "fast-check";
import { formatAddress, parseAddress } from "../../../components/addresses/ipv4";
import type { CloudModel, ModelRule, Protocol } from "../../../components/isolation/model";
import { describeReach } from "../../../components/isolation/describe";
import { prove, type Opening, type Proof } from "../../../components/isolation/prove";
import { manyTenants } from "../../support/many-tenants";
import { walk } from "./walker";

const BASE = parseAddress("10.0.0.0")!;
const at = (n: number): string => formatAddress(BASE + n);
/** Two networks of 8 addresses that clouds use again and again, and one outside. */
const INSIDE = [0, 8, 16, 24].map((n) => `${at(n)}/29`);
const OUTSIDE = `${at(32)}/29`;
const ADDRESSES = Array.from({ length: 40 }, (_, n) => at(n));
const PROBES = [
  { protocol: "tcp", port: 22 },
  { protocol: "tcp", port: 80 },
  { protocol: "udp", port: 53 },
  { protocol: "icmp", port: 0 },
] as const;
const PROTOCOLS: Protocol[] = ["tcp", "udp", "icmp", "any"];

/** Small clouds in which much goes wrong: networks shared, routers that join tenants, routes everywhere. */
const clouds: fc.Arbitrary<CloudModel> = fc
  .record({ tenants: fc.integer({ min: 2, max: 3 }), networks: fc.integer({ min: 1, max: 4 }) })
  .chain(({ tenants: count, networks: networkCount }) => {
    const tenants = ["acme", "globex", "initech"].slice(0, count);
    const owner = fc.option(fc.constantFrom(...tenants), { nil: undefined, freq: 4 });
    const sharedWith = fc.oneof(
      { weight: 6, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.constantFrom(...tenants).map((tenant) => [tenant]) },
      { weight: 1, arbitrary: fc.constant<string[]>(["*"]) },
    );
    const ids = Array.from({ length: networkCount }, (_, n) => `net${n}`);
    const scope = fc.option(fc.constantFrom("red", "blue"), { nil: undefined, freq: 4 });
    const subnets = fc.tuple(
      ...ids.map((network) =>
        fc
          .uniqueArray(fc.constantFrom(...INSIDE), { minLength: 1, maxLength: 2 })
          .chain((cidrs) =>
            fc.tuple(
              ...cidrs.map((cidr, n) =>
                scope.map((inScope) => ({ id: `${network}.${n}`, network, cidr, scope: inScope })),
              ),
            ),
          ),
      ),
    );
    // Of the few addresses that routers have, so that routes often lead to one.
    const address = fc.constantFrom(...[0, 8, 16, 24, 32].flatMap((n) => [at(n + 1), at(n + 2)]));
    return fc.record({ subnets: subnets.map((all) => all.flat()) }).chain(({ subnets: made }) => {
      const inside = (cidr: string): fc.Arbitrary<string> => {
        const first = parseAddress(cidr.split("/")[0]!)! - BASE;
        return fc.integer({ min: first + 1, max: first + 2 }).map(at);
      };
      const router = (id: string) =>
        fc.record({
          id: fc.constant(id),
          owner,
          interfaces: fc
            .uniqueArray(fc.constantFrom(...made), { maxLength: 3, selector: ({ cidr }) => cidr })
            .chain((links) =>
              fc.tuple(
                ...links.map(({ id: subnet, cidr }) =>
                  inside(cidr).map((own) => ({ subnet, address: own })),
                ),
              ),
            ),
          gateway: fc.option(
            inside(OUTSIDE).map((own) => ({ network: "outside", address: own })),
            { nil: undefined },
          ),
          routes: fc.uniqueArray(
            fc.record({
              destination: fc.constantFrom(`${at(0)}/27`, `${at(0)}/28`, ...INSIDE, `${at(1)}/32`),
              nextHop: address,
            }),
            { maxLength: 2, selector: ({ destination }) => destination },
          ),
        });
      const rule: fc.Arbitrary<ModelRule> = fc.record(
        {
          protocol: fc.constantFrom(...PROTOCOLS),
          from: fc.oneof(
            fc.constantFrom("0.0.0.0/0", OUTSIDE, ...INSIDE).map((cidr) => ({ cidr })),
            fc.constantFrom("group0", "group1").map((group) => ({ group })),
          ),
          ports: fc.constantFrom({ min: 22, max: 22 }, { min: 1, max: 65535 }),
        },
        { requiredKeys: ["protocol", "from"] },
      );
      // Ports are for tcp and udp only, as Neutron has it.
      const rules = fc.array(
        rule.map(({ ports, ...rest }) =>
          rest.protocol === "tcp" || rest.protocol === "udp" ? { ...rest, ports } : rest,
        ),
        { maxLength: 2 },
      );
      return fc.record({
        tenants: fc.constant(tenants),
        networks: fc.tuple(
          fc.constant({ id: "outside", external: true, sharedWith: [] }),
          ...ids.map((id) =>
            fc.record({ id: fc.constant(id), owner, external: fc.constant(false), sharedWith }),
          ),
        ),
        subnets: scope.map((inScope) => [
          ...made,
          { id: "outside", network: "outside", cidr: OUTSIDE, scope: inScope },
        ]),
        routers: fc.tuple(router("r0"), router("r1"), router("r2")).map(uniqueAddresses(made)),
        groups: fc.tuple(
          ...["group0", "group1"].map((id) =>
            fc.record({ id: fc.constant(id), owner, sharedWith, ingress: rules }),
          ),
        ),
        ports: fc.array(
          fc.record({
            id: fc.constant("port"),
            owner,
            network: fc.constantFrom(...ids),
            groups: fc.constant([]),
            open: fc.boolean(),
          }),
          { maxLength: 1 },
        ),
        peerings: fc.constant([]),
      });
    });
  });

/** Neutron gives no address twice on a network. */
function uniqueAddresses(subnets: CloudModel["subnets"]) {
  return (routers: CloudModel["routers"]): CloudModel["routers"] => {
    const taken = new Set<string>();
    const isFirst = (network: string, address: string): boolean => {
      const key = `${network} ${address}`;
      return !taken.has(key) && taken.add(key) !== undefined;
    };
    return routers.map((router) => ({
      ...router,
      interfaces: router.interfaces.filter(({ subnet, address }) =>
        isFirst(subnets.find(({ id }) => id === subnet)!.network, address),
      ),
      gateway:
        router.gateway && isFirst("outside", router.gateway.address!) ? router.gateway : undefined,
    }));
  };
}

/** What a proof says, in the words of the walker. */
function saidBy({ violations }: Proof): Set<string> {
  const said = new Set<string>();
  for (const { from, to, open } of violations) {
    said.add(`${from} gets to ${to}`);
    for (const { protocol, port } of PROBES) {
      if (open.some((opening) => passes(opening, protocol, port))) {
        said.add(`${from} gets into ${to} by ${protocol} ${port}`);
      }
    }
  }
  return said;
}

const passes = ({ protocol, ports }: Opening, probe: Protocol, port: number): boolean =>
  (protocol === "any" || protocol === probe) &&
  (ports === undefined || (port >= ports.min && port <= ports.max));

describe("the reachability proof", function () {
  this.timeout(120_000);

  it("says what a walker of single packets sees, in clouds of every kind", () => {
    fc.assert(
      fc.property(clouds, (cloud) => {
        assert.deepEqual(
          [...saidBy(prove(cloud))].sort(),
          [...walk(cloud, ADDRESSES, [...PROBES])].sort(),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it("names the way, what is open there and by which group", () => {
    const { violations, peered, pairs } = prove(JOINED);
    assert.deepEqual([peered, pairs], [[], 2]);
    assert.deepEqual(
      violations.map((reach) => describeReach(reach, (id) => id)),
      [
        "acme reaches globex by network app → router between → network vault; " +
          "open there: tcp 5432 (database), udp (database)",
        "globex reaches acme by network vault → router between → network app; " +
          "only security groups, which their owner may change, are in between",
      ],
    );
  });

  it("takes what a peering allows for peered, and the way of its answers", () => {
    const allow = [{ protocol: "tcp", ports: { min: 5432, max: 5432 } }, { protocol: "udp" }];
    const both = prove({ ...JOINED, peerings: [{ from: "acme", to: "globex", allow }] });
    assert.deepEqual(
      [both.violations, both.peered.map(({ from, to }) => `${from} to ${to}`)],
      [[], ["acme to globex", "globex to acme"]],
    );
    const less = prove({
      ...JOINED,
      peerings: [{ from: "acme", to: "globex", allow: allow.slice(0, 1) }],
    });
    assert.deepEqual(
      less.violations.map(({ from, to }) => `${from} to ${to}`),
      ["acme to globex"],
    );
  });

  it("is about 1,000 tenants of 20 resources in a memory that does not grow with their pairs", () => {
    const { pairs, violations, peered } = prove(manyTenants(1000));
    assert.deepEqual([pairs, violations, peered], [999_000, [], []]);
  });
});

/** A router of acme's with a network of globex's on it. */
const JOINED: CloudModel = {
  tenants: ["acme", "globex"],
  networks: [
    { id: "app", owner: "acme", external: false, sharedWith: [] },
    { id: "vault", owner: "globex", external: false, sharedWith: [] },
  ],
  subnets: [
    { id: "app", network: "app", cidr: "192.168.1.0/24" },
    { id: "vault", network: "vault", cidr: "192.168.2.0/24" },
  ],
  routers: [
    {
      id: "between",
      owner: "acme",
      interfaces: [
        { subnet: "app", address: "192.168.1.1" },
        { subnet: "vault", address: "192.168.2.1" },
      ],
      routes: [],
    },
  ],
  groups: [
    {
      id: "database",
      owner: "globex",
      sharedWith: [],
      ingress: [
        { protocol: "tcp", ports: { min: 5432, max: 5432 }, from: { cidr: "192.168.0.0/16" } },
        { protocol: "udp", from: { cidr: "0.0.0.0/0" } },
        { protocol: "tcp", ports: { min: 22, max: 22 }, from: { cidr: "10.0.0.0/8" } },
        { protocol: "tcp", ports: { min: 23, max: 23 }, from: { group: "database" } },
      ],
    },
  ],
  ports: [],
  peerings: [],
};
