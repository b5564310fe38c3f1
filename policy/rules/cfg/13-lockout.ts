import type { Rule } from "../../rule";
import { onServices } from "./common";
import { inConfig, inKeystone, keystone } from "./keystone";

const MOST_ATTEMPTS = 10;
const LEAST_SECONDS = 300;

export const lockout: Rule = onServices({
  id: "CFG-13",
  title: "Who guesses passwords is locked out",
  severity: "medium",
  reason:
    "anybody who reaches the identity service may try passwords of a tenant's people for ever: the " +
    "limit of requests alone leaves a million tries a day",
  sources: ["Keystone Administration Guide, Security compliance and PCI-DSS"],
  remedy:
    "write lockout_failure_attempts (10 at most) and lockout_duration (300 seconds at least) in " +
    "[security_compliance], and give users of services ignore_lockout_failure_attempts",
  check: (deployment) =>
    inKeystone(deployment, (config) => {
      const attempts = config.number("security_compliance", "lockout_failure_attempts");
      const seconds = config.number("security_compliance", "lockout_duration") ?? 1800;
      if (attempts === undefined) {
        return ["wrong passwords are not counted ([security_compliance] lockout_failure_attempts)"];
      }
      return [
        ...(attempts > MOST_ATTEMPTS ? [`a user is locked after ${attempts} wrong passwords`] : []),
        ...(seconds < LEAST_SECONDS ? [`a user is locked for ${seconds} seconds only`] : []),
      ];
    }),
  cases: {
    passes: [
      {
        of: "a lock after six tries, for Keystone's own half an hour",
        resources: { keystone: keystone("[security_compliance]\nlockout_failure_attempts = 6\n") },
      },
    ],
    fails: [
      {
        of: "no lock",
        resources: { keystone: keystone("[DEFAULT]\n") },
        finds: {
          keystone: [
            inConfig(
              "wrong passwords are not counted ([security_compliance] lockout_failure_attempts)",
            ),
          ],
        },
      },
      {
        of: "a lock that stops nobody",
        resources: {
          keystone: keystone(
            "[security_compliance]\nlockout_failure_attempts = 1000\nlockout_duration = 1\n",
          ),
        },
        finds: {
          keystone: [
            inConfig("a user is locked after 1000 wrong passwords"),
            inConfig("a user is locked for 1 seconds only"),
          ],
        },
      },
    ],
  },
});
