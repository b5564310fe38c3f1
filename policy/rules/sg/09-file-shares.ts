import type { Rule } from "../../rule";
import { opened, portCases } from "./cases";
import { openTo } from "./common";
import { FILES } from "./services";

export const fileShares: Rule = {
  id: "SG-09",
  title: "No file share is open to everybody",
  severity: "high",
  reason:
    "SMB, NFS and iSCSI trust the network that they are in: from everywhere they hand out files or whole disks, and worms come in by them",
  sources: ["CVE-2017-0144 (SMB, no login needed)", "own"],
  remedy: "let in the security group of the machines that mount it",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, FILES),
  cases: {
    passes: portCases(2049, "NFS").passes,
    fails: [
      ...portCases(2049, "NFS").fails,

      {
        of: "a port mapper over UDP",
        resources: opened(111, { protocol: "17" }),
        finds: { rule: ["port 111 (portmapper) is open to 0.0.0.0/0"] },
      },
    ],
  },
};
