import type { Rule } from "../../rule";
import { acmePort } from "./cases";

export const portSecurity: Rule = {
  id: "NET-09",
  title: "Port security is on for every port",
  severity: "high",
  reason:
    "without it no security group filters the port, and its machine may take the address of the " +
    "gateway or of any machine on the network and read what is sent to it",
  sources: ["scs-0126, Provider Networks (Port Security and Spoofing)", "own"],
  remedy:
    "leave portSecurityEnabled out, and name the addresses that the machine needs besides its own in allowedAddressPairs",
  types: ["port"],
  check: ({ props }) =>
    props.portSecurityEnabled === false ? ["portSecurityEnabled is false"] : [],
  cases: {
    passes: [
      { of: "the default", resources: acmePort() },
      { of: "what is said to be on", resources: acmePort({ portSecurityEnabled: true }) },
    ],
    fails: [
      {
        of: "a port without it",
        resources: acmePort({ portSecurityEnabled: false, noSecurityGroups: true }),
        finds: { vm: ["portSecurityEnabled is false"] },
      },
    ],
  },
};
