import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";
import { inConfig, inKeystone, keystone } from "./keystone";

const PASTE = "/etc/keystone/keystone-paste.ini";

export const adminToken: Rule = onServices({
  id: "CFG-11",
  title: "Keystone has no admin token",
  severity: "critical",
  reason:
    "the admin token passes every check, belongs to nobody and never expires: one file that is read " +
    "once is the whole cloud",
  sources: ["OpenStack Security Guide, Check-Identity-06"],
  remedy: "leave admin_token out; keystone-manage bootstrap makes the first administrator",
  check: (deployment) => [
    ...inKeystone(deployment, (config) =>
      (config.get("DEFAULT", "admin_token") ?? "") === "" ? [] : ["[DEFAULT] admin_token is set"],
    ),
    ...inContents(deployment, /^\/etc\/keystone\/.*paste.*\.ini$/, (text) =>
      /^\s*pipeline\s*=.*\badmin_token_auth\b/m.test(text)
        ? ["a pipeline has admin_token_auth"]
        : [],
    ),
  ],
  cases: {
    passes: [
      {
        of: "no token",
        resources: {
          keystone: keystone("[DEFAULT]\nlog_dir = /var/log/keystone\nadmin_token =\n"),
        },
      },
    ],
    fails: [
      {
        of: "a token",
        resources: {
          keystone: keystone("[DEFAULT]\nadmin_token = [secret]\n"),
          paste: service("keystone", {
            [PASTE]: "[pipeline:api_v3]\npipeline = healthcheck admin_token_auth service_v3\n",
          }),
        },
        finds: {
          keystone: [inConfig("[DEFAULT] admin_token is set")],
          paste: [`${PASTE}: a pipeline has admin_token_auth (on controller1)`],
        },
      },
    ],
  },
});
