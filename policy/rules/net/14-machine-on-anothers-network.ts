import { EXTERNAL, made, network, ref, TENANTS } from "../../cases";
import { text, type Declared } from "../../declared/resource";
import type { Owner, Stack } from "../../declared/stack";
import type { Finding, Rule } from "../../rule";
import type { Settings } from "../../settings";
import { PEERED, port, shared } from "./cases";
import { called, constant, differ, once, strangers } from "./common";

/** Whom networks are shared with, by the network: keys of owners. */
const sharedWith = once((stack: Stack) => {
  const shared = new Map<Declared, Set<string>>();
  for (const policy of stack.of("rbacPolicy")) {
    if (constant(text(policy, "action")) !== "access_as_shared") continue;
    const network = stack.follow(policy, "objectId", "network");
    const key =
      text(policy, "targetTenant") === "*" ? "*" : stack.ownerAt(policy, "targetTenant")?.key;
    if (network === undefined || key === undefined) continue;
    shared.set(network, (shared.get(network) ?? new Set()).add(key));
  }
  return shared;
});

function mayBeOn(stack: Stack, settings: Settings, owner: Owner, network: Declared): boolean {
  const other = stack.ownerOf(network);
  if (!differ(owner, other) || network.props.shared === true) return true;
  // The cloud's own network may be there for tenants; a tenant's own is for it and its peers.
  if (other?.tenant !== undefined) return !strangers(settings, owner, other);
  const keys = sharedWith(stack).get(network);
  return keys?.has(owner.key) === true || keys?.has("*") === true;
}

export const machineOnAnothersNetwork: Rule = {
  id: "NET-14",
  title: "Machines are on networks of their own tenant",
  severity: "critical",
  reason:
    "the administrator may put a port anywhere: on another tenant's network its machine is in that " +
    "tenant's broadcast domain, and on an external network beside the routers of all tenants",
  sources: [
    "OpenStack Security Guide, Networking services (L2 isolation using VLANs and tunneling)",
    "own",
  ],
  remedy: "give the port its network's tenantId, or put it on a network of its own tenant",
  checkStack: (stack, settings) => {
    const check = (
      what: string,
      resource: Declared,
      key: string,
      machine: Declared | undefined = resource,
    ): Finding[] => {
      const owner = machine && stack.ownerOf(machine);
      if (machine === undefined || owner === undefined) return [];
      return stack
        .leadsTo(resource, key, "network")
        .filter((network) => !mayBeOn(stack, settings, owner, network))
        .map((network) => ({
          resource,
          found: `${called(what, machine, owner)} is on ${called("network", network, stack.ownerOf(network))}`,
        }));
    };
    return [
      ...stack.of("port").flatMap((port) => check("port", port, "networkId")),
      ...stack.of("instance").flatMap((one) => check("instance", one, "networks")),
      ...stack
        .of("interfaceAttach")
        .flatMap((link) =>
          check("instance", link, "networkId", stack.follow(link, "instanceId", "instance")),
        ),
    ];
  },
  cases: {
    passes: [
      {
        of: "a port on its own network",
        resources: {
          ...TENANTS,
          ...network("acme", "app", "192.168.1.0/24"),
          vm: port("acme", "acme-app"),
        },
      },
      {
        of: "a port on the network of a tenant that there is a peering with",
        resources: {
          ...TENANTS,
          ...network("globex", "app", "192.168.1.0/24"),
          vm: port("acme", "globex-app"),
        },
        settings: PEERED,
      },
      {
        of: "a port on a network that the cloud shares with its tenant",
        resources: {
          ...TENANTS,
          lan: made("network", { name: "lan" }),
          policy: shared("network", "lan", "acme"),
          vm: port("acme", "lan"),
        },
      },
    ],
    fails: [
      {
        of: "a port on another tenant's network",
        resources: {
          ...TENANTS,
          ...network("globex", "app", "192.168.1.0/24"),
          vm: port("acme", "globex-app"),
        },
        finds: { vm: ["port vm of acme is on network app of globex"] },
      },
      {
        of: "a port on an external network",
        resources: { ...TENANTS, ...EXTERNAL, vm: port("acme", "internet") },
        finds: { vm: ["port vm of acme is on network internet of the cloud"] },
      },
      {
        of: "an instance of the cloud's own on a tenant's network",
        resources: {
          ...TENANTS,
          ...network("globex", "app", "192.168.1.0/24"),
          ...network("globex", "data", "192.168.2.0/24"),
          server: made("instance", { name: "probe", networks: [{ uuid: ref("globex-app") }] }),
          more: made("interfaceAttach", {
            instanceId: ref("server"),
            networkId: ref("globex-data"),
          }),
        },
        finds: {
          server: ["instance probe of the cloud is on network app of globex"],
          more: ["instance probe of the cloud is on network data of globex"],
        },
      },
    ],
  },
};
