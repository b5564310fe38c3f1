import { made, network, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { by, LOGINS } from "./cases";
import { isForeign, projectOf } from "./common";

const machine = (networks: string) =>
  made("instance", { name: "web", networks: [{ uuid: ref(networks) }] });

export const machineInAnotherTenant: Rule = {
  id: "CMP-21",
  title: "Machines are on networks of their own project",
  severity: "critical",
  reason:
    "the machine is behind the other tenant's routers and in one broadcast domain with its " +
    "machines, while this tenant's people log in to it",
  sources: [
    "OpenStack Security Guide, Networking services: L2 isolation using VLANs and tunneling",
    "own",
  ],
  remedy: "make the machine with a login to the network's project, or declare a peering",
  checkStack: (stack) =>
    stack.of("instance").flatMap((resource) => {
      const mine = projectOf(stack, resource);
      return stack.leadsTo(resource, "networks", "network", "port").flatMap((there): Finding[] => {
        const theirs = stack.ownerOf(there);
        if (!mine || !theirs || !isForeign(theirs, mine)) return [];
        return [
          { resource, found: `it is of ${mine.name}, ${nameOf(there)} is of ${theirs.name}` },
        ];
      });
    }),
  cases: {
    passes: [
      {
        of: "a machine of the network's tenant",
        resources: {
          ...LOGINS,
          ...network("acme", "app", "192.168.1.0/24"),
          machine: by("acme-login", machine("acme-app")),
        },
      },
      {
        of: "a machine on a network of the cloud",
        resources: {
          ...LOGINS,
          backup: made("network", { name: "backup" }),
          machine: by("acme-login", machine("backup")),
        },
      },
    ],
    fails: [
      {
        of: "a machine on another tenant's network",
        resources: {
          ...LOGINS,
          ...network("acme", "app", "192.168.1.0/24"),
          machine: by("globex-login", machine("acme-app")),
        },
        finds: { machine: ["it is of globex, app is of acme"] },
      },
      {
        of: "a machine on a port of another tenant",
        resources: {
          ...LOGINS,
          ...network("acme", "app", "192.168.1.0/24"),
          port: made("port", {
            name: "db",
            networkId: ref("acme-app"),
            tenantId: ref("acme"),
          }),
          machine: by(
            "globex-login",
            made("instance", { name: "web", networks: [{ port: ref("port") }] }),
          ),
        },
        finds: { machine: ["it is of globex, db is of acme"] },
      },
    ],
  },
};
