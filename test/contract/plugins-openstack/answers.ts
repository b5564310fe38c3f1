import { text } from "../../../embedded/plugins/openstack/table/text";
import type { Properties } from "../../../embedded/engine/types";
import { ADMIN_PROJECT, ADMIN_USER, Json } from "./fake-openstack";
import { networkAnswers } from "./answers-network";

/** For one resource that the official provider stored: what OpenStack answers about it. */
export type Routes = (
  id: string,
  outputs: Properties,
  inputs: Properties,
) => Record<string, unknown>;

const links = { self: "http://10.0.0.25/somewhere" };

/** An image upload, a flavor and so on, by type. */
const others: Record<string, Routes> = {
  "openstack:identity/project:Project": (id, out) => {
    const project = {
      ...{ id, name: out.name, domain_id: "default", description: out.description, enabled: true },
      ...{ parent_id: "default", is_domain: false, tags: out.tags, options: {}, links },
    };
    return {
      "POST /identity/v3/projects": { project },
      [`GET /identity/v3/projects/${id}`]: { project },
    };
  },
  "openstack:identity/user:User": (id, out) => {
    const user = {
      ...{ id, name: out.name, domain_id: "default", enabled: true, links },
      ...{ default_project_id: out.defaultProjectId, description: out.description },
      ...{ password_expires_at: null, options: { ignore_password_expiry: true }, email: "b@x.y" },
      ...(out.extra as Json),
    };
    return { "POST /identity/v3/users": { user }, [`GET /identity/v3/users/${id}`]: { user } };
  },
  "openstack:identity/groupV3:GroupV3": (id, out) => {
    const group = { id, name: out.name, domain_id: "default", description: out.description, links };
    return { "POST /identity/v3/groups": { group }, [`GET /identity/v3/groups/${id}`]: { group } };
  },
  "openstack:identity/roleAssignment:RoleAssignment": (_id, out) => {
    const who = out.groupId ? `groups/${text(out.groupId)}` : `users/${text(out.userId)}`;
    const path = `/identity/v3/projects/${text(out.projectId)}/${who}/roles/${text(out.roleId)}`;
    return { [`PUT ${path}`]: null, [`HEAD ${path}`]: null };
  },
  "openstack:identity/userMembershipV3:UserMembershipV3": (_id, out) => {
    const path = `/identity/v3/groups/${text(out.groupId)}/users/${text(out.userId)}`;
    return { [`PUT ${path}`]: null, [`HEAD ${path}`]: null };
  },
  "openstack:identity/applicationCredential:ApplicationCredential": (id, out) => {
    const credential = {
      ...{ id, name: out.name, description: out.description, project_id: out.projectId, links },
      ...{ unrestricted: false, system: null, expires_at: "2030-01-01T00:00:00.000000" },
      roles: (out.roles as string[]).map((name) => ({ id: `id-of-${name}`, name })),
    };
    const path = `/identity/v3/users/${ADMIN_USER}/application_credentials`;
    return {
      [`POST ${path}`]: { application_credential: { ...credential, secret: out.secret } },
      [`GET ${path}/${id}`]: { application_credential: credential },
    };
  },
  "openstack:compute/flavor:Flavor": (id, out) => {
    const flavor = {
      ...{ id, name: out.name, ram: out.ram, vcpus: out.vcpus, disk: 0, swap: "", links: [] },
      ...{ "OS-FLV-EXT-DATA:ephemeral": 0, "os-flavor-access:is_public": false, rxtx_factor: 1.0 },
      ...{ "OS-FLV-DISABLED:disabled": false, description: null },
    };
    const specs = { extra_specs: out.extraSpecs };
    return {
      "POST /compute/v2.1/flavors": { flavor },
      [`GET /compute/v2.1/flavors/${id}`]: { flavor },
      [`POST /compute/v2.1/flavors/${id}/os-extra_specs`]: specs,
      [`GET /compute/v2.1/flavors/${id}/os-extra_specs`]: specs,
    };
  },
  "openstack:compute/flavorAccess:FlavorAccess": (_id, out) => {
    const flavor = text(out.flavorId);
    const list = { flavor_access: [{ flavor_id: flavor, tenant_id: out.tenantId }] };
    return {
      [`POST /compute/v2.1/flavors/${flavor}/action`]: list,
      [`GET /compute/v2.1/flavors/${flavor}/os-flavor-access`]: list,
    };
  },
  "openstack:compute/keypair:Keypair": (id, out) => {
    const keypair = { name: out.name, public_key: out.publicKey, fingerprint: out.fingerprint };
    return {
      "POST /compute/v2.1/os-keypairs": { keypair: { ...keypair, user_id: ADMIN_USER } },
      [`GET /compute/v2.1/os-keypairs/${id}`]: {
        keypair: { ...keypair, user_id: ADMIN_USER, id: 3, deleted: false, created_at: "2026" },
      },
    };
  },
  "openstack:compute/serverGroup:ServerGroup": (id, out) => {
    const group = {
      ...{ id, name: out.name, policy: "anti-affinity", rules: {}, members: [] },
      ...{ project_id: ADMIN_PROJECT, user_id: ADMIN_USER },
    };
    return {
      "POST /compute/v2.1/os-server-groups": { server_group: group },
      [`GET /compute/v2.1/os-server-groups/${id}`]: { server_group: group },
    };
  },
  "openstack:compute/quotaSetV2:QuotaSetV2": (_id, out) => {
    const path = `/compute/v2.1/os-quota-sets/${text(out.projectId)}`;
    const set = snaked(out);
    return {
      [`PUT ${path}`]: { quota_set: set },
      [`GET ${path}`]: { quota_set: { id: "x", ...set } },
    };
  },
  "openstack:blockstorage/quoteSetV3:QuoteSetV3": (_id, out) => {
    const path = `/volume/v3/${ADMIN_PROJECT}/os-quota-sets/${text(out.projectId)}`;
    const types = Object.entries((out.volumeTypeQuota ?? {}) as Json);
    const all = types.length > 0 ? types : [["volumes_rbd", "-1"]];
    const set = {
      ...snaked(out),
      ...Object.fromEntries(all.map(([key, value]) => [key, Number(value)])),
    };
    return {
      [`PUT ${path}`]: { quota_set: set },
      [`GET ${path}`]: { quota_set: { id: "x", ...set } },
    };
  },
  "openstack:blockstorage/volumeTypeV3:VolumeTypeV3": (id, out) => {
    const type = {
      ...{ id, name: out.name, description: out.description, extra_specs: out.extraSpecs },
      ...{ is_public: false, "os-volume-type-access:is_public": false, qos_specs_id: null },
    };
    const base = `/volume/v3/${ADMIN_PROJECT}/types`;
    return {
      [`POST ${base}`]: { volume_type: type },
      [`GET ${base}/${id}`]: { volume_type: type },
    };
  },
  "openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3": (_id, out) => {
    const base = `/volume/v3/${ADMIN_PROJECT}/types/${text(out.volumeTypeId)}`;
    const line = { volume_type_id: out.volumeTypeId, project_id: out.projectId };
    return {
      [`POST ${base}/action`]: null,
      [`GET ${base}/os-volume-type-access`]: { volume_type_access: [line] },
    };
  },
  "openstack:images/image:Image": (id, out) => {
    const image = {
      ...(out.properties as Json),
      ...{ id, name: out.name, status: "active", visibility: "shared", size: 1048576 },
      ...{ virtual_size: 1048576, checksum: out.checksum, tags: out.tags, owner: out.owner },
      ...{ container_format: "bare", disk_format: "raw", min_disk: 0, min_ram: 0 },
      ...{ protected: false, os_hidden: false, file: out.file, schema: out.schema },
      ...{ self: `/v2/images/${id}`, created_at: out.createdAt, updated_at: out.updatedAt },
    };
    return {
      "POST /image/v2/images": { ...image, status: "queued", checksum: null, size: null },
      [`PUT /image/v2/images/${id}/file`]: null,
      [`GET /image/v2/images/${id}`]: image,
    };
  },
  "openstack:images/imageAccess:ImageAccess": (_id, out) => {
    const member = {
      ...{ image_id: out.imageId, member_id: out.memberId, status: out.status },
      ...{ schema: out.schema, created_at: out.createdAt, updated_at: out.updatedAt },
    };
    const base = `/image/v2/images/${text(out.imageId)}/members`;
    return {
      [`POST ${base}`]: { ...member, status: "pending" },
      [`PUT ${base}/${text(out.memberId)}`]: member,
      [`GET ${base}/${text(out.memberId)}`]: member,
    };
  },
};

export const answers: Record<string, Routes> = { ...others, ...networkAnswers };

/** Numbers of the outputs by OpenStack's names. */
export function snaked(outputs: Properties): Json {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) =>
      typeof value === "number"
        ? [[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]]
        : [],
    ),
  );
}
