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
    "leave enforce_scope and enforce_new_defaults out of [oslo_policy]: both are on by default; but for " +
    "Cinder, write enforce_new_defaults = true",
  check: (deployment) =>
    inOslo(deployment, (config, { path }) => {
      if (path === "/etc/cinder/cinder.conf") {
        // Cinder 2025.1 turns both off by itself, and is ready for the new defaults, but not for scopes.
        return config.isOn("oslo_policy", "enforce_new_defaults")
          ? []
          : ["[oslo_policy] enforce_new_defaults is not on: the role reader may write"];
      }
      return ["enforce_scope", "enforce_new_defaults"]
        .filter((option) => config.isOff("oslo_policy", option))
        .map((option) => `[oslo_policy] ${option} is off`);
    }),
  cases: {
    passes: [
      {
        of: "both by default, both said, and Cinder",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf": "[oslo_policy]\npolicy_dirs = /etc/nova/policy.d\n",
            "/etc/keystone/keystone.conf": "[oslo_policy]\nenforce_scope = true\n",
            "/etc/cinder/cinder.conf":
              "[oslo_policy]\nenforce_scope = false\nenforce_new_defaults = true\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "Cinder by itself",
        resources: {
          cinder: service("cinder", {
            "/etc/cinder/cinder.conf": "[oslo_policy]\npolicy_dirs = /etc/cinder/policy.d\n",
          }),
        },
        finds: {
          cinder: [
            "/etc/cinder/cinder.conf: [oslo_policy] enforce_new_defaults is not on: the role reader may write (on controller1)",
          ],
        },
      },
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
