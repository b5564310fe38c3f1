import type { Rule } from "../../rule";
import { portCases } from "./cases";
import { openTo } from "./common";
import { SCREENS } from "./services";

export const screens: Rule = {
  id: "SG-05",
  title: "No screen of a machine is open to everybody",
  severity: "high",
  reason:
    "VNC and X11 know a short password or none and send everything in clear text: whoever gets there sees and types as the one who is logged in",
  sources: ["RFC 6143, The Remote Framebuffer Protocol, Security Considerations", "own"],
  remedy: "reach screens through SSH or the console of the dashboard",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, SCREENS),
  cases: portCases(5900, "VNC"),
};
