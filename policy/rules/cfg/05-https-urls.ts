import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";
import type { Ini } from "./ini";

/** Where services reach others, and where they send clients. */
const URLS = new Set([
  "api_servers",
  "auth_uri",
  "auth_url",
  "endpoint_override",
  "glance_api_servers",
  "html5proxy_base_url",
  "identity_uri",
  "novncproxy_base_url",
  "public_endpoint",
  "www_authenticate_uri",
]);

const plain = (value: string): string[] =>
  value
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url.startsWith("http://") && !/^http:\/\/(127\.|localhost|\[::1\])/.test(url));

/** Neutron's agent passes the secret of the metadata service by plain HTTP unless it is told otherwise. */
function metadata(config: Ini): string[] {
  const host = config.get("DEFAULT", "nova_metadata_host");
  if (host === undefined || /^(127\.|localhost|::1)/.test(host)) return [];
  return config.get("DEFAULT", "nova_metadata_protocol") === "https"
    ? []
    : [`[DEFAULT] asks the metadata service of ${host} without TLS (nova_metadata_protocol)`];
}

export const httpsUrls: Rule = onServices({
  id: "CFG-05",
  title: "Services reach each other by HTTPS",
  severity: "high",
  reason:
    "service users are administrators: their passwords and every user's token would go over the " +
    "network as they are",
  sources: [
    "OpenStack Security Guide, Check-Compute-04, Check-Compute-05, Check-Block-04, " +
      "Check-Image-04, Check-Neutron-04",
  ],
  remedy: "name the https:// address of the load balancer",
  check: (deployment) =>
    inOslo(deployment, (config) => [
      ...config
        .all()
        .filter(({ option }) => URLS.has(option))
        .flatMap(({ section, option, value }) =>
          plain(value).map((url) => `[${section}] ${option} is ${url}`),
        ),
      ...metadata(config),
    ]),
  cases: {
    passes: [
      {
        of: "HTTPS, and the host itself",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf":
              "[keystone_authtoken]\nauth_url = https://10.0.0.10:5000\n[glance]\nendpoint_override = http://127.0.0.1:9292\n",
            "/etc/neutron/metadata_agent.ini":
              "[DEFAULT]\nnova_metadata_host = 10.0.0.10\nnova_metadata_protocol = https\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "HTTP to the identity, image and metadata services",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf":
              "[keystone_authtoken]\nauth_url: http://10.0.0.10:5000\n[glance]\napi_servers = https://10.0.0.10:9292, http://10.0.0.11:9292\n",
            "/etc/neutron/metadata_agent.ini": "[DEFAULT]\nnova_metadata_host = 10.0.0.10\n",
          }),
        },
        finds: {
          nova: [
            "/etc/nova/nova.conf: [keystone_authtoken] auth_url is http://10.0.0.10:5000 (on controller1)",
            "/etc/nova/nova.conf: [glance] api_servers is http://10.0.0.11:9292 (on controller1)",
            "/etc/neutron/metadata_agent.ini: [DEFAULT] asks the metadata service of 10.0.0.10 without TLS (nova_metadata_protocol) (on controller1)",
          ],
        },
      },
    ],
  },
});
