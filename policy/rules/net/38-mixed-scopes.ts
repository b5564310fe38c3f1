import { ACME, made, ref, router } from "../../cases";
import { nameOf, type Declared } from "../../declared/resource";
import type { Stack, Target } from "../../declared/stack";
import type { CaseResource, Rule } from "../../rule";
import { once, sorted } from "./common";

/** Where a router has an interface in an address scope. */
interface Place {
  link: Declared;
  subnet: Declared;
  scope: Target;
}

const placesByRouter = once((stack: Stack) => {
  const places = new Map<Declared, Place[]>();
  for (const link of sorted(stack.of("interface"))) {
    const router = stack.follow(link, "routerId", "router");
    const subnet = stack.follow(link, "subnetId", "subnet");
    const pool = subnet && stack.follow(subnet, "subnetpoolId", "subnetPool");
    const scope = pool && stack.target(pool, "addressScopeId", "addressScope");
    if (router === undefined || subnet === undefined || scope === undefined) continue;
    places.set(router, [...(places.get(router) ?? []), { link, subnet, scope }]);
  }
  return places;
});

const scoped = (name: string, net: number, scope: string): Record<string, CaseResource> => ({
  [`${name}-pool`]: made("subnetPool", {
    name,
    projectId: ref("acme"),
    prefixes: [`172.31.${net}.0/24`],
    addressScopeId: ref(scope),
  }),
  [name]: made("network", { name, tenantId: ref("acme") }),
  [`${name}-subnet`]: made("subnet", {
    name,
    networkId: ref(name),
    tenantId: ref("acme"),
    subnetpoolId: ref(`${name}-pool`),
  }),
});

const SCOPES: Record<string, CaseResource> = {
  ...ACME,
  corp: made("addressScope", { name: "corp", projectId: ref("acme") }),
  guests: made("addressScope", { name: "guests", projectId: ref("acme") }),
};

export const mixedScopes: Rule = {
  id: "NET-38",
  title: "A router joins networks of one address scope",
  severity: "low",
  // The router forwards nothing between scopes: what is wrong is what people expect of it.
  level: "advisory",
  reason:
    "a router forwards nothing from one scope into another: machines on it that should reach each " +
    "other do not, and taking the scopes away to mend that opens them to all others",
  sources: ["Neutron admin guide, Address scopes"],
  remedy: "take the networks' pools from one scope, or give each scope a router of its own",
  checkStack: (stack) =>
    [...placesByRouter(stack)].flatMap(([router, [first, ...others]]) =>
      others
        .filter(({ scope }) => first && stack.keyOf(scope) !== stack.keyOf(first.scope))
        .map(({ link, subnet }) => ({
          resource: link,
          found: `subnets ${first ? nameOf(first.subnet) : ""} and ${nameOf(subnet)} on router ${nameOf(router)} are in two address scopes`,
        })),
    ),
  cases: {
    passes: [
      {
        of: "two networks of one scope",
        resources: {
          ...SCOPES,
          ...scoped("app", 1, "corp"),
          ...scoped("data", 2, "corp"),
          ...router("acme", "edge", ["app-subnet", "data-subnet"]),
        },
      },
    ],
    fails: [
      {
        of: "networks of two scopes",
        resources: {
          ...SCOPES,
          ...scoped("app", 1, "corp"),
          ...scoped("web", 2, "guests"),
          ...router("acme", "edge", ["app-subnet", "web-subnet"]),
        },
        finds: {
          "acme-edge-web-subnet": ["subnets app and web on router edge are in two address scopes"],
        },
      },
    ],
  },
};
