import { ref } from "../../cases";
import { texts } from "../../declared/resource";
import type { Rule } from "../../rule";
import { blocksOf, holds } from "./blocks";
import { INFRASTRUCTURE, secondSubnet } from "./cases";

const subnet = (...dnsNameservers: string[]) =>
  secondSubnet({ tenantId: ref("acme"), dnsNameservers });

export const nameServers: Rule = {
  id: "NET-29",
  title: "Machines ask those name servers of the infrastructure that are for tenants",
  severity: "medium",
  reason:
    "a name server that the cloud's own hosts use knows their names and addresses: tenants who may " +
    "ask it learn the site's plan, and what they make it look up hits all",
  sources: ["Neutron admin guide, Name resolution for instances", "own"],
  remedy: "leave dnsNameservers out or name those of the setting dnsServers",
  types: ["subnet"],
  check: (subnet, settings) => {
    const allowed = blocksOf(settings.dnsServers);
    return blocksOf(texts(subnet, "dnsNameservers")).flatMap((server) => {
      const part = blocksOf(settings.infrastructure).find((one) => holds(one, server));
      if (part === undefined || allowed.some((one) => holds(one, server))) return [];
      return [`name server ${server.text} is in ${part.text} of the infrastructure`];
    });
  },
  cases: {
    passes: [
      {
        of: "a name server for tenants",
        resources: subnet("10.0.1.53"),
        settings: INFRASTRUCTURE,
      },
      { of: "a name server outside", resources: subnet("9.9.9.9"), settings: INFRASTRUCTURE },
    ],
    fails: [
      {
        of: "another host of the infrastructure",
        resources: subnet("10.0.1.53", "10.0.0.11"),
        settings: INFRASTRUCTURE,
        finds: { more: ["name server 10.0.0.11 is in 10.0.0.0/24 of the infrastructure"] },
      },
    ],
  },
};
