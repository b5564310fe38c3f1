import type { Rule } from "../../rule";
import { user } from "./cases";

const SECRET = /passw|passphrase|secret|token|private_?key|credential/i;

export const secretInExtra: Rule = {
  id: "IAM-15",
  title: "A user's extra fields hold no secret",
  severity: "high",
  reason:
    "Keystone stores extra as it comes, in plain text, and shows it to everybody who may read the " +
    "user: the domain's managers, and readers of the system",
  sources: ["Keystone API, Users (extra attributes)", "own"],
  remedy: "take the field out, and hand secrets over by the stack's secret outputs",
  types: ["user"],
  check: ({ props }) => {
    const { extra } = props;
    if (typeof extra !== "object" || extra === null) return [];
    return Object.keys(extra)
      .filter((key) => SECRET.test(key))
      .map((key) => `extra has the field ${key}`);
  },
  cases: {
    passes: [{ of: "a mail address", resources: user({ extra: { email: "alice@example.com" } }) }],
    fails: [
      {
        of: "a password",
        resources: user({ extra: { email: "alice@example.com", initialPassword: "hunter2" } }),
        finds: { user: ["extra has the field initialPassword"] },
      },
    ],
  },
};
