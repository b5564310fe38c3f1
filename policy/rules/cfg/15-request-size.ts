import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

const DEFAULT_BYTES = 114688;
const OPTIONS = [
  ["oslo_middleware", "max_request_body_size"],
  ["DEFAULT", "osapi_max_request_body_size"],
] as const;

export const requestSize: Rule = onServices({
  id: "CFG-15",
  title: "No API takes requests of more than 112 KiB",
  severity: "medium",
  reason:
    "requests are read before the token is looked at: without a limit anybody fills the memory of " +
    "the controllers that all tenants share",
  sources: ["OpenStack Security Guide, Check-Identity-05, Check-Block-08"],
  remedy: "leave [oslo_middleware] max_request_body_size out: 114688 bytes is the default",
  check: (deployment) =>
    inOslo(deployment, (config) =>
      OPTIONS.flatMap(([section, option]) => {
        const bytes = config.number(section, option);
        return bytes === undefined || (bytes > 0 && bytes <= DEFAULT_BYTES)
          ? []
          : [`[${section}] ${option} is ${bytes}`];
      }),
    ),
  cases: {
    passes: [
      {
        of: "the default, said or not",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf": "[oslo_middleware]\nenable_proxy_headers_parsing = true\n",
            "/etc/keystone/keystone.conf": "[oslo_middleware]\nmax_request_body_size = 114688\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "a gigabyte, and no limit",
        resources: {
          all: service("all", {
            "/etc/keystone/keystone.conf":
              "[oslo_middleware]\nmax_request_body_size = 1000000000\n",
            "/etc/cinder/cinder.conf": "[DEFAULT]\nosapi_max_request_body_size = 0\n",
          }),
        },
        finds: {
          all: [
            "/etc/keystone/keystone.conf: [oslo_middleware] max_request_body_size is 1000000000 (on controller1)",
            "/etc/cinder/cinder.conf: [DEFAULT] osapi_max_request_body_size is 0 (on controller1)",
          ],
        },
      },
    ],
  },
});
