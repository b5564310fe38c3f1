import type { CaseResource, CaseValue, Ref } from "./rule";

/** Building blocks of the programs that keep a rule, and of those that do not. */

type Props = { [key: string]: CaseValue };
type Resources = Record<string, CaseResource>;

export const ref = (name: string, output?: string): Ref => ({ ref: name, output });

export const made = (type: CaseResource["type"], props: Props): CaseResource => ({ type, props });

/** Two tenants. */
export const ACME: Resources = { acme: made("project", { name: "acme" }) };
export const GLOBEX: Resources = { globex: made("project", { name: "globex" }) };
export const TENANTS: Resources = { ...ACME, ...GLOBEX };

/** A tenant's network with a subnet, called `${tenant}-${name}` and `${tenant}-${name}-subnet`. */
export const network = (
  tenant: string,
  name: string,
  cidr: string,
  more: Props = {},
): Resources => ({
  [`${tenant}-${name}`]: made("network", { name, tenantId: ref(tenant), ...more }),
  [`${tenant}-${name}-subnet`]: made("subnet", {
    name,
    networkId: ref(`${tenant}-${name}`),
    tenantId: ref(tenant),
    cidr,
  }),
});

/** A tenant's router, called `${tenant}-${name}`, with an interface on each of these subnets. */
export const router = (
  tenant: string,
  name: string,
  subnets: string[],
  more: Props = {},
): Resources => ({
  [`${tenant}-${name}`]: made("router", { name, tenantId: ref(tenant), ...more }),
  ...Object.fromEntries(
    subnets.map((subnet) => [
      `${tenant}-${name}-${subnet}`,
      made("interface", { routerId: ref(`${tenant}-${name}`), subnetId: ref(subnet) }),
    ]),
  ),
});

/** A network outside, which is the cloud's own. */
export const EXTERNAL: Resources = {
  internet: made("network", {
    name: "internet",
    segments: [{ physicalNetwork: "external", networkType: "flat" }],
  }),
  "internet-subnet": made("subnet", {
    name: "internet",
    networkId: ref("internet"),
    cidr: "203.0.113.0/24",
    enableDhcp: false,
  }),
};

/** A tenant's security group and one rule in it, called `group` and `rule`. */
export const groupRule = (rule: Props, group: Props = {}): Resources => ({
  ...ACME,
  group: made("securityGroup", {
    name: "web",
    description: "Web servers",
    tenantId: ref("acme"),
    deleteDefaultRules: true,
    ...group,
  }),
  rule: made("securityGroupRule", {
    securityGroupId: ref("group"),
    tenantId: ref("acme"),
    direction: "ingress",
    ethertype: "IPv4",
    description: "Why it is there",
    ...rule,
  }),
});
