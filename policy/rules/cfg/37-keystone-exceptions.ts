import type { Rule } from "../../rule";
import { onServices } from "./common";
import { inConfig, inKeystone, keystone } from "./keystone";

export const keystoneExceptions: Rule = onServices({
  id: "CFG-37",
  title: "What is delegated stays within what was delegated",
  severity: "high",
  reason:
    "Keystone's exceptions of this name let an application credential make a trust, or read keys of " +
    "other projects: a credential for one script is then worth its owner's whole account",
  sources: [
    "Keystone configuration reference, security_compliance: allow_insecure_*",
    "Launchpad bugs 2150089 and 2159643",
  ],
  remedy: "leave the option out: all of them are off by default and meant to be removed",
  check: (deployment) =>
    inKeystone(deployment, (config) =>
      config
        .all()
        .filter(({ section, option }) => {
          return option.startsWith("allow_insecure_") && config.isOn(section, option);
        })
        .map(({ section, option }) => `[${section}] ${option} is on`),
    ),
  cases: {
    passes: [
      {
        of: "the defaults",
        resources: { keystone: keystone("[security_compliance]\nlockout_duration = 1800\n") },
      },
    ],
    fails: [
      {
        of: "an exception",
        resources: {
          keystone: keystone(
            "[security_compliance]\nallow_insecure_application_credential_trust_escalation = true\n",
          ),
        },
        finds: {
          keystone: [
            inConfig(
              "[security_compliance] allow_insecure_application_credential_trust_escalation is on",
            ),
          ],
        },
      },
    ],
  },
});
