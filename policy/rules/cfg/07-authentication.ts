import type { Rule } from "../../rule";
import { inOslo, onServices, service, type ShownFile } from "./common";
import type { Ini } from "./ini";

const GLANCE = "/etc/glance/glance-api.conf";

/** Glance's own default is a pipeline that takes everybody for an administrator. */
function pipeline(config: Ini, { path }: ShownFile): string[] {
  if (path !== GLANCE) return [];
  const flavor = config.get("paste_deploy", "flavor");
  return flavor?.split("+").includes("keystone") === true
    ? []
    : [`[paste_deploy] flavor is ${flavor ?? "left out"}, so no token is asked for`];
}

export const authentication: Rule = onServices({
  id: "CFG-07",
  title: "No API answers without authentication",
  severity: "critical",
  reason:
    "without it whoever reaches the port is taken for an administrator, and reads and deletes what " +
    "belongs to every tenant",
  sources: [
    "OpenStack Security Guide, Check-Compute-03, Check-Block-03, Check-Image-03, Check-Neutron-03",
    "Glance Administration Guide, Deployment flavors",
  ],
  remedy:
    "write auth_strategy = keystone (Ironic by itself: http_basic); flavor = keystone in Glance",
  check: (deployment) =>
    inOslo(deployment, (config, file) => [
      ...config
        .all()
        .filter(({ option, value }) => option === "auth_strategy" && value.startsWith("noauth"))
        .map(({ section, value }) => `[${section}] auth_strategy is ${value}`),
      ...pipeline(config, file),
    ]),
  cases: {
    passes: [
      {
        of: "Keystone, said or by default, and a password",
        resources: {
          all: service("all", {
            "/etc/cinder/cinder.conf": "[DEFAULT]\nauth_strategy = keystone\n",
            "/etc/nova/nova.conf": "[api]\n",
            "/etc/ironic/ironic.conf": "[DEFAULT]\nauth_strategy = http_basic\n",
            [GLANCE]: "[paste_deploy]\nflavor = keystone+cachemanagement\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "APIs that ask for nothing",
        resources: {
          all: service("all", {
            "/etc/neutron/neutron.conf": "[DEFAULT]\nauth_strategy = noauth\n",
            "/etc/nova/nova.conf": "[api]\nauth_strategy = noauth2\n",
            [GLANCE]: "[DEFAULT]\nworkers = 1\n",
          }),
        },
        finds: {
          all: [
            "/etc/neutron/neutron.conf: [DEFAULT] auth_strategy is noauth (on controller1)",
            "/etc/nova/nova.conf: [api] auth_strategy is noauth2 (on controller1)",
            `${GLANCE}: [paste_deploy] flavor is left out, so no token is asked for (on controller1)`,
          ],
        },
      },
    ],
  },
});
