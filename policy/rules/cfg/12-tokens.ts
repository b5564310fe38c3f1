import type { Rule } from "../../rule";
import { onServices } from "./common";
import { inConfig, inKeystone, keystone } from "./keystone";

const DAY = 24 * 60 * 60;

export const tokens: Rule = onServices({
  id: "CFG-12",
  title: "Tokens are Fernet or JWS, and end within a day",
  severity: "medium",
  reason:
    "a token is all that its owner may do: one that was copied from a log or a browser works until " +
    "it ends, and nobody sees that it is used twice",
  sources: ["OpenStack Security Guide, Check-Identity-08", "OpenStack Security Guide, Tokens"],
  remedy: "leave [token] provider (fernet) and expiration (3600 seconds) as they are by default",
  check: (deployment) =>
    inKeystone(deployment, (config) => {
      const provider = config.get("token", "provider") ?? "fernet";
      const seconds = config.number("token", "expiration") ?? 3600;
      return [
        ...(provider === "fernet" || provider === "jws" ? [] : [`[token] provider is ${provider}`]),
        ...(seconds > DAY ? [`[token] expiration is ${seconds} seconds, more than a day`] : []),
      ];
    }),
  cases: {
    passes: [
      {
        of: "Keystone's own defaults, and a working day",
        resources: {
          keystone: keystone("[DEFAULT]\n"),
          other: keystone("[token]\nprovider = jws\nexpiration = 28800\n"),
        },
      },
    ],
    fails: [
      {
        of: "tokens of another kind that hold for a week",
        resources: { keystone: keystone("[token]\nprovider = uuid\nexpiration = 604800\n") },
        finds: {
          keystone: [
            inConfig("[token] provider is uuid"),
            inConfig("[token] expiration is 604800 seconds, more than a day"),
          ],
        },
      },
    ],
  },
});
