import type { Rule } from "../../rule";
import { inFiles, onServices, service, type ShownFile } from "./common";

const NOVA = "/etc/nova/nova.conf";
/** Keys that a service exchanges by itself. */
const KEYS = /^\/etc\/[^/]+\/(fernet|credential)-keys\//;

/** Who may change a file beside root. */
function writers({ mode, owner, group }: ShownFile): string[] {
  const bits = parseInt(mode, 8);
  return [
    ...(owner !== "root" && bits & 0o200 ? [`user ${owner}`] : []),
    ...(group !== "root" && bits & 0o020 ? [`group ${group}`] : []),
    ...(bits & 0o002 ? ["every user of the host"] : []),
  ];
}

export const fileOwners: Rule = onServices({
  id: "CFG-02",
  title: "Only root may change what a service is configured by",
  severity: "high",
  reason:
    "a service that may write its own configuration can be made to switch off its own checks: a " +
    "flaw that lets a tenant write one file there then stays open after every restart",
  sources: [
    "OpenStack Security Guide, Check-Identity-01, Check-Dashboard-01, Check-Compute-01, " +
      "Check-Block-01, Check-Image-01, Check-Neutron-01",
    "own: stricter than Check-Identity-01, which lets keystone own its files",
  ],
  remedy: "let root own the file, and give the service's group the right to read it alone (0640)",
  check: (deployment) =>
    inFiles(deployment, (file) =>
      file.path.startsWith("/etc/") && !KEYS.test(file.path)
        ? writers(file).map((who) => `${who} may change it (mode ${file.mode})`)
        : [],
    ),
  cases: {
    passes: [
      {
        of: "files of root, and keys and a read-only file of the service",
        resources: {
          keystone: service("keystone", {
            "/etc/keystone/keystone.conf": { content: "", mode: "0640", group: "keystone" },
            "/etc/keystone/fernet-keys/0": { content: "", mode: "0600", owner: "keystone" },
            "/etc/keystone/bootstrap.json": { content: "", mode: "0400", owner: "keystone" },
          }),
        },
      },
    ],
    fails: [
      {
        of: "a file of the service, and one that all may write",
        resources: {
          nova: service("nova", {
            [NOVA]: { content: "", mode: "0660", owner: "nova", group: "nova" },
            "/etc/default/nova-api": { content: "", mode: "0666" },
          }),
        },
        finds: {
          nova: [
            `${NOVA}: user nova may change it (mode 0660) (on controller1)`,
            `${NOVA}: group nova may change it (mode 0660) (on controller1)`,
            "/etc/default/nova-api: every user of the host may change it (mode 0666) (on controller1)",
          ],
        },
      },
    ],
  },
});
