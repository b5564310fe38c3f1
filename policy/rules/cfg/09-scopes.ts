import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

export const scopes: Rule = onServices({
  id: "CFG-09",
  title: "Scopes and the new default policies are enforced",
  severity: "high",
  reason:
    "under the old defaults a role that someone has on one project or domain counts in places " +
    "outside of it: an administrator of a project is one of the cloud",
  sources: ["OpenStack community goal: Consistent and Secure Default RBAC"],
  remedy:
    "leave enforce_scope and enforce_new_defaults out of [oslo_policy]: both are on by default",
  check: (deployment) =>
    inOslo(deployment, (config, { path }) =>
      // Cinder 2025.1 turns both off by itself, and says that it is not ready for them.
      path.startsWith("/etc/cinder/")
        ? []
        : ["enforce_scope", "enforce_new_defaults"]
            .filter((option) => config.isOff("oslo_policy", option))
            .map((option) => `[oslo_policy] ${option} is off`),
    ),
  cases: {
    passes: [
      {
        of: "both by default, both said, and Cinder",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf": "[oslo_policy]\npolicy_dirs = /etc/nova/policy.d\n",
            "/etc/keystone/keystone.conf": "[oslo_policy]\nenforce_scope = true\n",
            "/etc/cinder/cinder.conf": "[oslo_policy]\nenforce_scope = false\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "both off",
        resources: {
          keystone: service("keystone", {
            "/etc/keystone/keystone.conf":
              "[oslo_policy]\nenforce_scope = False\nenforce_new_defaults = no\n",
          }),
        },
        finds: {
          keystone: [
            "/etc/keystone/keystone.conf: [oslo_policy] enforce_scope is off (on controller1)",
            "/etc/keystone/keystone.conf: [oslo_policy] enforce_new_defaults is off (on controller1)",
          ],
        },
      },
    ],
  },
});
