import type { Properties } from "../../../engine/types";
import type { Body } from "../client/cloud";
import { Scope } from "../table/types";
import { text } from "../table/text";

export interface WantedNetwork {
  uuid?: string;
  name?: string;
  port?: string;
  fixedIpV4?: string;
  accessNetwork?: boolean;
}

interface Address {
  addr: string;
  version: number;
  "OS-EXT-IPS-MAC:mac_addr"?: string;
  "OS-EXT-IPS:type"?: string;
}

interface Card {
  mac: string;
  v4: string;
  v6: string;
}

/** The networks that the program asked for, each with its id. */
export async function resolve(inputs: Properties, scope: Scope): Promise<WantedNetwork[]> {
  const wanted = (inputs.networks ?? []) as WantedNetwork[];
  return Promise.all(
    wanted.map(async (network) =>
      network.uuid || network.port || !network.name
        ? network
        : { ...network, uuid: (await byName(network.name, scope))?.id as string | undefined },
    ),
  );
}

async function byName(name: string, scope: Scope): Promise<Body | undefined> {
  const found = await scope.cloud.list("network", "/networks", "networks", {
    query: { name },
    region: scope.region,
    signal: scope.signal,
  });
  return found.length === 1 ? found[0] : undefined;
}

/** What the state holds of a server's networks: what was asked for, with the addresses it got. */
export async function described(server: Body, known: Properties, scope: Scope): Promise<Body[]> {
  const addresses = (server.addresses ?? {}) as Record<string, Address[]>;
  const cards = new Map(
    Object.entries(addresses).map(([name, list]) => [name, cardsOf(list)] as const),
  );
  const wanted = (known.networks ?? []) as WantedNetwork[];
  if (wanted.length === 0) {
    return [...cards].flatMap(([name, list]) => list.map((card) => row({ name }, card)));
  }
  const named = await Promise.all(wanted.map((network) => withName(network, scope)));
  return named.flatMap((network) => {
    const card = cards.get(network.name ?? "")?.shift();
    return card ? [row(network, card)] : [];
  });
}

async function withName(network: WantedNetwork, scope: Scope): Promise<WantedNetwork> {
  if (network.uuid && network.name) return network;
  const call = { region: scope.region, signal: scope.signal };
  let uuid = network.uuid;
  if (network.port) {
    const reply = await scope.cloud.call("network", "GET", `/ports/${network.port}`, call);
    uuid = text((reply.port as Body).network_id);
  }
  if (!uuid) {
    const found = await byName(network.name ?? "", scope);
    return { ...network, uuid: found?.id as string | undefined };
  }
  const reply = await scope.cloud.call("network", "GET", `/networks/${uuid}`, call);
  return { ...network, uuid, name: text((reply.network as Body).name) };
}

function row(network: WantedNetwork, card: Card): Body {
  return {
    uuid: network.uuid ?? "",
    name: network.name ?? "",
    port: network.port ?? "",
    fixed_ip_v4: card.v4,
    fixed_ip_v6: card.v6,
    floating_ip: "",
    mac: card.mac,
    access_network: network.accessNetwork ?? false,
  };
}

/** Addresses by card: the IPv4 and IPv6 address of one MAC belong together. */
function cardsOf(addresses: Address[]): Card[] {
  const cards = new Map<string, Card>();
  for (const address of addresses) {
    if (address["OS-EXT-IPS:type"] === "floating") continue;
    const mac = address["OS-EXT-IPS-MAC:mac_addr"] ?? "";
    const card = cards.get(mac) ?? { mac, v4: "", v6: "" };
    if (address.version === 6) card.v6 = `[${address.addr}]`;
    else card.v4 = address.addr;
    cards.set(mac, card);
  }
  return [...cards.values()];
}

/** The address to reach it at: of the network that is marked, else of the first that has one. */
export function accessAddress(rows: Body[], key: "fixed_ip_v4" | "fixed_ip_v6"): string {
  const marked = rows.find((network) => network.access_network === true && network[key]);
  const first = marked ?? rows.find((network) => network[key]);
  return typeof first?.[key] === "string" ? first[key] : "";
}
