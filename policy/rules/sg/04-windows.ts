import type { Rule } from "../../rule";
import { opened, portCases } from "./cases";
import { openTo } from "./common";
import { WINDOWS } from "./services";

export const windows: Rule = {
  id: "SG-04",
  title: "Remote Desktop and WinRM are not open to everybody",
  severity: "high",
  reason:
    "whoever guesses or steals one Windows password has the machine: Remote Desktop is the most frequent way in for extortion, and had holes that needed no password",
  sources: ["Checkov CKV_OPENSTACK_3", "CVE-2019-0708 (Remote Desktop, no login needed)"],
  remedy: "name the network of the administrators, or put a gateway with two factors in front",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, WINDOWS),
  cases: {
    passes: portCases(3389, "Remote Desktop").passes,
    fails: [
      ...portCases(3389, "Remote Desktop").fails,

      {
        of: "Remote Desktop over UDP",
        resources: opened(3389, { protocol: "udp" }),
        finds: { rule: ["port 3389 (Remote Desktop) is open to 0.0.0.0/0"] },
      },
    ],
  },
};
