import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";
import { instance } from "./cases";

export const adminPassword: Rule = {
  id: "CMP-17",
  title: "No machine gets its root password from the program",
  severity: "high",
  reason:
    "Nova hands it to the machine by metadata or config drive, where every process reads it, and " +
    "it opens the machine to whoever guesses it",
  sources: ["Nova User Guide, Metadata", "own"],
  remedy: "leave adminPass out, and log in with a key pair",
  types: ["instance"],
  check: (resource) => (isGiven(resource, "adminPass") ? ["adminPass is given"] : []),
  cases: {
    passes: [{ of: "a key pair", resources: instance({ keyPair: "ops" }) }],
    fails: [
      {
        of: "a password",
        resources: instance({ adminPass: "hunter2" }),
        finds: { machine: ["adminPass is given"] },
      },
    ],
  },
};
