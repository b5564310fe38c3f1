import { overlap, parseCidr, rangeOf } from "../../../components/addresses/ipv4";
import { DEFAULT_PEERING_RANGE, type PartialCloud } from "../cloud";
import { oneOf, suggest, unknownName, type Mistake } from "../mistakes";
import { isAgreed, otherOf, planPeerings, portsOf, sourcesOf, wordsOf } from "../peerings";
import type { PartialSite } from "../site";
import { subnetsOf, type PeeringSettings, type TenantSettings } from "../tenant";
import { DEFAULT_RULES, ruleCount } from "./quota";

type Tenants = ReadonlyMap<string, TenantSettings>;

/** What does not fit together in the peerings between tenants. */
export function checkPeerings(tenants: Tenants, cloud: PartialCloud, site: PartialSite): Mistake[] {
  const entries = [...tenants].flatMap(([owner, { peerings }]) =>
    peerings.map((entry, n) => ({ owner, entry, n, at: `tenants.${owner}.peerings[${n}]` })),
  );
  if (entries.length === 0) return [];
  return [
    ...entries.flatMap(({ owner, entry, n, at }) => [
      ...partner(tenants, owner, entry, at),
      ...references(tenants.get(owner), entry, at),
      ...twice(tenants.get(owner)?.peerings ?? [], owner, n, at),
    ]),
    ...range(tenants, cloud, site),
    ...quotas(tenants, cloud),
  ];
}

function partner(tenants: Tenants, owner: string, entry: PeeringSettings, at: string): Mistake[] {
  const key = entry.from === undefined ? "to" : "from";
  const other = otherOf(entry);
  const known = [...tenants.keys()].filter((name) => name !== owner);
  if (!known.includes(other)) {
    return [
      {
        path: `${at}.${key}`,
        problem: other === owner ? "is the tenant itself" : "is not in tenants",
        found: other,
        allowed: oneOf(known),
        advice: suggest(other, known, "declare it in tenants, or remove the peering"),
      },
    ];
  }
  if (isAgreed(tenants, owner, entry)) return [];
  const range = portsOf(entry);
  const same = [
    key === "to" ? `from: ${owner}` : `to: ${owner}`,
    `protocol: ${entry.protocol}`,
    ...(range === undefined ? [] : [`port: ${range}`]),
    ...(key === "to" ? ["group: NAME"] : []),
  ];
  return [
    {
      path: at,
      problem: `is not declared by ${other}, and a peering takes both`,
      found: wordsOf(owner, entry),
      allowed: "what both tenants declare alike: direction, protocol and ports",
      advice: `have ${other} add { ${same.join(", ")} } to tenants.${other}.peerings, or remove it`,
    },
  ];
}

function references(
  tenant: TenantSettings | undefined,
  entry: PeeringSettings,
  at: string,
): Mistake[] {
  const { group, networks = [] } = entry;
  const groups = Object.keys(tenant?.securityGroups ?? {});
  const joined = Object.values(tenant?.routers ?? {}).flatMap((router) => router.networks);
  return [
    ...(group === undefined
      ? []
      : unknownName(`${at}.group`, group, groups, "the tenant's securityGroups")),
    ...networks.flatMap((network, n) =>
      unknownName(`${at}.networks[${n}]`, network, joined, "the networks of the tenant's routers"),
    ),
  ];
}

function twice(entries: PeeringSettings[], owner: string, n: number, at: string): Mistake[] {
  const own = entries.map((entry) => `${wordsOf(owner, entry)} ${entry.group ?? ""}`);
  const first = own.indexOf(own[n] ?? "");
  if (first === n) return [];
  return [
    {
      path: at,
      problem: `says the same as peerings[${first}]`,
      allowed: "each peering once",
      advice: "remove one of the two",
    },
  ];
}

/** Routers between tenants could not tell its addresses from others. */
function range(tenants: Tenants, cloud: PartialCloud, site: PartialSite): Mistake[] {
  const { peeringRange } = cloud;
  if (peeringRange === undefined) return [];
  const others = [
    ...Object.entries(site.networks ?? {}).map(([n, { cidr }]) => [`site.networks.${n}`, cidr]),
    ...Object.entries(cloud.externalNetworks ?? {}).map(([n, { cidr }]) => [
      `cloud.externalNetworks.${n}`,
      cidr,
    ]),
    ...[...tenants].flatMap(([tenant, { networks }]) =>
      Object.entries(networks).flatMap(([network, settings]) =>
        subnetsOf(network, settings).map(([, { cidr }]) => [
          `tenants.${tenant}.networks.${network}`,
          cidr,
        ]),
      ),
    ),
  ];
  const own = rangeOf(parseCidr(peeringRange));
  return others.flatMap(([at = "", cidr = ""]) =>
    overlap(own, rangeOf(parseCidr(cidr)))
      ? [
          {
            path: "cloud.peeringRange",
            problem: `collides with ${at} (${cidr})`,
            found: peeringRange,
            allowed:
              "a network that shares no address with the site's, external and tenants' networks",
            advice: "choose another range that nobody uses, for example in 10.0.0.0/8",
          },
        ]
      : [],
  );
}

/** What a peering lets in counts among the rules of the tenant that lets it in. */
function quotas(tenants: Tenants, { peeringRange }: PartialCloud): Mistake[] {
  const peerings = planPeerings(tenants, peeringRange ?? DEFAULT_PEERING_RANGE);
  return [...tenants].flatMap(([name, tenant]) => {
    const groups = Object.values(tenant.securityGroups);
    const own = groups.reduce((sum, group) => sum + ruleCount(group), DEFAULT_RULES);
    const peered = peerings.flatMap((peering) =>
      peering.allow
        .filter(({ to }) => to === name)
        .map(({ from }) => sourcesOf(peering, from).length),
    );
    const all = peered.reduce((sum, count) => sum + count, own);
    const limit = tenant.quota.network.securityGroupRules;
    // Without its peerings it is too small already, which is told by itself.
    if (peered.length === 0 || limit === -1 || limit >= all || limit < own) return [];
    return [
      {
        path: `tenants.${name}.quota.network.securityGroupRules`,
        problem: `is below the ${all} that the tenant declares, those of its peerings included`,
        found: String(limit),
        allowed: `${all} or more, or -1 for no limit`,
        advice: `raise it to at least ${all}, or declare less`,
      },
    ];
  });
}
