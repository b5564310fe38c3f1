import { objects } from "../../declared/resource";
import type { Rule } from "../../rule";
import { acmePort } from "./cases";

const options = (name: string, value: string) => acmePort({ extraDhcpOptions: [{ name, value }] });

const isControl = (text: unknown): boolean => typeof text === "string" && /\p{Cc}/u.test(text);

export const dhcpOptions: Rule = {
  id: "NET-34",
  title: "No DHCP option has a line break in it",
  severity: "high",
  reason:
    "options are written into the configuration of the network's DHCP server: what is after a line " +
    "break is a setting of its own there, for every machine on the network",
  sources: ["CVE-2021-40085 (OSSA-2021-005)"],
  remedy: "remove control characters from the option's name and value",
  types: ["port"],
  check: (port) =>
    objects(port, "extraDhcpOptions")
      .filter(({ name, value }) => isControl(name) || isControl(value))
      .map(({ name }) => `DHCP option ${JSON.stringify(name)} has a control character in it`),
  cases: {
    passes: [
      { of: "no option", resources: acmePort() },
      { of: "a boot file", resources: options("bootfile-name", "http://192.168.1.5/boot.ipxe") },
    ],
    fails: [
      {
        of: "a setting behind a line break",
        resources: options("wpad", "x\ndhcp-script=/tmp/run"),
        finds: { vm: ['DHCP option "wpad" has a control character in it'] },
      },
      {
        of: "a line break in the name",
        resources: options("wpad\n", "x"),
        finds: { vm: ['DHCP option "wpad\\n" has a control character in it'] },
      },
    ],
  },
};
