import type { Rule } from "../../rule";
import { onServices } from "./common";
import { dashboard, inDashboard, inSettings } from "./horizon";

export const dashboardHosts: Rule = onServices({
  id: "CFG-31",
  title: "The dashboard answers to its own names only",
  severity: "medium",
  reason:
    "Django writes the Host header of a request into links and redirects: with any name allowed, a " +
    "forged header leads users elsewhere with what they typed",
  sources: [
    "OpenStack Security Guide, Domain names, dashboard upgrades, and basic web server configuration",
    "Django, Settings: ALLOWED_HOSTS",
  ],
  remedy: "name in ALLOWED_HOSTS the addresses and names that people and the load balancer use",
  check: (deployment) =>
    inDashboard(deployment, (settings) =>
      /(["'])\*\1/.test(settings.get("ALLOWED_HOSTS") ?? "")
        ? [`ALLOWED_HOSTS is ${settings.get("ALLOWED_HOSTS") ?? ""}`]
        : [],
    ),
  cases: {
    passes: [
      {
        of: "names, and names of a domain",
        resources: { horizon: dashboard('ALLOWED_HOSTS = ["10.0.1.10", ".cloud.example.com"]\n') },
      },
    ],
    fails: [
      {
        of: "any name",
        resources: { horizon: dashboard("ALLOWED_HOSTS = ['10.0.1.10', '*']\n") },
        finds: { horizon: [inSettings("ALLOWED_HOSTS is ['10.0.1.10', '*']")] },
      },
    ],
  },
});
