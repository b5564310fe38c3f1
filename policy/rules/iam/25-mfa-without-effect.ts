import { isUnknown, objects } from "../../declared/resource";
import type { Rule } from "../../rule";
import { user } from "./cases";

export const mfaWithoutEffect: Rule = {
  id: "IAM-25",
  title: "A second factor that is switched on is asked for",
  severity: "high",
  reason:
    "Keystone asks for what a rule lists, and for one method where there is no rule: the user looks " +
    "guarded, and the password alone lets anybody in",
  sources: [
    "Keystone Administrator Guides, Multi-Factor Authentication",
    "OpenStack Security Guide, Identity: Authentication, Multi-factor authentication",
  ],
  remedy: 'give multiFactorAuthRules of two methods or more, such as ["password", "totp"]',
  types: ["user"],
  check: (resource) => {
    if (isUnknown(resource, "multiFactorAuthRules")) return [];
    const rules = objects(resource, "multiFactorAuthRules").map(({ rules }) =>
      Array.isArray(rules) ? new Set(rules.map(String)) : new Set<string>(),
    );
    if (resource.props.multiFactorAuthEnabled !== true) {
      return rules.length === 0 ? [] : ["there are rules, and multiFactorAuthEnabled is not true"];
    }
    if (rules.length === 0) return ["multiFactorAuthEnabled is true, and there are no rules"];
    return (
      rules
        // Programs have no second factor: a rule lets them in by application credential.
        .filter((methods) => methods.size < 2 && !methods.has("application_credential"))
        .map((methods) => `a rule asks for ${[...methods].join(", ") || "nothing"} alone`)
    );
  },
  cases: {
    passes: [
      {
        of: "a password and a code, or an application credential",
        resources: user({
          multiFactorAuthEnabled: true,
          multiFactorAuthRules: [
            { rules: ["password", "totp"] },
            { rules: ["application_credential"] },
          ],
        }),
      },
      { of: "a user without a second factor", resources: user({}) },
    ],
    fails: [
      {
        of: "no rules",
        resources: user({ multiFactorAuthEnabled: true }),
        finds: { user: ["multiFactorAuthEnabled is true, and there are no rules"] },
      },
      {
        of: "a rule that the password alone fulfils",
        resources: user({
          multiFactorAuthEnabled: true,
          multiFactorAuthRules: [{ rules: ["password", "totp"] }, { rules: ["password"] }],
        }),
        finds: { user: ["a rule asks for password alone"] },
      },
      {
        of: "rules that are not switched on",
        resources: user({ multiFactorAuthRules: [{ rules: ["password", "totp"] }] }),
        finds: { user: ["there are rules, and multiFactorAuthEnabled is not true"] },
      },
    ],
  },
};
