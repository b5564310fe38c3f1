import type { CloudModel } from "../../components/isolation/model";

/**
 * Tenants of 20 resources each, all on the same addresses and with a router to one network outside:
 * 3 networks with a subnet each, a router with 3 interfaces, 2 groups with 8 rules in all.
 */
export function manyTenants(count: number): CloudModel {
  const tenants = Array.from({ length: count }, (_, n) => `tenant-${n}`);
  const each = <T>(make: (tenant: string) => T[]): T[] => tenants.flatMap(make);
  const names = ["app", "data", "lab"];
  return {
    tenants,
    networks: [
      { id: "internet", external: true, sharedWith: [] },
      ...each((owner) =>
        names.map((name) => ({ id: `${owner}/${name}`, owner, external: false, sharedWith: [] })),
      ),
    ],
    subnets: each((owner) =>
      names.map((name, n) => ({
        id: `${owner}/${name}`,
        network: `${owner}/${name}`,
        cidr: `192.168.${n}.0/24`,
      })),
    ),
    routers: each((owner) => [
      {
        id: `${owner}/edge`,
        owner,
        interfaces: names.map((name, n) => ({
          subnet: `${owner}/${name}`,
          address: `192.168.${n}.1`,
        })),
        gateway: { network: "internet" },
        routes: [],
      },
    ]),
    groups: each((owner) =>
      ["web", "database"].map((name) => ({
        id: `${owner}/${name}`,
        owner,
        sharedWith: [],
        ingress: [80, 443, 22, 5432].map((port) => ({
          protocol: "tcp",
          ports: { min: port, max: port },
          from: port === 5432 ? { group: `${owner}/web` } : { cidr: "0.0.0.0/0" },
        })),
      })),
    ),
    ports: [],
    peerings: [],
  };
}
