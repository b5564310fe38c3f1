import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { credential } from "./cases";

/** Keystone's own has 86. */
const LEAST = 32;

export const shortCredentialSecret: Rule = {
  id: "IAM-13",
  title: "Nobody invents the secret of an application credential",
  severity: "high",
  reason:
    "failed logins by application credential lock nobody out, so a secret that a person made up is " +
    "guessed; Keystone makes one that is not",
  sources: ["Keystone User Guide, Application Credentials", "own"],
  remedy: `leave secret out, or take a random one of ${LEAST} characters or more`,
  types: ["applicationCredential"],
  check: (resource) => {
    const secret = text(resource, "secret");
    return secret === undefined || secret.length >= LEAST
      ? []
      : [`secret is given and has ${secret.length} characters`];
  },
  cases: {
    passes: [
      { of: "a secret that Keystone makes", resources: credential({}) },
      { of: "a long random one", resources: credential({ secret: "x8".repeat(16) }) },
    ],
    fails: [
      {
        of: "a short one",
        resources: credential({ secret: "securesecret" }),
        finds: { credential: ["secret is given and has 12 characters"] },
      },
    ],
  },
};
