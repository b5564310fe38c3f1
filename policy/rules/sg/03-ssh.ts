import type { Rule } from "../../rule";
import { opened, portCases } from "./cases";
import { openTo } from "./common";
import { SSH } from "./services";

export const ssh: Rule = {
  id: "SG-03",
  title: "SSH is not open to everybody",
  severity: "high",
  reason:
    "within minutes of its first packet a machine with an open SSH port is tried with lists of users and passwords, and one weak account in a tenant is a foothold inside the cloud",
  sources: [
    "OpenStack Security Guide, Securing OpenStack networking services (Security groups)",
    "Checkov CKV_OPENSTACK_2",
  ],
  remedy: "name the network of those who log in, or a security group of a jump host",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, SSH),
  cases: {
    passes: portCases(22, "SSH").passes,
    fails: [
      ...portCases(22, "SSH").fails,

      {
        of: "a range that has SSH in it",
        resources: opened(20, { portRangeMax: 30 }),
        finds: { rule: ["port 22 (SSH), within 20-30, is open to 0.0.0.0/0"] },
      },
    ],
  },
};
