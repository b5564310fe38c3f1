import { groupRule, made, ref, TENANTS } from "../../cases";
import type { CaseResource, CaseValue, Failing, Passing } from "../../rule";

type Props = { [key: string]: CaseValue };

/** A rule that opens a port to every address. */
export const opened = (port: number, more: Props = {}): Record<string, CaseResource> =>
  groupRule({
    protocol: "tcp",
    portRangeMin: port,
    portRangeMax: port,
    remoteIpPrefix: "0.0.0.0/0",
    ...more,
  });

/** Groups called `web` of both tenants. */
export const GROUPS: Record<string, CaseResource> = {
  ...TENANTS,
  ...Object.fromEntries(
    ["acme", "globex"].map((tenant) => [
      `${tenant}-web`,
      made("securityGroup", {
        name: "web",
        description: "Web servers",
        tenantId: ref(tenant),
        deleteDefaultRules: true,
      }),
    ]),
  ),
};

/** Cases of a rule on the ports of services, by one of them that takes TCP. */
export const portCases = (port: number, name: string): { passes: Passing[]; fails: Failing[] } => ({
  passes: [
    {
      of: `${name} from a network`,
      resources: opened(port, { remoteIpPrefix: "198.51.100.0/24" }),
    },
    {
      of: `${name} from a group`,
      resources: groupRule({
        protocol: "tcp",
        portRangeMin: port,
        portRangeMax: port,
        remoteGroupId: ref("group"),
      }),
    },
    { of: `a way out to ${name}`, resources: opened(port, { direction: "egress" }) },
    { of: "another protocol", resources: opened(port, { protocol: "sctp" }) },
  ],
  fails: [
    {
      of: `${name} from everywhere`,
      resources: opened(port),
      finds: { rule: [`port ${port} (${name}) is open to 0.0.0.0/0`] },
    },
    {
      of: `${name} from everywhere by IPv6, with the protocol's number`,
      resources: opened(port, { protocol: "6", ethertype: "IPv6", remoteIpPrefix: "::/0" }),
      finds: { rule: [`port ${port} (${name}) is open to ::/0`] },
    },
    {
      of: `${name} from half of all addresses`,
      resources: opened(port, { remoteIpPrefix: "128.0.0.0/1" }),
      finds: { rule: [`port ${port} (${name}) is open to 128.0.0.0/1`] },
    },
    {
      of: `${name} with no peer at all`,
      resources: groupRule({ protocol: "tcp", portRangeMin: port, portRangeMax: port }),
      finds: { rule: [`port ${port} (${name}) is open to every IPv4 address`] },
    },
  ],
});
