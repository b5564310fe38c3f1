import type { Rule } from "../../rule";
import { credential } from "./cases";

export const unrestrictedCredential: Rule = {
  id: "IAM-10",
  title: "No application credential is unrestricted",
  severity: "critical",
  reason:
    "whoever copies it makes further credentials and trusts with it, which stay when it is " +
    "revoked; with CVE-2026-43001 they could be for another project",
  sources: ["Keystone User Guide, Application Credentials", "CVE-2026-43001"],
  remedy: "leave unrestricted out (or false), and make each program's credential by Pulumi",
  types: ["applicationCredential"],
  check: ({ props }) => (props.unrestricted === true ? ["unrestricted is true"] : []),
  cases: {
    passes: [{ of: "a restricted credential", resources: credential({ unrestricted: false }) }],
    fails: [
      {
        of: "an unrestricted credential",
        resources: credential({ unrestricted: true }),
        finds: { credential: ["unrestricted is true"] },
      },
    ],
  },
};
