import type { Rule } from "../../rule";
import { isEverywhere } from "./17-api-addresses";
import { inOslo, onServices, portsOf, service } from "./common";

const NOVA = "/etc/nova/nova.conf";
const SECTIONS = ["vnc", "spice"];

/** Whether ports of consoles are among these; QEMU gives them out from 5900 on. */
function holdsConsoles(port: string): boolean {
  const [from, to = from] = port.split("-").map(Number);
  return from !== undefined && to !== undefined && from <= 6900 && to >= 5900 && to - from > 10;
}

export const consoles: Rule = onServices({
  id: "CFG-24",
  title: "Consoles of machines are reached through the proxy only",
  severity: "critical",
  reason:
    "a console asks for no password of its own: who reaches its port sits before the screen of " +
    "another tenant's machine",
  sources: [
    "OpenStack Security Guide, How to select virtual consoles",
    "Nova Administration Guide, Configure remote console access",
  ],
  remedy: "write the management address as server_listen, and open 5900-6900 to controllers alone",
  check: (deployment) => [
    ...portsOf(deployment)
      .filter(({ port }) => holdsConsoles(port))
      .flatMap(({ port, from, limited }) => [
        ...from
          .filter((network) => network !== "management")
          .map((network) => `consoles (${port}) are open to the ${network} network`),
        ...(limited ? [] : [`consoles (${port}) are open to hosts of every role`]),
      ]),
    ...inOslo(deployment, (config, _, { address }) =>
      SECTIONS.flatMap((section) => {
        // Left out it is the host itself.
        const listen = config.get(section, "server_listen") ?? "127.0.0.1";
        if (isEverywhere(listen)) return [`[${section}] server_listen is every address`];
        return listen === address || listen.startsWith("127.")
          ? []
          : [`[${section}] server_listen is ${listen}, not ${address} of the management network`];
      }),
    ),
  ],
  cases: {
    passes: [
      {
        of: "consoles for controllers",
        resources: {
          nova: service("nova-compute", { [NOVA]: "[vnc]\nserver_listen = 10.0.0.11\n" }, [
            { port: "5900-6900", protocol: "tcp", from: ["management"], roles: ["controller"] },
            { port: 6080, protocol: "tcp", from: ["management"] },
          ]),
        },
      },
    ],
    fails: [
      {
        of: "consoles for all",
        resources: {
          nova: service("nova-compute", { [NOVA]: "[vnc]\nserver_listen = 0.0.0.0\n" }, [
            { port: "5900-6900", protocol: "tcp", from: ["management", "tenant"] },
          ]),
          other: service("nova-compute", { [NOVA]: "[spice]\nserver_listen = 10.0.3.11\n" }),
        },
        finds: {
          nova: [
            "consoles (5900-6900) are open to the tenant network",
            "consoles (5900-6900) are open to hosts of every role",
            `${NOVA}: [vnc] server_listen is every address (on controller1)`,
          ],
          other: [
            `${NOVA}: [spice] server_listen is 10.0.3.11, not 10.0.0.11 of the management network (on controller1)`,
          ],
        },
      },
    ],
  },
});
