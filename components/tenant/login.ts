import { basename } from "node:path";

/** One way to log in to a tenant's project, in plain values. */
export type Login =
  | { kind: "password"; userId: string; password: string }
  | { kind: "application credential"; id: string; secret: string };

/** Where to log in. */
export interface LoginTarget {
  authUrl: string;
  region: string;
  projectId: string;
  /** Path of the CA: the openstack command takes it from nowhere but a file, and expands no `~`. */
  caFile: string;
}

/**
 * A clouds.yaml with one cloud for each login, called `<tenant>-<login>`.
 * It is one JSON document, which YAML is a superset of, so that nothing needs quoting.
 */
export function cloudsYaml(
  tenant: string,
  target: LoginTarget,
  logins: Record<string, Login>,
): string {
  const { authUrl, region, projectId, caFile } = target;
  const clouds = Object.entries(logins).map(([name, login]) => {
    const auth =
      login.kind === "password"
        ? {
            auth_type: "v3password",
            auth: {
              auth_url: authUrl,
              user_id: login.userId,
              password: login.password,
              project_id: projectId,
            },
          }
        : {
            auth_type: "v3applicationcredential",
            auth: {
              auth_url: authUrl,
              application_credential_id: login.id,
              application_credential_secret: login.secret,
            },
          };
    const rest = {
      region_name: region,
      identity_api_version: "3",
      cacert: caFile,
    };
    return [`${tenant}-${name}`, { ...auth, ...rest }];
  });
  return `${JSON.stringify({ clouds: Object.fromEntries(clouds) as unknown }, null, 2)}\n`;
}

/** A shell file to source; it puts the CA where it is looked for. */
export function openrc(target: LoginTarget, ca: string, login: Login): string {
  const { authUrl, region, projectId, caFile } = target;
  const variables: Record<string, string> = {
    OS_AUTH_URL: authUrl,
    OS_REGION_NAME: region,
    OS_IDENTITY_API_VERSION: "3",
    OS_INTERFACE: "public",
    ...(login.kind === "password"
      ? {
          OS_AUTH_TYPE: "v3password",
          OS_USER_ID: login.userId,
          OS_PASSWORD: login.password,
          OS_PROJECT_ID: projectId,
        }
      : {
          OS_AUTH_TYPE: "v3applicationcredential",
          OS_APPLICATION_CREDENTIAL_ID: login.id,
          OS_APPLICATION_CREDENTIAL_SECRET: login.secret,
        }),
  };
  const file = `"$HOME/.config/openstack/${basename(caFile)}"`;
  return [
    // What another file left behind would be mixed with what is set here.
    'for _os in $(env | sed -n "s/^\\(OS_[A-Z_]*\\)=.*/\\1/p"); do unset "$_os"; done; unset _os',
    ...Object.entries(variables).map(([key, value]) => `export ${key}=${quote(value)}`),
    `export OS_CACERT=${file}`,
    `mkdir -p "$(dirname "$OS_CACERT")" && cat > "$OS_CACERT" <<'CERTIFICATE'`,
    ca.trimEnd(),
    "CERTIFICATE",
    "",
  ].join("\n");
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
