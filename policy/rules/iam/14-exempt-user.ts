import type { Rule } from "../../rule";
import { user } from "./cases";

const EXEMPTIONS: Record<string, string> = {
  ignoreLockoutFailureAttempts: "failed logins never lock it (ignoreLockoutFailureAttempts)",
  ignorePasswordExpiry: "its password never expires (ignorePasswordExpiry)",
  ignoreChangePasswordUponFirstUse:
    "it may keep the password that others know (ignoreChangePasswordUponFirstUse)",
};

/** Decided by the user's options alone, of the cloud's own users as well: waive it for those. */
export const exemptUser: Rule = {
  id: "IAM-14",
  title: "No user is exempt from the rules on passwords",
  severity: "high",
  reason:
    "Keystone leaves such a user out of lockout and expiry: its password can be guessed without end",
  sources: [
    "Keystone Administrator Guides, Resource Options",
    "OpenStack Security Guide, Identity: Authentication, Invalid login attempts",
  ],
  remedy: "leave the option out; programs log in by application credential instead",
  types: ["user"],
  check: ({ props }) =>
    Object.entries(EXEMPTIONS).flatMap(([key, found]) => (props[key] === true ? [found] : [])),
  cases: {
    passes: [
      {
        of: "a user under all rules",
        resources: user({ ignorePasswordExpiry: false }),
      },
    ],
    fails: [
      {
        of: "a user under none",
        resources: user({
          ignoreLockoutFailureAttempts: true,
          ignorePasswordExpiry: true,
          ignoreChangePasswordUponFirstUse: true,
        }),
        finds: { user: Object.values(EXEMPTIONS) },
      },
    ],
  },
};
