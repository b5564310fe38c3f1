import type { Rule } from "../../rule";
import { portCases } from "./cases";
import { openTo } from "./common";
import { CLEAR_TEXT } from "./services";

export const clearText: Rule = {
  id: "SG-10",
  title: "Nothing that sends passwords in clear text is open to everybody",
  severity: "high",
  reason:
    "Telnet, FTP and their like send names and passwords so that everybody on the way can read them and log in as well",
  sources: ["RFC 8314, Cleartext Considered Obsolete", "own"],
  remedy:
    "use the protocol with TLS or SSH (SFTP, LDAPS, IMAPS), or name the network that it is for",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, CLEAR_TEXT),
  cases: portCases(23, "Telnet"),
};
