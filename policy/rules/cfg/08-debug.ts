import { ACME, ref } from "../../cases";
import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";
import { inDashboard } from "./horizon";

export const debug: Rule = onServices({
  id: "CFG-08",
  title: "No service runs in debug mode",
  severity: "high",
  reason:
    "debug logs hold tokens, passwords in requests and tenants' data; Keystone's insecure_debug and " +
    "Horizon's DEBUG show the inside of the service to whoever sends a wrong request",
  sources: ["OpenStack Security Guide, Check-Identity-07", "Django, Deployment checklist"],
  remedy: "leave debug out; turn it on for one service while looking for a fault, with a waiver",
  check: (deployment) => [
    ...inOslo(deployment, (config) =>
      ["debug", "insecure_debug"]
        .filter((option) => config.isOn("DEFAULT", option))
        .map((option) => `[DEFAULT] ${option} is on`),
    ),
    ...inDashboard(deployment, (settings) =>
      settings.get("DEBUG") === "True" ? ["DEBUG is True"] : [],
    ),
  ],
  cases: {
    passes: [
      {
        of: "a file that the first update alone will tell",
        resources: {
          ...ACME,
          nova: service("nova", { "/etc/nova/nova.conf": { content: ref("acme") } }),
        },
      },
      {
        of: "debug off, said or by default",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf": "[DEFAULT]\ndebug = false\n[profiler]\ndebug = true\n",
            "/etc/keystone/keystone.conf": "# [DEFAULT]\n# debug = true\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "debug on",
        resources: {
          keystone: service("keystone", {
            "/etc/keystone/keystone.conf": "[DEFAULT]\ndebug = True\ninsecure_debug = yes\n",
          }),
          horizon: service("horizon", {
            "/etc/openstack-dashboard/local_settings.py": "DEBUG = True\n",
          }),
        },
        finds: {
          keystone: [
            "/etc/keystone/keystone.conf: [DEFAULT] debug is on (on controller1)",
            "/etc/keystone/keystone.conf: [DEFAULT] insecure_debug is on (on controller1)",
          ],
          horizon: ["/etc/openstack-dashboard: DEBUG is True (on controller1)"],
        },
      },
    ],
  },
});
