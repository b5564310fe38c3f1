import { ACME, GLOBEX, made, ref } from "../../cases";
import type { CaseResource, CaseValue } from "../../rule";
import type { Settings } from "../../settings";

type Props = Record<string, CaseValue>;
type Resources = Record<string, CaseResource>;

/** Two tenants and a login to the project of each: `acme-login` and `globex-login`. */
export const LOGINS: Resources = {
  ...ACME,
  ...GLOBEX,
  "acme-login": made("pulumi:providers:openstack", { tenantId: ref("acme") }),
  "globex-login": made("pulumi:providers:openstack", { tenantId: ref("globex") }),
};

export const by = (login: string, resource: CaseResource): CaseResource => ({
  ...resource,
  provider: login,
});

export const flavor = (extraSpecs: Props, more: Props = {}): Resources => ({
  flavor: made("flavor", {
    name: "general",
    vcpus: 2,
    ram: 4096,
    disk: 20,
    isPublic: false,
    extraSpecs,
    ...more,
  }),
});

export const image = (more: Props = {}, properties: Props = {}): Resources => ({
  image: made("image", {
    name: "debian",
    containerFormat: "bare",
    diskFormat: "qcow2",
    localFilePath: "debian.qcow2",
    visibility: "shared",
    properties,
    ...more,
  }),
});

export const SIGNATURE: Props = {
  img_signature: "c2lnbmF0dXJl",
  img_signature_hash_method: "SHA-256",
  img_signature_key_type: "RSA-PSS",
  img_signature_certificate_uuid: "5f1c",
};

export const instance = (more: Props): Resources => ({
  machine: made("instance", { name: "web", flavorName: "general", imageName: "debian", ...more }),
});

/** What the tenant acme asked for. */
export const asked = (demand: Partial<Settings["tenants"][string]>): Pick<Settings, "tenants"> => ({
  tenants: {
    acme: { dedicatedHosts: false, encryptedVolumes: false, signedImages: false, ...demand },
  },
});
