import type { HostFile } from "../host";

/** Checks by action, in oslo.policy's language. */
type Policies = Record<string, string>;

/**
 * Where OpenStack's defaults let a tenant do more than this cloud does: docs/isolation.md says why. What
 * each persona may do, all in all, is in test/e2e/personas/matrix.
 */
const POLICIES = {
  keystone: {
    // A manager of a domain could make projects in it, which no quota is declared for, or delete its own.
    ...only("rule:admin_required", [
      "identity:create_project",
      "identity:update_project",
      "identity:delete_project",
      "identity:create_project_tag",
      "identity:update_project_tags",
      "identity:delete_project_tag",
      "identity:delete_project_tags",
    ]),
    // A user could hand its roles to another tenant's user.
    "identity:create_trust": "!",
  },
  neutron: {
    // What crosses tenants is a declared peering.
    ...only("rule:admin_only", ["create_rbac_policy", "update_rbac_policy", "delete_rbac_policy"]),
    // Neutron asks for this with the caller's project, whichever quota is meant: managers read them all.
    // One's own is shown without a check.
    get_quota: "rule:admin_only",
    // Security groups and anti-spoofing are not to be switched off, nor got round as a router's port.
    ...only("field:ports:port_security_enabled=True or rule:admin_only or rule:service_api", [
      "create_port:port_security_enabled",
      "update_port:port_security_enabled",
    ]),
    ...only("field:networks:port_security_enabled=True or rule:admin_only", [
      "create_network:port_security_enabled",
      "update_network:port_security_enabled",
    ]),
    ...only("not rule:network_device or rule:admin_only or rule:service_api", [
      "create_port:device_owner",
      "update_port:device_owner",
    ]),
  },
  glance: {
    // A tenant offers no image to others.
    ...only("rule:context_is_admin", ["communitize_image", "add_member"]),
  },
  cinder: {
    // A tenant hands no volume to others.
    ...only("rule:admin_api", ["volume:create_transfer", "volume:accept_transfer"]),
  },
  gnocchi: {
    // A tenant could put down use for a tenant of its choice, or fill the disk. It reads what is its own.
    ...only("rule:admin_or_service", [
      "create resource",
      "update resource",
      "delete resource",
      "delete resources",
      "create metric",
      "delete metric",
      "post measures",
    ]),
  },
  cloudkitty: {
    // Of an API before projects were looked at: tenants ask the second one.
    ...only("rule:context_is_admin", [
      "report:get_summary",
      "report:get_total",
      "storage:list_data_frames",
      "info:get_config",
    ]),
  },
} satisfies Record<string, Policies>;

function only(check: string, actions: string[]): Policies {
  return Object.fromEntries(actions.map((action) => [action, check]));
}

export const policyPath = (service: string): string =>
  `/etc/${service}/policy.d/openstack-environment.yaml`;

/** What a service reads over its own defaults, after what Debian's package has in the same folder. */
const policyFile = (service: string, policies: Policies): HostFile => ({
  path: policyPath(service),
  content: Object.entries(policies)
    .map(([action, check]) => `${JSON.stringify(action)}: ${JSON.stringify(check)}\n`)
    .join(""),
  mode: "0640",
  group: service,
});

/** The policies that a service has beside its defaults. */
export const policies = (service: keyof typeof POLICIES) => policyFile(service, POLICIES[service]);
