import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";

/** `"compute:create": ""` and `"compute:create": "@"` in YAML or JSON: whoever has a token may. */
const OPEN = /^\s*["']?([\w:.-]+)["']?\s*:\s*(?:""|''|"@"|'@'|\[\])\s*,?\s*(?:#.*)?$/;

export const openPolicies: Rule = onServices({
  id: "CFG-10",
  title: "No policy file allows an action to everybody",
  severity: "critical",
  reason:
    "an empty check and @ let every user of every tenant do the action, on what belongs to other " +
    "tenants too",
  sources: [
    "OpenStack Security Guide, Policies",
    "oslo.policy documentation, Policy rule expressions",
  ],
  remedy: "name a role and whose it is, such as role:member and project_id:%(project_id)s",
  check: (deployment) =>
    inContents(deployment, /^\/etc\/.*polic.*\.(ya?ml|json)$/, (text) =>
      text.split("\n").flatMap((line) => {
        const action = OPEN.exec(line)?.[1];
        return action === undefined ? [] : [`${action} is allowed to everybody`];
      }),
    ),
  cases: {
    passes: [
      {
        of: "a policy that names roles, and one that nobody has",
        resources: {
          keystone: service("keystone", {
            "/etc/keystone/policy.d/domain.yaml":
              '"identity:list_users": "role:manager and domain_id:%(target.domain_id)s"\n"identity:delete_domain": "!"\n# "identity:create_user": ""\n',
          }),
        },
      },
    ],
    fails: [
      {
        of: "policies without a check",
        resources: {
          keystone: service("keystone", {
            "/etc/keystone/policy.d/domain.yaml": '"identity:list_users": ""\n',
            "/etc/keystone/policy.json": '{\n  "identity:get_user": "@",\n}\n',
          }),
        },
        finds: {
          keystone: [
            "/etc/keystone/policy.d/domain.yaml: identity:list_users is allowed to everybody (on controller1)",
            "/etc/keystone/policy.json: identity:get_user is allowed to everybody (on controller1)",
          ],
        },
      },
    ],
  },
});
