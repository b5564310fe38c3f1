import type { Matrix } from "../cells";
import { rows } from "../table";

const everybody = (all: string, others: string) => ({
  "cloud admin": all,
  "tenant admin": others,
  "tenant user": others,
  reader: others,
});

const server = (settings: object) => ({
  server: {
    name: "{name}",
    flavorRef: "{system.hugeFlavor}",
    imageRef: "{system.tinyImage}",
    networks: "none",
    ...settings,
  },
});
const networks = { "openstack-api-version": "compute 2.37" };
const otherUsers = { "openstack-api-version": "compute 2.10" };

/** Nova. Servers are of a flavor that no host has room for, so that none runs. */
export const compute: Matrix = {
  service: "compute",
  lists: [
    {
      object: "server",
      path: "/servers",
      key: "servers",
      sees: everybody("", "own machine, own server"),
    },
    {
      object: "server",
      path: "/servers/detail",
      key: "servers",
      sees: everybody("", "own machine, own server"),
    },
    {
      object: "server",
      path: "/servers?all_tenants=1",
      key: "servers",
      sees: everybody("other server, own machine, own server", "403"),
    },
    {
      object: "server",
      path: "/servers?project_id={project}",
      key: "servers",
      sees: everybody("", "own machine, own server"),
    },
    {
      object: "server",
      path: "/servers?host={system.computeHost}",
      key: "servers",
      // Nova leaves such a filter out for whoever may not use it.
      sees: everybody("", "own machine, own server"),
    },
    {
      object: "key pair",
      path: "/os-keypairs",
      key: "keypairs",
      sees: {
        "cloud admin": "system keyPair",
        "tenant admin": "",
        "tenant user": "own keyPair",
        reader: "",
      },
    },
    {
      object: "flavor",
      path: "/flavors?is_public=None",
      key: "flavors",
      sees: everybody(
        "system flavor, system hugeFlavor, system tinyFlavor",
        "system hugeFlavor, system tinyFlavor",
      ),
    },
    {
      object: "server group",
      path: "/os-server-groups",
      key: "server_groups",
      sees: everybody("system serverGroup", "own serverGroup"),
    },
    {
      object: "server group",
      path: "/os-server-groups?all_projects=true",
      key: "server_groups",
      sees: everybody("other serverGroup, own serverGroup, system serverGroup", "own serverGroup"),
    },
  ],
  rows: rows(`
    server  | show             | GET /servers/{server}                  | 200 200 200 200 | 200 404 404 404 | -
    server  | create           | POST /servers                          | -   202 202 403 | -               | -
    server  | create on a host               | POST /servers            | -   403 403 403 | -               | -
    server  | create on a chosen host        | POST /servers            | -   403 403 403 | -               | -
    server  | create on its network          | POST /servers            | -   202 202 403 | -   400 400 403 | -   400 400 403

    server  | create with its port           | POST /servers            | -               | -   400 400 403 | -   400 400 403
    server  | create with its key            | POST /servers            | -   400 202 403 | -   400 400 403 | -   400 400 403
    server  | create of its image            | POST /servers            | -               | -   400 400 403 | -   400 400 403
    server  | create of its flavor           | POST /servers            | -               | -               | -   400 400 403
    server  | create in its server group     | POST /servers            | -   202 202 403 | -   400 400 403 | -   400 400 403
    server  | create from its volume         | POST /servers            | -               | -   400 400 403 | -   400 400 403
    server  | update           | PUT /servers/{server}                  | 200 200 200 403 | 200 404 404 404 | -
    server  | delete           | DELETE /servers/{fresh.server}         | 204 204 204 403 | 204 404 404 404 | -
    server  | reboot           | POST /servers/{server}/action          | -   409 409 403 | -   404 404 404 | -
    server  | console          | POST /servers/{server}/action          | -   409 409 403 | -   404 404 404 | -
    server  | remote console   | POST /servers/{server}/remote-consoles | -   409 409 403 | -   404 404 404 | -
    server  | rebuild          | POST /servers/{server}/action          | -   -   -   403 | -   404 404 404 | -
    server  | make an image    | POST /servers/{server}/action          | -   409 409 403 | -   404 404 404 | -
    server  | reset state      | POST /servers/{server}/action          | 202 403 403 403 | 202 404 404 404 | -
    server  | migrate          | POST /servers/{server}/action          | -   403 403 403 | -   404 404 404 | -
    server  | live-migrate     | POST /servers/{server}/action          | -   403 403 403 | -   404 404 404 | -
    server  | evacuate         | POST /servers/{server}/action          | -   403 403 403 | -   404 404 404 | -
    server  | metadata         | PUT /servers/{server}/metadata/personas | 409 409 409 403 | 409 404 404 404 | -
    server  | tags             | PUT /servers/{server}/tags/personas    | -   409 409 403 | -   403 403 403 | -
    server  | interfaces       | GET /servers/{server}/os-interface     | 200 200 200 200 | 200 404 404 404 | -
    server  | actions          | GET /servers/{server}/os-instance-actions | 200 200 200 200 | 200 404 404 404 | -
    server  | volumes          | GET /servers/{server}/os-volume_attachments | 200 200 200 200 | 200 404 404 404 | -
    machine | attach its volume | POST /servers/{own.machine}/os-volume_attachments | - - - 403 | -  404 404 403 | -   404 404 403
    server  | diagnostics      | GET /servers/{server}/diagnostics      | 409 403 403 403 | 409 404 404 404 | -
    server  | migrations       | GET /servers/{server}/migrations       | 200 403 403 403 | 200 404 404 404 | -
    server  | password         | GET /servers/{server}/os-server-password | 200 200 200 200 | 200 404 404 404 | -
    machine | console          | POST /servers/{machine}/action         | 200 200 200 403 | -               | -
    machine | remote console   | POST /servers/{machine}/remote-consoles | 200 200 200 403 | -              | -
    machine | metadata         | PUT /servers/{machine}/metadata/personas | 200 200 200 403 | -             | -
    machine | diagnostics      | GET /servers/{machine}/diagnostics     | 200 403 403 403 | -               | -
    machine | migrate to a host | POST /servers/{machine}/action        | -   403 403 403 | -               | -
    machine | evacuate         | POST /servers/{machine}/action         | -   403 403 403 | -               | -
    machine | take its port    | POST /servers/{own.machine}/os-interface | -             | -   404 404 403 | -   404 404 403
    machine | join its network | POST /servers/{own.machine}/os-interface | -             | -   404 404 403 | -   404 404 403
    key pair | show    | GET /os-keypairs/{keyPair}                      | 404 404 200 404 | 404 404 404 404 | 200 404 404 404
    key pair | show of a user   | GET /os-keypairs/{keyPair}?user_id={person}    | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    key pair | list of a user   | GET /os-keypairs?user_id={person}      | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    key pair | create           | POST /os-keypairs                      | 200 200 200 200 | -               | -
    key pair | create for a user | POST /os-keypairs                     | 201 403 201 403 | 201 403 403 403 | 201 403 403 403
    key pair | delete of a user | DELETE /os-keypairs/{fresh.keyPair}?user_id={person} | 204 403 204 403 | 204 403 403 403 | 204 403 403 403
    flavor  | show             | GET /flavors/{flavor}                  | -               | -               | 200 404 404 404
    flavor  | show granted     | GET /flavors/{tinyFlavor}              | -               | -               | 200 200 200 200
    flavor  | create           | POST /flavors                          | -               | -               | 200 403 403 403
    flavor  | delete           | DELETE /flavors/{fresh.flavor}         | -               | -               | 202 403 403 403
    flavor  | grant            | POST /flavors/{flavor}/action          | -               | -               | 200 403 403 403
    flavor  | grants           | GET /flavors/{flavor}/os-flavor-access | -               | -               | 200 403 403 403
    flavor  | extra specs      | POST /flavors/{tinyFlavor}/os-extra_specs | -            | -               | -   403 403 403
    aggregate | list           | GET /os-aggregates                     | -               | -               | 200 403 403 403
    aggregate | create         | POST /os-aggregates                    | -               | -               | 200 403 403 403
    aggregate | add a host     | POST /os-aggregates/{aggregate}/action | -               | -               | -   403 403 403
    aggregate | delete         | DELETE /os-aggregates/{fresh.aggregate} | -              | -               | 200 403 403 403
    hypervisor | list          | GET /os-hypervisors                    | -               | -               | 200 403 403 403
    hypervisor | show          | GET /os-hypervisors/{hypervisor}       | -               | -               | 200 403 403 403
    hypervisor | statistics    | GET /os-hypervisors/statistics         | -               | -               | 200 403 403 403
    hypervisor | servers       | GET /os-hypervisors/{hypervisor}/servers | -             | -               | 200 403 403 403
    compute service | list     | GET /os-services                       | -               | -               | 200 403 403 403
    compute service | disable  | PUT /os-services/disable               | -               | -               | -   403 403 403
    migration | list           | GET /os-migrations                     | -               | -               | 200 403 403 403
    availability zone | list   | GET /os-availability-zone              | -               | -               | 200 200 200 200
    availability zone | hosts  | GET /os-availability-zone/detail       | -               | -               | 200 403 403 403
    event   | send             | POST /os-server-external-events        | -               | -               | -   403 403 403
    console token | show       | GET /os-console-auth-tokens/personas   | -               | -               | 404 403 403 403
    assisted snapshot | create | POST /os-assisted-volume-snapshots     | -               | -               | -   403 403 403
    server group | show        | GET /os-server-groups/{serverGroup}    | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    server group | create      | POST /os-server-groups                 | -   200 200 403 | -               | -
    server group | delete      | DELETE /os-server-groups/{fresh.serverGroup} | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    limits  | show             | GET /limits                            | 200 200 200 200 | -               | -
    limits  | show of a project | GET /limits?tenant_id={project}       | 200 403 403 403 | 200 403 403 403 | 200 403 403 403
    quota   | show             | GET /os-quota-sets/{project}           | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    quota   | update           | PUT /os-quota-sets/{project}           | 200 403 403 403 | 200 403 403 403 | -   403 403 403
    quota   | delete           | DELETE /os-quota-sets/{project}        | -   403 403 403 | -   403 403 403 | -   403 403 403
    quota class | update       | PUT /os-quota-class-sets/default       | -               | -               | -   403 403 403
    usage   | show             | GET /os-simple-tenant-usage/{project}  | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    usage   | list             | GET /os-simple-tenant-usage            | -               | -               | 200 403 403 403
    audit log | list           | GET /os-instance_usage_audit_log       | -               | -               | 200 403 403 403
  `),
  bodies: {
    "server create": server({}),
    "server create on a host": server({ availability_zone: "nova:{system.computeHost}" }),
    "server create on a chosen host": server({ host: "{system.computeHost}" }),
    "server create on its network": server({ networks: [{ uuid: "{network}" }] }),
    "server create with its port": server({ networks: [{ port: "{port}" }] }),
    "server create with its key": server({ key_name: "{keyPair}" }),
    "server create of its image": server({ imageRef: "{image}" }),
    "server create of its flavor": server({ flavorRef: "{flavor}" }),
    "server create in its server group": {
      ...server({}),
      "os:scheduler_hints": { group: "{serverGroup}" },
    },
    "server create from its volume": server({
      imageRef: "",
      block_device_mapping_v2: [
        { uuid: "{volume}", source_type: "volume", destination_type: "volume", boot_index: 0 },
      ],
    }),
    "server update": { server: { description: "changed" } },
    "server reboot": { reboot: { type: "HARD" } },
    "server console": { "os-getConsoleOutput": {} },
    "server remote console": { remote_console: { protocol: "vnc", type: "novnc" } },
    "server rebuild": { rebuild: { imageRef: "{system.tinyImage}" } },
    "server make an image": { createImage: { name: "{name}" } },
    "server reset state": { "os-resetState": { state: "error" } },
    "server migrate": { migrate: null },
    "server live-migrate": {
      "os-migrateLive": { host: null, block_migration: "auto" },
    },
    "server evacuate": { evacuate: {} },
    "server metadata": { meta: { personas: "changed" } },
    "machine console": { "os-getConsoleOutput": {} },
    "machine remote console": { remote_console: { protocol: "vnc", type: "novnc" } },
    "machine metadata": { meta: { personas: "changed" } },
    "machine migrate to a host": { migrate: { host: "{system.computeHost}" } },
    "machine evacuate": { evacuate: {} },
    "machine take its port": { interfaceAttachment: { port_id: "{port}" } },
    "machine join its network": { interfaceAttachment: { net_id: "{network}" } },
    "machine attach its volume": { volumeAttachment: { volumeId: "{volume}" } },
    "key pair create": { keypair: { name: "{name}", public_key: "{publicKey}" } },
    "key pair create for a user": {
      keypair: { name: "{name}", public_key: "{publicKey}", user_id: "{person}" },
    },
    "flavor create": {
      flavor: {
        name: "{name}",
        vcpus: 1,
        ram: 64,
        disk: 1,
        "os-flavor-access:is_public": false,
      },
    },
    "flavor grant": { addTenantAccess: { tenant: "{other.project}" } },
    "flavor extra specs": { extra_specs: { "hw:cpu_policy": "dedicated" } },
    "aggregate create": { aggregate: { name: "{name}" } },
    "aggregate add a host": { add_host: { host: "{computeHost}" } },
    "compute service disable": { host: "{computeHost}", binary: "nova-compute" },
    "event send": { events: [{ name: "network-changed", server_uuid: "{own.server}" }] },
    "assisted snapshot create": {
      snapshot: {
        volume_id: "{own.volume}",
        create_info: { snapshot_id: "{own.volume}", type: "qcow2", new_file: "personas" },
      },
    },
    "server group create": { server_group: { name: "{name}", policies: ["anti-affinity"] } },
    "quota update": { quota_set: { instances: 20 } },
    "quota class update": { quota_class_set: { instances: 20 } },
  },
  headers: {
    "server create": networks,
    "server create on a host": networks,
    "server create on a chosen host": { "openstack-api-version": "compute 2.74" },
    "server create on its network": networks,
    "server create with its port": networks,
    "server create with its key": networks,
    "server create of its image": networks,
    "server create of its flavor": networks,
    "server create in its server group": networks,
    "server create from its volume": networks,
    "server update": { "openstack-api-version": "compute 2.19" },
    "server remote console": { "openstack-api-version": "compute 2.6" },
    "server live-migrate": { "openstack-api-version": "compute 2.30" },
    "server evacuate": { "openstack-api-version": "compute 2.14" },
    "machine remote console": { "openstack-api-version": "compute 2.6" },
    "machine diagnostics": { "openstack-api-version": "compute 2.48" },
    "machine migrate to a host": { "openstack-api-version": "compute 2.56" },
    "machine evacuate": { "openstack-api-version": "compute 2.14" },
    "server tags": { "openstack-api-version": "compute 2.26" },
    "server migrations": { "openstack-api-version": "compute 2.23" },
    "key pair show of a user": otherUsers,
    "key pair list of a user": otherUsers,
    "key pair create for a user": otherUsers,
    "key pair delete of a user": otherUsers,
    "console token show": { "openstack-api-version": "compute 2.31" },
  },
};
