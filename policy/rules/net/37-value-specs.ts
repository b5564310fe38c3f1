import { ACME, network } from "../../cases";
import type { CaseValue, Rule } from "../../rule";
import { acmePort } from "./cases";

/** Attributes of Neutron's that rules judge by the provider's own properties. */
const JUDGED = [
  /^(provider|router|binding):/,
  /^(shared|is_default|segments|mtu|vlan_transparent|qinq|enable_snat|enable_dhcp)$/,
  /^(port_security_enabled|security_groups|allowed_address_pairs|fixed_ips|mac_address)$/,
  /^(device_owner|device_id|extra_dhcp_opts|tenant_id|project_id)$/,
  /^(external_gateway_info|external_gateways|routes|host_routes|gateway_ip|cidr|allocation_pools)$/,
  /^(dns_nameservers|subnetpool_id|address_scope_id|prefixes|network_id|port_id)$/,
];

const specs = (valueSpecs: { [key: string]: CaseValue }) => ({ valueSpecs });

export const valueSpecs: Rule = {
  id: "NET-37",
  title: "Nothing that rules judge is set past the provider's own properties",
  severity: "high",
  reason:
    "valueSpecs go to Neutron as they are: a network is shared, or port security is off, and no rule " +
    "that looks at shared or portSecurityEnabled sees it",
  sources: ["own: seen in the provider's documentation (value_specs)"],
  remedy: "use the resource's property instead",
  types: ["network", "subnet", "subnetPool", "router", "port", "floatingIp"],
  check: ({ props }) => {
    const { valueSpecs } = props;
    if (typeof valueSpecs !== "object" || valueSpecs === null) return [];
    return Object.keys(valueSpecs)
      .filter((key) => JUDGED.some((judged) => judged.test(key)))
      .sort()
      .map((key) => `valueSpecs sets ${key}`);
  },
  cases: {
    passes: [
      {
        of: "a value that no rule is about",
        resources: {
          ...ACME,
          ...network("acme", "app", "192.168.1.0/24", specs({ numa_affinity_policy: "preferred" })),
        },
      },
    ],
    fails: [
      {
        of: "a network that is shared and external",
        resources: {
          ...ACME,
          ...network(
            "acme",
            "app",
            "192.168.1.0/24",
            specs({ shared: "true", "router:external": "true" }),
          ),
        },
        finds: { "acme-app": ["valueSpecs sets router:external", "valueSpecs sets shared"] },
      },
      {
        of: "a port without port security",
        resources: acmePort(specs({ port_security_enabled: "false" })),
        finds: { vm: ["valueSpecs sets port_security_enabled"] },
      },
    ],
  },
};
