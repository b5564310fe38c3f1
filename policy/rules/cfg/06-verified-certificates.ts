import type { Rule } from "../../rule";
import { inContents, inOslo, onServices, service } from "./common";
import { inHaproxy } from "./haproxy";

export const verifiedCertificates: Rule = onServices({
  id: "CFG-06",
  title: "Certificates are verified",
  severity: "high",
  reason:
    "a client that takes any certificate gives its password to whoever answers in the place of the " +
    "API: TLS then keeps nobody out",
  sources: [
    "OpenStack Security Guide, Check-Compute-04, Check-Compute-05, Check-Block-05, " +
      "Check-Block-06, Check-Image-04",
  ],
  remedy: "leave the option out, and trust the cloud's own authority (cafile, ca-file)",
  check: (deployment) => [
    ...inOslo(deployment, (config) =>
      config
        .all()
        .filter(({ section, option }) => {
          return /(^|_)insecure$/.test(option) && config.isOn(section, option);
        })
        .map(({ section, option }) => `[${section}] ${option} is on`),
    ),
    ...inContents(deployment, /^\/etc\/openstack-dashboard\/.*\.py$/, (text) =>
      /^OPENSTACK_SSL_NO_VERIFY\s*=\s*True\b/m.test(text)
        ? ["OPENSTACK_SSL_NO_VERIFY is True"]
        : [],
    ),
    ...inHaproxy(deployment, (proxies) =>
      proxies.flatMap(({ kind, name, lines }) =>
        lines
          .filter((words) => {
            const verify = words.indexOf("verify");
            return words.includes("ssl") && verify > 0 && words[verify + 1] === "none";
          })
          .filter(([word]) => word === "server" || word === "default-server")
          .map(([, server = ""]) => `${kind} ${name} takes any certificate of ${server}`),
      ),
    ),
  ],
  cases: {
    passes: [
      {
        of: "certificates that are verified, said or not",
        resources: {
          cinder: service("cinder", {
            "/etc/cinder/cinder.conf":
              "[DEFAULT]\nglance_api_insecure = false\n[keystone_authtoken]\nauth_type = password\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "certificates that nobody looks at",
        resources: {
          cinder: service("cinder", {
            "/etc/cinder/cinder.conf":
              "[DEFAULT]\nglance_api_insecure = True\n[keystone_authtoken]\ninsecure = 1\n",
          }),
          horizon: service("horizon", {
            "/etc/openstack-dashboard/local_settings.py": "OPENSTACK_SSL_NO_VERIFY = True\n",
          }),
          haproxy: service("haproxy", {
            "/etc/haproxy/haproxy.cfg": "backend nova\n  server a 10.0.0.11:8774 ssl verify none\n",
          }),
        },
        finds: {
          cinder: [
            "/etc/cinder/cinder.conf: [DEFAULT] glance_api_insecure is on (on controller1)",
            "/etc/cinder/cinder.conf: [keystone_authtoken] insecure is on (on controller1)",
          ],
          horizon: [
            "/etc/openstack-dashboard/local_settings.py: OPENSTACK_SSL_NO_VERIFY is True (on controller1)",
          ],
          haproxy: [
            "/etc/haproxy/haproxy.cfg: backend nova takes any certificate of a (on controller1)",
          ],
        },
      },
    ],
  },
});
