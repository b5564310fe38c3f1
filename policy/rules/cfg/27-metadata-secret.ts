import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

const NOVA = "/etc/nova/nova.conf";
const AGENT = "/etc/neutron/metadata_agent.ini";
const SECRET = "metadata_proxy_shared_secret";

export const metadataSecret: Rule = onServices({
  id: "CFG-27",
  title: "The metadata service answers to its agent only",
  severity: "critical",
  reason:
    "it tells machines apart by headers: without the secret whoever reaches it reads the user data " +
    "of any machine, in which there are passwords more often than not",
  sources: ["Nova Administration Guide, Metadata service", "own"],
  remedy: `write the same ${SECRET} in [neutron] of Nova and [DEFAULT] of the agent`,
  check: (deployment) =>
    inOslo(deployment, (config, { path }) => {
      const proxied = config.isOn("neutron", "service_metadata_proxy");
      return [
        ...(proxied && (config.get("neutron", SECRET) ?? "") === ""
          ? [`[neutron] ${SECRET} is empty`]
          : []),
        ...(path.endsWith("/metadata_agent.ini") && (config.get("DEFAULT", SECRET) ?? "") === ""
          ? [`[DEFAULT] ${SECRET} is empty`]
          : []),
      ];
    }),
  cases: {
    passes: [
      {
        of: "a secret on both sides, and a host without the service",
        resources: {
          nova: service("nova", {
            [NOVA]: `[neutron]\nservice_metadata_proxy = true\n${SECRET} = [secret]\n`,
            [AGENT]: `[DEFAULT]\n${SECRET} = [secret]\n`,
          }),
          compute: service("nova-compute", { [NOVA]: "[neutron]\nauth_type = password\n" }),
        },
      },
    ],
    fails: [
      {
        of: "no secret",
        resources: {
          nova: service("nova", {
            [NOVA]: `[neutron]\nservice_metadata_proxy = true\n`,
            [AGENT]: `[DEFAULT]\n${SECRET} =\n`,
          }),
        },
        finds: {
          nova: [
            `${NOVA}: [neutron] ${SECRET} is empty (on controller1)`,
            `${AGENT}: [DEFAULT] ${SECRET} is empty (on controller1)`,
          ],
        },
      },
    ],
  },
});
