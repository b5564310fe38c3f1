import type { Matrix } from "../cells";
import { rows } from "../table";

const tenants = (all: string, own: string) => ({
  "cloud admin": all,
  "tenant admin": own,
  "tenant user": own,
  reader: own,
});

/** Cinder. The lab has no storage behind it: every volume is in error, and what needs one is refused. */
export const volumes: Matrix = {
  service: "volumev3",
  lists: [
    {
      object: "volume",
      path: "/volumes",
      key: "volumes",
      sees: tenants("system volume", "own volume"),
    },
    {
      object: "volume",
      // Cinder heeds this for the Cloud Admin alone.
      path: "/volumes?all_tenants=1",
      key: "volumes",
      sees: tenants("other volume, own volume, system volume", "own volume"),
    },
    {
      object: "volume type",
      path: "/types?is_public=None",
      key: "volume_types",
      sees: tenants("system defaultType, system volumeType", "system defaultType"),
    },
  ],
  rows: rows(`
    volume | show           | GET /volumes/{volume}             | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    volume | create         | POST /volumes                     | 202 202 202 403 | -               | -
    volume | create of its type  | POST /volumes                | -               | -               | -   404 404 404
    volume | create of its image | POST /volumes                | -               | -   400 400 400 | -   400 400 400
    volume | create from it      | POST /volumes                | -               | -   404 404 404 | -   404 404 404
    volume | update         | PUT /volumes/{volume}             | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    volume | metadata       | POST /volumes/{volume}/metadata   | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    volume | delete         | DELETE /volumes/{fresh.volume}    | 202 202 202 403 | 202 404 404 404 | 202 404 404 404
    volume | extend         | POST /volumes/{volume}/action     | -   400 400 403 | -   404 404 404 | -   404 404 404
    volume | upload as an image   | POST /volumes/{volume}/action | -   400 400 403 | -   404 404 404 | -   404 404 404
    volume | initialize connection | POST /volumes/{volume}/action | - - -   403 | -   404 404 404 | -   404 404 404
    volume | reset status   | POST /volumes/{volume}/action     | 202 403 403 403 | 202 404 404 404 | 202 404 404 404
    volume | force delete   | POST /volumes/{volume}/action     | -   403 403 403 | -   404 404 404 | -   404 404 404
    volume | migrate        | POST /volumes/{volume}/action     | -   403 403 403 | -   404 404 404 | -   404 404 404
    volume | manage         | POST /os-volume-manage            | -               | -               | -   403 403 403
    volume | manageable     | GET /manageable_volumes?host=personas | -           | -               | -   403 403 403
    snapshot | create       | POST /snapshots                   | -   400 400 -   | -   404 404 404 | -   404 404 404
    transfer | create       | POST /volume-transfers            | -   403 403 403 | -   404 404 404 | -   404 404 404
    transfer | accept       | POST /volume-transfers/{other.project}/accept | -   | -   403 403 403 | -
    backup | list           | GET /backups                      | 200 200 200 200 | -               | -
    group  | list           | GET /groups                       | 200 200 200 200 | -               | -
    volume type | show      | GET /types/{volumeType}           | -               | -               | 200 404 404 404
    volume type | create    | POST /types                       | -               | -               | 200 403 403 403
    volume type | update    | PUT /types/{volumeType}           | -               | -               | 200 403 403 403
    volume type | delete    | DELETE /types/{fresh.volumeType}  | -               | -               | 202 403 403 403
    volume type | grant     | POST /types/{volumeType}/action   | -               | -               | 202 403 403 403
    volume type | grants    | GET /types/{volumeType}/os-volume-type-access | -   | -               | 200 403 403 403
    volume type | specs     | POST /types/{volumeType}/extra_specs | -            | -               | 200 403 403 403
    QoS specs | list        | GET /qos-specs                    | -               | -               | 200 403 403 403
    quota  | show           | GET /os-quota-sets/{project}      | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    quota  | update         | PUT /os-quota-sets/{project}      | 200 403 403 403 | 200 403 403 403 | -   403 403 403
    quota  | delete         | DELETE /os-quota-sets/{project}   | -   403 403 403 | -   403 403 403 | -   403 403 403
    quota class | show      | GET /os-quota-class-sets/default  | -               | -               | 200 403 403 403
    limits | show           | GET /limits                       | 200 200 200 200 | -               | -
    service | list          | GET /os-services                  | -               | -               | 200 403 403 403
    service | disable       | PUT /os-services/disable          | -               | -               | -   403 403 403
    pool   | list           | GET /scheduler-stats/get_pools    | -               | -               | 200 403 403 403
    host   | list           | GET /os-hosts                     | -               | -               | 200 403 403 403
    worker | clean up       | POST /workers/cleanup             | -               | -               | -   403 403 403
    default type | list     | GET /default-types                | -               | -               | 200 403 403 403
  `),
  bodies: {
    "volume create": { volume: { name: "{name}", size: 1 } },
    "volume create of its type": {
      volume: { name: "{name}", size: 1, volume_type: "{volumeType}" },
    },
    "volume create of its image": { volume: { name: "{name}", size: 1, imageRef: "{image}" } },
    "volume create from it": { volume: { name: "{name}", size: 1, source_volid: "{volume}" } },
    "volume update": { volume: { description: "changed" } },
    "volume metadata": { metadata: { personas: "changed" } },
    "volume extend": { "os-extend": { new_size: 2 } },
    "volume upload as an image": { "os-volume_upload_image": { image_name: "{name}" } },
    "volume initialize connection": { "os-initialize_connection": { connector: {} } },
    "volume reset status": { "os-reset_status": { status: "error" } },
    "volume force delete": { "os-force_delete": {} },
    "volume migrate": { "os-migrate_volume": { host: "personas" } },
    "volume manage": { volume: { host: "personas", ref: { "source-name": "personas" } } },
    "snapshot create": { snapshot: { volume_id: "{volume}", name: "{name}" } },
    "transfer create": { transfer: { volume_id: "{volume}", name: "{name}" } },
    "transfer accept": { accept: { auth_key: "personas" } },
    "volume type create": {
      volume_type: { name: "{name}", "os-volume-type-access:is_public": false },
    },
    "volume type update": { volume_type: { description: "changed" } },
    "volume type grant": { addProjectAccess: { project: "{other.project}" } },
    "volume type specs": { extra_specs: { personas: "changed" } },
    "quota update": { quota_set: { volumes: 20 } },
    "service disable": { binary: "cinder-scheduler", host: "personas" },
    "worker clean up": {},
  },
  headers: {
    "volume manageable": { "openstack-api-version": "volume 3.8" },
    "transfer create": { "openstack-api-version": "volume 3.55" },
    "transfer accept": { "openstack-api-version": "volume 3.55" },
    "group list": { "openstack-api-version": "volume 3.13" },
    "worker clean up": { "openstack-api-version": "volume 3.24" },
    "default type list": { "openstack-api-version": "volume 3.62" },
  },
};
