import type { Host, StepContent } from "../host";
import {
  FIREWALL,
  FIREWALL_UNIT,
  firewallUnit,
  renderFirewall,
  type AddressRange,
  type FirewallRule,
} from "../host/firewall";
import type { Certificates } from "../service/certificates";
import { BASE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";

/** The networks that the seed answers on. */
export type SeedNetwork = "management" | "bmc";

/** What the seed's services are rendered from. */
export interface SeedSite {
  /** The seed alone. */
  hosts: Host[];
  addresses: Record<SeedNetwork, string>;
  /** PEM of the authority of the controllers' certificates. */
  bmcCa?: string;
  /** Kernel arguments of Ironic's agent. */
  agentArguments: string[];
  /** Addresses that tenants' machines have outside: nothing on the seed is for them. */
  tenants: AddressRange[];
}

export interface SeedSecrets {
  /** bcrypt's, of the password that Ironic asks for. */
  passwordHash: string;
  certificates: Certificates;
}

export type SeedPlace = Place<SeedSite, SeedSecrets>;

/** The contract of every service, on the seed: there is no database, message queue or identity for it. */
export type SeedService = Service<SeedSite, SeedSecrets, SeedNetwork>;

const RULES = "/etc/openstack-environment/firewall.rules";

/** The seed's firewall; devices are written as `<NETWORK>`, for only the seed knows their names. */
export function seedFirewall(services: SeedService[], tenants: AddressRange[]): string {
  const ssh = { port: 22, protocol: "tcp", network: "management", comment: "ssh" } as const;
  const rules = services.flatMap(({ name, ports = [] }) =>
    ports.flatMap(({ port, protocol, from }) =>
      from.map((network): FirewallRule<SeedNetwork> => ({
        port,
        protocol,
        network,
        comment: name,
      })),
    ),
  );
  const devices = { management: ["<management>"], bmc: ["<bmc>"] };
  return renderFirewall<SeedNetwork>([ssh, ...rules], devices, tenants);
}

/** Makes the seed ready for its services: tools and firewall. All else of it is its operator's. */
export const seedReadiness = (
  { addresses, tenants }: Pick<SeedSite, "addresses" | "tenants">,
  services: SeedService[],
): StepContent => ({
  packages: BASE_PACKAGES,
  files: [{ path: RULES, content: seedFirewall(services, tenants), mode: "0600" }, firewallUnit],
  script: `device_of() {
  local device
  device=$(ip -o -4 address show to "$1/32" | awk 'NR == 1 { print $2 }')
  [[ -n $device ]] || fail "The seed has no network device with the address $1, which it is to have on the network $2. Give it that address, or name another in site.metal.seed.addresses."
  echo "$device"
}
management=$(device_of ${addresses.management} management) || fail "$management"
bmc=$(device_of ${addresses.bmc} bmc) || fail "$bmc"
umask 077
sed "s/<management>/$management/g; s/<bmc>/$bmc/g" ${RULES} >${FIREWALL}.new
umask 022
if cmp -s ${FIREWALL}.new ${FIREWALL}; then rm ${FIREWALL}.new; else mv ${FIREWALL}.new ${FIREWALL}; fi
systemctl daemon-reload
ensure_units ${FIREWALL_UNIT} -- ${FIREWALL} ${firewallUnit.path}`,
});
