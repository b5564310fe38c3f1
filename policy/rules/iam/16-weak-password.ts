import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { user } from "./cases";

/** What NIST asks for where a password is all there is. */
const LEAST = 15;

/** Passwords that come from a random resource are unknown at first; they are judged once they are made. */
export const weakPassword: Rule = {
  id: "IAM-16",
  title: "No password is short, or made of the user's name",
  severity: "high",
  reason:
    "the login page is open to every tenant: a short password, or one with the name in it, is the " +
    "first that is tried",
  sources: ["NIST SP 800-63B-4, Passwords", "OpenStack Security Guide, Identity: Authentication"],
  remedy: "take a random one (random.RandomPassword) of 15 characters or more",
  types: ["user"],
  check: (resource) => {
    const password = text(resource, "password");
    if (password === undefined) return [];
    const name = text(resource, "name");
    return [
      ...(password.length < LEAST ? [`password has ${password.length} characters`] : []),
      ...(name !== undefined && name.length > 2 && lower(password).includes(lower(name))
        ? [`password has the name ${name} in it`]
        : []),
    ];
  },
  cases: {
    passes: [
      { of: "a random one", resources: user({ password: "q7Zk2".repeat(6) }) },
      { of: "a user without, who logs in elsewhere", resources: user({}) },
    ],
    fails: [
      {
        of: "a short one",
        resources: user({ password: "Winter2027!" }),
        finds: { user: ["password has 11 characters"] },
      },
      {
        of: "one with the name in it",
        resources: user({ password: "the-password-of-Alice" }),
        finds: { user: ["password has the name alice in it"] },
      },
    ],
  },
};

const lower = (value: string): string => value.toLowerCase();
