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
    if (password.length < LEAST) return [`password has ${password.length} characters`];
    const name = text(resource, "name");
    // A long random one may have a short name in it by chance.
    const rest = name === undefined ? password : lower(password).replaceAll(lower(name), "");
    return rest.length < LEAST
      ? [`password has ${rest.length} characters beside the name ${name ?? ""}`]
      : [];
  },
  cases: {
    passes: [
      { of: "a random one", resources: user({ password: "q7Zk2".repeat(6) }) },
      {
        of: "a random one that happens to have the name in it",
        resources: user({ password: `q7Zk2aLiCe${"x8".repeat(10)}` }),
      },
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
        resources: user({ password: "Alice-Winter2027" }),
        finds: { user: ["password has 11 characters beside the name alice"] },
      },
    ],
  },
};

const lower = (value: string): string => value.toLowerCase();
