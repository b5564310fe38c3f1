import { made } from "../../cases";
import { number, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { within } from "../sg/common";
import { INTERNAL } from "../sg/services";

const forwarding = (internalPort: number, externalPort: number, protocol = "tcp") => ({
  forwarding: made("portForwarding", {
    floatingipId: "a8cd1a26-0a3e-4c0e-8c4c-0b9d5f9c8a11",
    internalPortId: "b3d2f0c4-7f0a-4f63-9d38-2c1c1b7f2e22",
    internalIpAddress: "192.168.1.10",
    internalPort,
    externalPort,
    protocol,
  }),
});

export const forwardedPort: Rule = {
  id: "NET-16",
  title: "No port forwarding publishes a login, a database or a control interface",
  severity: "high",
  reason:
    "another port outside hides it from nobody: scanners tell what answers by what it says, and the " +
    "machine's group sees the sender, not that it came by another port",
  sources: ["Neutron admin guide, Floating IP port forwarding", "own"],
  remedy: "publish the service that is meant for others, and log in by a jump host or a VPN",
  types: ["portForwarding"],
  check: (forwarding) => {
    const port = number(forwarding, "internalPort");
    if (port === undefined) return [];
    const outside = number(forwarding, "externalPort");
    return within(text(forwarding, "protocol"), { min: port, max: port }, INTERNAL).map(
      ({ name }) =>
        `port ${port} (${name}) is published${outside === undefined ? "" : ` as port ${outside}`}`,
    );
  },
  cases: {
    passes: [
      { of: "HTTPS", resources: forwarding(8443, 443) },
      { of: "DNS", resources: forwarding(53, 53, "udp") },
    ],
    fails: [
      {
        of: "SSH on another port",
        resources: forwarding(22, 2222),
        finds: { forwarding: ["port 22 (SSH) is published as port 2222"] },
      },
      {
        of: "SNMP",
        resources: forwarding(161, 161, "udp"),
        finds: { forwarding: ["port 161 (SNMP) is published as port 161"] },
      },
    ],
  },
};
