import { ACME as PROJECT, made, ref } from "../../cases";
import type { Rule } from "../../rule";

export const ec2Credential: Rule = {
  id: "IAM-21",
  title: "There are no EC2 credentials",
  severity: "high",
  reason:
    "they never end, carry every role of the user, pass by its second factor, and Keystone keeps " +
    "their secrets so that they can be read back",
  sources: ["CVE-2026-43001", "own"],
  remedy: "take an application credential with the roles that the program needs",
  types: ["ec2Credential"],
  check: () => ["an EC2 credential is made"],
  cases: {
    passes: [
      {
        of: "an application credential",
        resources: {
          credential: made("applicationCredential", { name: "ci", roles: ["member"] }),
        },
      },
    ],
    fails: [
      {
        of: "an EC2 credential",
        resources: {
          ...PROJECT,
          credential: made("ec2Credential", { projectId: ref("acme") }),
        },
        finds: { credential: ["an EC2 credential is made"] },
      },
    ],
  },
};
