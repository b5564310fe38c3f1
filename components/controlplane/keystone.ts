import { readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../host";
import {
  commonSections,
  configuration,
  databaseSection,
  uwsgiFiles,
  uwsgiIni,
} from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import { policies, policyPath } from "../service/policies";
import type { Place, Service } from "../service/service";

const CONFIG = "/etc/keystone/keystone.conf";
const UWSGI = { service: "keystone", unit: "keystone" };
const BOOTSTRAP = "/usr/local/lib/openstack-environment/keystone-bootstrap.py";
const BOOTSTRAP_INPUT = "/etc/keystone/openstack-environment-bootstrap.json";

const settings = (place: Place) =>
  configuration(CONFIG, "keystone", {
    DEFAULT: { log_dir: "/var/log/keystone" },
    database: databaseSection(place, "keystone"),
    token: { provider: "fernet" },
    // Users of services and the administrator are never locked out: see the identity state.
    security_compliance: {
      lockout_failure_attempts: 10,
      lockout_duration: 1800,
      password_regex: ".{12,}",
      password_regex_description: "A password has 12 characters at least.",
    },
    ...commonSections(place, "keystone"),
    oslo_policy: { policy_dirs: "/etc/keystone/policy.d" },
  });

const FERNET_KEYS = "/etc/keystone/fernet-keys";
const CREDENTIAL_KEYS = "/etc/keystone/credential-keys";

/**
 * The keys come from the state, so that every controller has the same. The staged one, file 0, is
 * written last: what was in it before has its new place by then.
 */
const keys = (folder: string, repository: Record<string, string>) =>
  Object.entries(repository)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([name, content]) => ({
      path: `${folder}/${name}`,
      content,
      mode: "0600",
      owner: "keystone",
    }));

/** Takes away the keys whose time is over. */
const removeKeys = (folder: string, repository: Record<string, string>): string =>
  `find ${folder} -type f ${Object.keys(repository)
    .map((name) => `! -name ${name}`)
    .join(" ")} -delete`;

/** What `keystone-manage bootstrap` makes: the administrator, and the identity service itself. */
const bootstrapInput = ({ site, secrets }: Place) => ({
  path: BOOTSTRAP_INPUT,
  content: JSON.stringify({
    password: secrets.admin,
    arguments: [
      ["--bootstrap-region-id", site.region],
      ["--bootstrap-public-url", `https://${site.vip.api}:5000/v3`],
      ["--bootstrap-internal-url", `https://${site.vip.management}:5000/v3`],
      ["--bootstrap-admin-url", `https://${site.vip.management}:5000/v3`],
    ].flat(),
  }),
  mode: "0400",
  owner: "keystone",
});

/** Keystone, the identity service: Fernet tokens. Keys are read at each use: no restart is needed. */
export const keystone: Service = {
  name: "keystone",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.keystone,
  directories: () =>
    [FERNET_KEYS, CREDENTIAL_KEYS].map((path) => ({
      path,
      mode: "0700",
      owner: "keystone",
    })),
  files: (place) => [
    settings(place),
    policies("keystone"),
    ...keys(FERNET_KEYS, place.secrets.fernetKeys),
    ...keys(CREDENTIAL_KEYS, place.secrets.credentialKeys),
    bootstrapInput(place),
    { path: BOOTSTRAP, content: readFileSync(join(__dirname, "keystone-bootstrap.py"), "utf8") },
    ...uwsgiFiles(place, {
      ...UWSGI,
      defaults: "keystone",
      wsgi: "/usr/bin/keystone-wsgi-public",
      port: 5000,
      processes: 2 * place.site.workers,
      threads: 1,
    }),
  ],
  databases: ["keystone"],
  // After a rotation, stored credentials are sealed anew with the key that is the primary now.
  prepare: ({ secrets }) => `runuser -u keystone -- keystone-manage db_sync
${Object.keys(secrets.credentialKeys).length > 2 ? "runuser -u keystone -- keystone-manage credential_migrate\n" : ""}runuser -u keystone -- python3 ${quote(BOOTSTRAP)} ${quote(BOOTSTRAP_INPUT)}`,
  before: ({ secrets }) => `${removeKeys(FERNET_KEYS, secrets.fernetKeys)}
${removeKeys(CREDENTIAL_KEYS, secrets.credentialKeys)}`,
  units: ["keystone"],
  restartOn: [CONFIG, policyPath("keystone"), uwsgiIni(UWSGI), "/etc/default/keystone"],
  ports: [{ port: 5000, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [
    {
      port: 5000,
      check: "/v3",
      public: true,
      logins: "^/+v3/+(auth/+tokens|users/+[^/]+/+password)/*$",
    },
  ],
  health: ({ site, host }) => [
    { http: `http://${host.addresses.management}:5000/v3` },
    { http: `https://${site.vip.management}:5000/v3` },
  ],
  logFiles: ["/var/log/keystone/*.log"],
  backup: [FERNET_KEYS, CREDENTIAL_KEYS],
};
