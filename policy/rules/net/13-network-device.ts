import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { acmePort } from "./cases";

export const networkDevice: Rule = {
  id: "NET-13",
  title: "No port says that it is one of Neutron's own",
  severity: "critical",
  reason:
    "Neutron trusts ports whose device owner begins with network: neither security groups nor the " +
    "protection against forged senders, DHCP servers and router advertisements is applied to them",
  sources: ["CVE-2015-5240 (OSSA-2015-018)", "CVE-2026-50266"],
  remedy: "leave deviceOwner out: Neutron and Nova set it for whatever uses the port",
  types: ["port"],
  check: (port) => {
    const owner = text(port, "deviceOwner");
    return owner?.startsWith("network:") ? [`deviceOwner is ${owner}`] : [];
  },
  cases: {
    passes: [
      { of: "a port that says nothing", resources: acmePort() },
      { of: "a port of a machine", resources: acmePort({ deviceOwner: "compute:nova" }) },
    ],
    fails: [
      {
        of: "a DHCP server",
        resources: acmePort({ deviceOwner: "network:dhcp" }),
        finds: { vm: ["deviceOwner is network:dhcp"] },
      },
    ],
  },
};
