import type { Rule } from "../../rule";
import { onServices } from "./common";
import { inConfig, inKeystone, keystone } from "./keystone";

/** One that is as good as seven characters can be. */
const SHORT = "Xy7-qz+";

/** Whether Keystone, which matches from the beginning, would take it; undefined if only Python can tell. */
function takes(expression: string, password: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${expression})`).test(password);
  } catch {
    return undefined;
  }
}

export const passwords: Rule = onServices({
  id: "CFG-14",
  title: "Passwords have eight characters at least",
  severity: "medium",
  reason:
    "without a rule Keystone takes a password of one letter, which a list of common ones finds " +
    "within the tries that a lock leaves",
  sources: [
    "Keystone Administration Guide, Security compliance and PCI-DSS",
    "OpenStack Security Guide, Check-Dashboard-10",
    "NIST SP 800-63B, section 5.1.1",
  ],
  remedy: "write password_regex = .{12,} (or more) in [security_compliance]",
  check: (deployment) =>
    inKeystone(deployment, (config) => {
      const expression = config.get("security_compliance", "password_regex") ?? "";
      if (expression === "") {
        return ["a password of one letter is taken ([security_compliance] password_regex)"];
      }
      return takes(expression, SHORT) === true
        ? [`password_regex ${expression} takes passwords of 7 characters`]
        : [];
    }),
  cases: {
    passes: [
      {
        of: "twelve characters, and an expression that only Python knows",
        resources: {
          keystone: keystone("[security_compliance]\npassword_regex = ^.{12,}$$\n"),
          other: keystone("[security_compliance]\npassword_regex = (?s)(?P<all>.{9,})\n"),
        },
      },
    ],
    fails: [
      {
        of: "any password",
        resources: { keystone: keystone("[security_compliance]\nlockout_duration = 600\n") },
        finds: {
          keystone: [
            inConfig("a password of one letter is taken ([security_compliance] password_regex)"),
          ],
        },
      },
      {
        of: "a short password",
        resources: {
          keystone: keystone(
            "[security_compliance]\npassword_regex = ^(?=.*\\d)(?=.*[a-zA-Z]).{7,}$$\n",
          ),
        },
        finds: {
          keystone: [
            inConfig(
              "password_regex ^(?=.*\\d)(?=.*[a-zA-Z]).{7,}$ takes passwords of 7 characters",
            ),
          ],
        },
      },
    ],
  },
});
