import { quote, quoteAll, type Host, type StepContent } from "../host";
import {
  FIREWALL,
  FIREWALL_UNIT,
  firewallUnit,
  renderFirewall,
  type FirewallDevices,
  type FirewallRule,
} from "../host/firewall";
import { apiName } from "./common";
import { BASE_PACKAGES, UNITS } from "./packages";
import type { Service, Site } from "./service";

const CA = "/usr/local/share/ca-certificates/openstack-environment.crt";
/** Names of hosts are their management addresses; the cloud's name is the address that moves. */
export function hostsFile(site: Site, host: Host): string {
  const lines = site.hosts.map(
    ({ name, addresses }) => `${addresses.management} ${name}.${site.domain} ${name}`,
  );
  const vip = host.addresses.api === undefined ? site.vip.management : site.vip.api;
  return [
    "127.0.0.1 localhost",
    "::1 localhost ip6-localhost ip6-loopback",
    ...lines,
    `${vip} ${apiName(site)}`,
    "",
  ].join("\n");
}

/** Whether a host carries a service. */
const carries = (host: Host, service: Service): boolean =>
  service.roles.some((role) => host.roles.includes(role));

/** What the services of a host let in, on the networks that the host is on. */
export function firewallRules(site: Site, host: Host, services: Service[]): FirewallRule[] {
  const ssh: FirewallRule = { port: 22, protocol: "tcp", network: "management", comment: "ssh" };
  const carried = services.filter((service) => carries(host, service));
  const rules = carried.flatMap((service) =>
    (service.ports ?? []).flatMap(({ port, protocol, from, roles, moving }) =>
      from
        .filter((network) => host.addresses[network] !== undefined)
        .map((network): FirewallRule => ({
          ...(protocol === "vrrp" ? {} : { port }),
          protocol,
          network,
          ...(roles === undefined
            ? {}
            : {
                sources: site.hosts
                  .filter((peer) => peer.roles.some((role) => roles.includes(role)))
                  .map((peer) => peer.addresses[network])
                  .filter((address) => address !== undefined),
              }),
          ...(moving && (network === "api" || network === "management")
            ? { destination: site.vip[network] }
            : {}),
          comment: service.name,
        })),
    ),
  );
  return [ssh, ...rules];
}

/**
 * Units that have no business on the host. Debian's units want the database, the message queue and
 * the identity service beside them, and would start them wherever they are installed.
 */
export function foreignUnits(host: Host, services: Service[]): string[] {
  const own = services.filter((service) => carries(host, service)).flatMap(({ units }) => units);
  const libvirt = own.includes("nova-compute") ? ["libvirtd"] : [];
  return UNITS.filter((unit) => ![...own, ...libvirt].includes(unit));
}

const devices = ({ networks }: Site): FirewallDevices => ({
  management: [networks.management.interface],
  api: [networks.api.interface],
  storage: [networks.storage.interface],
  // Where Open vSwitch runs in user space, its bridge has the tenant network's address.
  tenant: [networks.tenant.interface, "br-underlay"],
});

/** Units that Debian's packages bring and that this host's steps will start, each when its files are there. */
export function ownUnits(host: Host, services: Service[]): string[] {
  const foreign = foreignUnits(host, services);
  return UNITS.filter((unit) => !foreign.includes(unit));
}

/** Makes a host ready for services: name, time, trusted certificates, firewall. */
export const readinessContent = (
  site: Site,
  host: Host,
  services: Service[],
  ca: string,
): StepContent => ({
  packages: BASE_PACKAGES,
  files: [
    { path: "/etc/hosts", content: hostsFile(site, host) },
    { path: CA, content: ca },
    {
      path: FIREWALL,
      content: renderFirewall(
        firewallRules(site, host, services),
        devices(site),
        Object.values(site.externalNetworks).map(({ pool }) => pool),
      ),
      mode: "0600",
    },
    firewallUnit,
  ],
  script: `if [[ $(uname -n) != ${quote(host.name)} ]]; then hostnamectl hostname ${quote(host.name)}; fi
if changed ${CA} || ! [[ -e /etc/ssl/certs/openstack-environment.pem ]]; then update-ca-certificates; fi
# A container has the time of the machine it runs on.
if ! systemd-detect-virt -cq; then timedatectl set-ntp true || echo "no time service is installed"; fi
if changed ${firewallUnit.path}; then systemctl daemon-reload; fi
mask_units ${quoteAll(foreignUnits(host, services))}
hold_units ${quoteAll(ownUnits(host, services))}
ensure_units ${FIREWALL_UNIT} -- ${FIREWALL} ${firewallUnit.path}`,
});
