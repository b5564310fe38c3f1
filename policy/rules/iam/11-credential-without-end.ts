import { made } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { credential } from "./cases";

/**
 * Advice only: a credential with an end has to be replaced in time, by a run of the program, or
 * pipelines stop. One without is not less isolated; a copy of it is of use for longer.
 */
export const credentialWithoutEnd: Rule = {
  id: "IAM-11",
  title: "Every application credential ends",
  severity: "medium",
  level: "advisory",
  reason:
    "a secret that was copied from a pipeline or a laptop opens the project until somebody notices: " +
    "without expiresAt Keystone takes it for ever",
  sources: ["Keystone User Guide, Application Credentials"],
  remedy: "state expiresAt, and move it on before that day",
  types: ["applicationCredential"],
  check: (resource) => (isGiven(resource, "expiresAt") ? [] : ["expiresAt is left out"]),
  cases: {
    passes: [{ of: "a credential with an end", resources: credential({}) }],
    fails: [
      {
        of: "a credential without one",
        resources: {
          credential: made("applicationCredential", { name: "ci", roles: ["member"] }),
        },
        finds: { credential: ["expiresAt is left out"] },
      },
    ],
  },
};
