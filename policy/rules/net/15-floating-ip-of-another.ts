import { made, network, ref, TENANTS } from "../../cases";
import { text, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { CaseResource, Finding, Rule } from "../../rule";
import { port } from "./cases";
import { called, differ, once, nameOfOwner } from "./common";

const byAddress = once(
  (stack: Stack) => new Map(stack.of("floatingIp").map((ip) => [text(ip, "address"), ip])),
);

/** An association names the floating IP by its address. */
const associated = (stack: Stack, link: Declared): Declared | undefined =>
  byAddress(stack).get(text(link, "floatingIp") ?? "-") ??
  stack.leadsTo(link, "floatingIp", "floatingIp")[0];

function check(stack: Stack, resource: Declared, ip: Declared | undefined, key: string): Finding[] {
  const port = stack.follow(resource, key, "port");
  const [owner, other] = [ip && stack.ownerOf(ip), port && stack.ownerOf(port)];
  if (port === undefined || !differ(owner, other)) return [];
  return [
    {
      resource,
      found: `a floating IP of ${nameOfOwner(owner)} leads to ${called("port", port, other)}`,
    },
  ];
}

const MACHINES: Record<string, CaseResource> = {
  ...TENANTS,
  ...network("acme", "app", "192.168.1.0/24"),
  ...network("globex", "app", "192.168.1.0/24"),
  own: port("acme", "acme-app"),
  vm: port("globex", "globex-app"),
};

const ip = (more: CaseResource["props"] = {}) =>
  made("floatingIp", { pool: "internet", tenantId: ref("acme"), address: "203.0.113.9", ...more });

const forwarding = (port: string) =>
  made("portForwarding", {
    floatingipId: ref("ip"),
    internalPortId: ref(port),
    internalIpAddress: "192.168.1.10",
    internalPort: 443,
    externalPort: 443,
    protocol: "tcp",
  });

export const floatingIpOfAnother: Rule = {
  id: "NET-15",
  title: "A floating IP leads to machines of its own tenant",
  severity: "critical",
  reason:
    "the other tenant publishes a machine that is not its own, and turns the address to a machine of " +
    "its own whenever it likes: users then give their passwords to that",
  sources: ["own: programs set tenants up as the administrator, who may use every tenant's ids"],
  remedy: "take the floating IP in the project that the port is in",
  checkStack: (stack) => [
    ...stack.of("floatingIp").flatMap((ip) => check(stack, ip, ip, "portId")),
    ...stack
      .of("floatingIpAssociate")
      .flatMap((link) => check(stack, link, associated(stack, link), "portId")),
    ...stack
      .of("portForwarding")
      .flatMap((forwarding) =>
        check(
          stack,
          forwarding,
          stack.follow(forwarding, "floatingipId", "floatingIp"),
          "internalPortId",
        ),
      ),
  ],
  cases: {
    passes: [
      {
        of: "machines of the same tenant",
        resources: { ...MACHINES, ip: ip({ portId: ref("own") }), more: forwarding("own") },
      },
    ],
    fails: [
      {
        of: "a machine of another tenant",
        resources: { ...MACHINES, ip: ip({ portId: ref("vm") }) },
        finds: { ip: ["a floating IP of acme leads to port vm of globex"] },
      },
      {
        of: "a machine of another tenant, by an association",
        resources: {
          ...MACHINES,
          ip: ip({ address: "203.0.113.10" }),
          link: made("floatingIpAssociate", {
            floatingIp: ref("ip", "address"),
            portId: ref("vm"),
          }),
        },
        finds: { link: ["a floating IP of acme leads to port vm of globex"] },
      },
      {
        of: "a port of a machine of another tenant",
        resources: { ...MACHINES, ip: ip(), more: forwarding("vm") },
        finds: { more: ["a floating IP of acme leads to port vm of globex"] },
      },
    ],
  },
};
