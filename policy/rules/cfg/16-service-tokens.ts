import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

/** Services that speak for users to Cinder, which takes it from services alone. */
const SENDERS = /^\/etc\/(nova\/nova|cinder\/cinder)\.conf$/;

export const serviceTokens: Rule = onServices({
  id: "CFG-16",
  title: "Services say that they are services, and it is checked that they are",
  severity: "critical",
  reason:
    "what only Nova may do, such as detaching a volume in use, could be done by a user: the device " +
    "that comes free goes to another tenant's volume while the first machine still reads it",
  sources: ["CVE-2023-2088", "Nova Administration Guide, Service User Tokens"],
  remedy:
    "write service_token_roles_required = true in [keystone_authtoken], and " +
    "send_service_user_token = true with a login in [service_user] of Nova and Cinder",
  check: (deployment) =>
    inOslo(deployment, (config, { path }) => [
      ...(config.has("keystone_authtoken") &&
      !config.isOn("keystone_authtoken", "service_token_roles_required")
        ? ["any token counts as a service's ([keystone_authtoken] service_token_roles_required)"]
        : []),
      ...(SENDERS.test(path) && !config.isOn("service_user", "send_service_user_token")
        ? ["no token of the service is sent ([service_user] send_service_user_token)"]
        : []),
    ]),
  cases: {
    passes: [
      {
        of: "tokens that are sent and checked",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf":
              "[keystone_authtoken]\nservice_token_roles = service\nservice_token_roles_required = true\n[service_user]\nsend_service_user_token = true\n",
            "/etc/nova/nova-compute.conf": "[libvirt]\nvirt_type = kvm\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "tokens that nobody sends or checks",
        resources: {
          nova: service("nova", {
            "/etc/nova/nova.conf": "[keystone_authtoken]\nauth_type = password\n",
          }),
        },
        finds: {
          nova: [
            "/etc/nova/nova.conf: any token counts as a service's ([keystone_authtoken] service_token_roles_required) (on controller1)",
            "/etc/nova/nova.conf: no token of the service is sent ([service_user] send_service_user_token) (on controller1)",
          ],
        },
      },
    ],
  },
});
