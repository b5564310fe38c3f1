import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { Definition, Scope } from "../table/types";
import { REGION } from "./common";
import { text } from "../table/text";

interface Route {
  routerId: string;
  destination: string;
  nextHop: string;
}

/** A route has no id of its own: `ROUTER-route-DESTINATION-NEXTHOP`, as the official provider has it. */
function parse(id: string): Route {
  const [, routerId, destination, nextHop] = /^(.+)-route-([^-]+)-([^-]+)$/.exec(id) ?? [];
  if (routerId === undefined || destination === undefined || nextHop === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of a route: expected ROUTER_ID-route-DESTINATION_CIDR-NEXT_HOP`,
    );
  }
  return { routerId, destination, nextHop };
}

const answerOf = ({ routerId, destination, nextHop }: Route): Body => ({
  router_id: routerId,
  destination_cidr: destination,
  next_hop: nextHop,
});

const pathOf = ({ routerId }: Route): string => `/routers/${encodeURIComponent(routerId)}`;

/**
 * Adds or removes this route alone (Neutron's extension extraroute-atomic): to put the whole list anew,
 * as one has to without it, loses what another puts at the same time.
 */
const change = (what: "add" | "remove", route: Route, { cloud, ...scope }: Scope): Promise<Body> =>
  cloud.call("network", "PUT", `${pathOf(route)}/${what}_extraroutes`, {
    body: { router: { routes: [{ destination: route.destination, nexthop: route.nextHop }] } },
    region: scope.region,
    signal: scope.signal,
  });

const routerRoute: Definition = {
  service: "network",
  path: "/routers",
  key: "router",
  fields: {
    region: REGION,
    routerId: { type: "string", required: true, replaces: true },
    destinationCidr: { type: "string", required: true, replaces: true },
    nextHop: { type: "string", required: true, replaces: true },
  },
  async create(inputs, scope) {
    const route = {
      routerId: text(inputs.routerId),
      destination: text(inputs.destinationCidr),
      nextHop: text(inputs.nextHop),
    };
    await change("add", route, scope);
    const id = `${route.routerId}-route-${route.destination}-${route.nextHop}`;
    return { id, answer: answerOf(route) };
  },
  async read(id, _known, { cloud, region, signal }) {
    const route = parse(id);
    const found = (await cloud.call("network", "GET", pathOf(route), { region, signal })).router;
    const { routes = [] } = found as { routes?: { destination: string; nexthop: string }[] };
    const there = routes.some(
      ({ destination, nexthop }) => destination === route.destination && nexthop === route.nextHop,
    );
    return there ? answerOf(route) : undefined;
  },
  async delete(id, _olds, scope) {
    await change("remove", parse(id), scope);
  },
};

export const routerRoutes: Readonly<Record<string, Definition>> = {
  "networking/routerRoute:RouterRoute": routerRoute,
};
