import assert from "node:assert/strict";
import { cloudkitty } from "../../../components/billing/cloudkitty";
import { gnocchi } from "../../../components/billing/gnocchi";
import { cinder } from "../../../components/controlplane/cinder";
import { glance } from "../../../components/controlplane/glance";
import { keystone } from "../../../components/controlplane/keystone";
import { neutron } from "../../../components/network/neutron";
import type { Service } from "../../../components/service/service";
import { file, place } from "../controlplane/site";

const FILES: [Service, string][] = [
  [
    keystone,
    `"identity:create_project": "rule:admin_required"
"identity:update_project": "rule:admin_required"
"identity:delete_project": "rule:admin_required"
"identity:create_project_tag": "rule:admin_required"
"identity:update_project_tags": "rule:admin_required"
"identity:delete_project_tag": "rule:admin_required"
"identity:delete_project_tags": "rule:admin_required"
"identity:create_trust": "!"
`,
  ],
  [
    neutron,
    `"create_rbac_policy": "rule:admin_only"
"update_rbac_policy": "rule:admin_only"
"delete_rbac_policy": "rule:admin_only"
"get_quota": "rule:admin_only"
"create_port:port_security_enabled": "field:ports:port_security_enabled=True or rule:admin_only or rule:service_api"
"update_port:port_security_enabled": "field:ports:port_security_enabled=True or rule:admin_only or rule:service_api"
"create_network:port_security_enabled": "field:networks:port_security_enabled=True or rule:admin_only"
"update_network:port_security_enabled": "field:networks:port_security_enabled=True or rule:admin_only"
"create_port:device_owner": "not rule:network_device or rule:admin_only or rule:service_api"
"update_port:device_owner": "not rule:network_device or rule:admin_only or rule:service_api"
`,
  ],
  [
    glance,
    `"communitize_image": "rule:context_is_admin"
"add_member": "rule:context_is_admin"
`,
  ],
  [
    cinder,
    `"volume:create_transfer": "rule:admin_api"
"volume:accept_transfer": "rule:admin_api"
`,
  ],
  [
    gnocchi,
    `"create resource": "rule:admin_or_service"
"update resource": "rule:admin_or_service"
"delete resource": "rule:admin_or_service"
"delete resources": "rule:admin_or_service"
"create metric": "rule:admin_or_service"
"delete metric": "rule:admin_or_service"
"post measures": "rule:admin_or_service"
`,
  ],
  [
    cloudkitty,
    `"report:get_summary": "rule:context_is_admin"
"report:get_total": "rule:context_is_admin"
"storage:list_data_frames": "rule:context_is_admin"
"info:get_config": "rule:context_is_admin"
`,
  ],
];

describe("the policies of the services", () => {
  for (const [service, content] of FILES) {
    const path = `/etc/${service.name}/policy.d/openstack-environment.yaml`;

    it(`of ${service.name} are stricter than its defaults`, () => {
      assert.equal(file(service, path, "controller1"), content);
    });

    it(`of ${service.name} are for it alone to read, and a reason to restart it`, () => {
      const files = service.files?.(place(service, "controller1")) ?? [];
      const { mode, group } = files.find((one) => one.path === path) ?? {};
      assert.deepEqual([mode, group], ["0640", service.name]);
      assert.ok(service.restartOn?.includes(path));
    });
  }

  it("of Cinder are the new ones, by which the role reader may only read", () => {
    assert.match(
      file(cinder, "/etc/cinder/cinder.conf", "controller1"),
      /\[oslo_policy\]\npolicy_dirs = \/etc\/cinder\/policy\.d\nenforce_new_defaults = true\n/,
    );
  });
});
