import type { Rule } from "../../rule";
import { inFiles, onServices, PLACEHOLDER, service } from "./common";

const NOVA = "/etc/nova/nova.conf";
const content = `[database]\nconnection = mysql+pymysql://nova:${PLACEHOLDER}@10.0.0.11/nova\n`;

export const secretFiles: Rule = onServices({
  id: "CFG-01",
  title: "Files that hold secrets are closed to other users of the host",
  severity: "high",
  reason:
    "whoever gets any account on the host, by a flaw in another service say, reads passwords of " +
    "databases and of service users, which are administrators of the cloud",
  sources: [
    "OpenStack Security Guide, Check-Identity-02, Check-Dashboard-02, Check-Compute-02, " +
      "Check-Block-02, Check-Image-02, Check-Neutron-02",
  ],
  remedy: "give the file mode 0640 or less, and the service's own group",
  check: (deployment) =>
    inFiles(deployment, ({ content = "", mode }) =>
      content.includes(PLACEHOLDER) && (parseInt(mode, 8) & 0o007) !== 0
        ? [`mode ${mode} lets every user of the host at the secrets in it`]
        : [],
    ),
  cases: {
    passes: [
      {
        of: "a file for its service, and one without secrets for all",
        resources: {
          nova: service("nova", {
            [NOVA]: { content, mode: "0640", group: "nova" },
            "/etc/default/nova-api": "DAEMON_ARGS=--debug\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "a file with a password that all may read",
        resources: { nova: service("nova", { [NOVA]: content }) },
        finds: {
          nova: [
            `${NOVA}: mode 0644 lets every user of the host at the secrets in it (on controller1)`,
          ],
        },
      },
    ],
  },
});
