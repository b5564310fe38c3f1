import type { Rule } from "../../rule";
import { inContents, onServices, portsOf, service } from "./common";
import { linesOf } from "./lines";

const PATH = "/etc/ssh/sshd_config.d/site.conf";
/** Options that let somebody in without a key, by the value that does. */
const OPEN: Record<string, RegExp> = {
  passwordauthentication: /^yes$/i,
  kbdinteractiveauthentication: /^yes$/i,
  challengeresponseauthentication: /^yes$/i,
  permitemptypasswords: /^yes$/i,
  permitrootlogin: /^yes$/i,
  hostbasedauthentication: /^yes$/i,
};

export const ssh: Rule = onServices({
  id: "CFG-36",
  title: "Hosts are logged in to by key, from the management network",
  severity: "high",
  reason:
    "who guesses a password of root's is root on the host, and with it on every machine and volume " +
    "of all tenants there",
  sources: ["OpenStack Security Guide, Management interfaces", "OpenSSH manual, sshd_config(5)"],
  remedy: "write PasswordAuthentication no, and open port 22 to the management network alone",
  check: (deployment) => [
    ...portsOf(deployment)
      .filter(({ port }) => port === "22")
      .flatMap(({ from }) => from.filter((network) => network !== "management"))
      .map((network) => `port 22 is open to the ${network} network`),
    ...inContents(deployment, /^\/etc\/ssh\/sshd_config(\.d\/.*\.conf)?$/, (text) =>
      linesOf(text)
        .filter(([option = "", value = ""]) => OPEN[option.toLowerCase()]?.test(value))
        .map(([option = "", value = ""]) => `${option} is ${value}`),
    ),
  ],
  cases: {
    passes: [
      {
        of: "keys alone",
        resources: {
          ssh: service(
            "ssh",
            { [PATH]: "PasswordAuthentication no\nPermitRootLogin prohibit-password\n" },
            [{ port: 22, protocol: "tcp", from: ["management"] }],
          ),
        },
      },
    ],
    fails: [
      {
        of: "passwords, and another network",
        resources: {
          ssh: service("ssh", { [PATH]: "passwordauthentication yes\nPermitRootLogin yes\n" }, [
            { port: 22, protocol: "tcp", from: ["management", "tenant"] },
          ]),
        },
        finds: {
          ssh: [
            "port 22 is open to the tenant network",
            `${PATH}: passwordauthentication is yes (on controller1)`,
            `${PATH}: PermitRootLogin is yes (on controller1)`,
          ],
        },
      },
    ],
  },
});
