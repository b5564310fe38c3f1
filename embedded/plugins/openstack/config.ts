import type { Properties, Value } from "../../engine/types";
import { messageOf, ProviderError } from "../../../providers/server/errors";
import type { InputTable } from "../../../providers/server/inputs";
import type { CheckFailure } from "../../../providers/server/types";
import { containsUnknown, isObject } from "../../../providers/server/values";
import { Credentials } from "../../../providers/openstack/auth";
import { Cloud } from "./client/cloud";
import { pem } from "../../../providers/openstack/pem";
import { PATIENCE } from "../../../providers/openstack/retry";
import { Session } from "../../../providers/openstack/session";
import { Transport } from "../../../providers/openstack/transport";

/** The provider's arguments, as @pulumi/openstack has them. */
export const configTable: InputTable = {
  authUrl: { kind: "string" },
  region: { kind: "string" },
  userName: { kind: "string" },
  userId: { kind: "string" },
  password: { kind: "string", secret: true },
  token: { kind: "string", secret: true },
  applicationCredentialId: { kind: "string" },
  applicationCredentialName: { kind: "string" },
  applicationCredentialSecret: { kind: "string", secret: true },
  tenantId: { kind: "string" },
  tenantName: { kind: "string" },
  userDomainId: { kind: "string" },
  userDomainName: { kind: "string" },
  projectDomainId: { kind: "string" },
  projectDomainName: { kind: "string" },
  domainId: { kind: "string" },
  domainName: { kind: "string" },
  defaultDomain: { kind: "string" },
  systemScope: { kind: "boolean" },
  cacertFile: { kind: "string" },
  cert: { kind: "string" },
  key: { kind: "string", secret: true },
  insecure: { kind: "boolean" },
  endpointType: { kind: "string" },
  endpointOverrides: { kind: "map" },
  maxRetries: { kind: "integer", minimum: 0 },
  allowReauth: { kind: "boolean" },
  // The log-in is always put off until it is needed.
  delayedAuth: { kind: "boolean" },
  disableNoCacheHeader: { kind: "boolean" },
  enableLogging: { kind: "boolean" },
  useOctavia: { kind: "boolean" },
  swauth: { kind: "boolean" },
  cloud: { kind: "string" },
};

/** Where a value comes from when the configuration has none; the first that is set holds. */
const ENVIRONMENT: Readonly<Record<string, readonly string[]>> = {
  authUrl: ["OS_AUTH_URL"],
  region: ["OS_REGION_NAME"],
  userName: ["OS_USERNAME"],
  userId: ["OS_USER_ID"],
  password: ["OS_PASSWORD"],
  token: ["OS_TOKEN", "OS_AUTH_TOKEN"],
  applicationCredentialId: ["OS_APPLICATION_CREDENTIAL_ID"],
  applicationCredentialName: ["OS_APPLICATION_CREDENTIAL_NAME"],
  applicationCredentialSecret: ["OS_APPLICATION_CREDENTIAL_SECRET"],
  tenantId: ["OS_TENANT_ID", "OS_PROJECT_ID"],
  tenantName: ["OS_TENANT_NAME", "OS_PROJECT_NAME"],
  userDomainId: ["OS_USER_DOMAIN_ID"],
  userDomainName: ["OS_USER_DOMAIN_NAME"],
  projectDomainId: ["OS_PROJECT_DOMAIN_ID"],
  projectDomainName: ["OS_PROJECT_DOMAIN_NAME"],
  domainId: ["OS_DOMAIN_ID"],
  domainName: ["OS_DOMAIN_NAME"],
  defaultDomain: ["OS_DEFAULT_DOMAIN"],
  systemScope: ["OS_SYSTEM_SCOPE"],
  cacertFile: ["OS_CACERT"],
  cert: ["OS_CERT"],
  key: ["OS_KEY"],
  insecure: ["OS_INSECURE"],
  endpointType: ["OS_ENDPOINT_TYPE"],
  allowReauth: ["OS_ALLOW_REAUTH"],
  swauth: ["OS_SWAUTH"],
  cloud: ["OS_CLOUD"],
};

/** Ways to log in: a given one is not mixed with what the environment says of another. */
const LOG_INS: readonly (readonly string[])[] = [
  ["applicationCredentialId", "applicationCredentialName", "applicationCredentialSecret"],
  ["token"],
  ["userName", "userId", "password"],
];

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration with the environment's values where it has none. */
export function withEnvironment(config: Properties, env: Environment = process.env): Properties {
  const chosen = LOG_INS.find((names) => names.some((name) => present(config[name])));
  const result: Properties = { ...config };
  for (const [name, variables] of Object.entries(ENVIRONMENT)) {
    if (present(config[name])) continue;
    if (chosen && !chosen.includes(name) && LOG_INS.some((names) => names.includes(name))) continue;
    // A project or domain of the environment belongs to the environment's log-in.
    const found = variables.map((variable) => env[variable]).find((value) => value);
    if (found !== undefined && !overruled(name, config)) result[name] = found;
  }
  return result;
}

/** A name that is given overrules the id that the environment has for the same, and vice versa. */
function overruled(name: string, config: Properties): boolean {
  const pair = name.endsWith("Id") ? name.replace(/Id$/, "Name") : name.replace(/Name$/, "Id");
  return pair !== name && present(config[pair]);
}

function present(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Every mistake in the configuration. Unknown values are none. */
export function configMistakes(given: Properties, env: Environment = process.env): CheckFailure[] {
  const config = withEnvironment(given, env);
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string): number => failures.push({ property, reason });
  const has = (name: string): boolean => present(config[name]);
  if (has("cloud")) fail("cloud", "clouds.yaml is not read here: give authUrl and the log-in");
  if (isTrue(config.swauth)) fail("swauth", "there is no object storage here: leave it out");
  if (!has("authUrl")) {
    fail("authUrl", "is required: the address of Keystone, such as https://cloud:5000/v3");
  } else if (known(config.authUrl) && !/^https?:\/\/[^/]+/.test(text(config.authUrl))) {
    fail("authUrl", `expected an http or https address, found "${text(config.authUrl)}"`);
  }
  if (has("applicationCredentialId") || has("applicationCredentialName")) {
    if (!has("applicationCredentialSecret")) {
      fail("applicationCredentialSecret", "is required with an application credential");
    }
    if (!has("applicationCredentialId") && !has("userName") && !has("userId")) {
      fail("userName", "is required with applicationCredentialName: a name is its user's own");
    }
  } else if (!has("token")) {
    if (!has("userName") && !has("userId")) {
      fail(
        "userName",
        "no log-in: give userName and password, a token or an application credential",
      );
    } else if (!has("password")) fail("password", "is required with userName or userId");
  }
  const type = config.endpointType;
  if (has("endpointType") && known(type) && interfaceOf(text(type)) === undefined) {
    fail("endpointType", `expected public, internal or admin, found "${text(type)}"`);
  }
  for (const name of ["cacertFile", "cert", "key"]) {
    const value = config[name];
    if (!has(name) || !known(value)) continue;
    try {
      pem(text(value));
    } catch (error) {
      fail(name, messageOf(error));
    }
  }
  return failures;
}

/** A cloud to call, by a configuration without mistakes. Nothing is sent yet. */
export function connect(given: Properties, env: Environment = process.env): Cloud {
  const config = withEnvironment(given, env);
  const mistakes = configMistakes(given, env);
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ property, reason }) => `${property}: ${reason}`);
    throw new ProviderError(
      `the openstack provider's configuration is wrong:\n${lines.join("\n")}`,
    );
  }
  const file = (name: string): string | undefined =>
    present(config[name]) ? pem(text(config[name])) : undefined;
  const transport = new Transport({
    ca: file("cacertFile"),
    cert: file("cert"),
    key: file("key"),
    insecure: isTrue(config.insecure),
  });
  const retries = config.maxRetries;
  const policy =
    retries === undefined || retries === null
      ? PATIENCE
      : { ...PATIENCE, attempts: Number(retries) + 1 };
  const renew = !(config.allowReauth === false || config.allowReauth === "false");
  const session = new Session(transport, text(config.authUrl), credentials(config), renew, policy);
  const overrides = isObject(config.endpointOverrides) ? config.endpointOverrides : {};
  return new Cloud(
    transport,
    session,
    {
      region: present(config.region) ? text(config.region) : undefined,
      interface: interfaceOf(text(config.endpointType ?? "")) ?? "public",
      overrides: Object.fromEntries(
        Object.entries(overrides).map(([name, value]) => [OVERRIDES[name] ?? name, text(value)]),
      ),
    },
    policy,
  );
}

/** Names that the official provider knows services by, besides the catalog's. */
const OVERRIDES: Readonly<Record<string, string>> = {
  networking: "network",
  volume: "volumev3",
  volumev2: "volumev3",
  "block-storage": "volumev3",
};

function credentials(config: Properties): Credentials {
  const given = Object.entries(config).filter(
    ([, value]) => typeof value === "string" && value !== "",
  );
  return { ...(Object.fromEntries(given) as Credentials), systemScope: isTrue(config.systemScope) };
}

function interfaceOf(type: string): string | undefined {
  const name = type.replace(/URL$/, "");
  return ["public", "internal", "admin"].includes(name) ? name : undefined;
}

function known(value: Value | undefined): boolean {
  return value === undefined || !containsUnknown(value);
}

function isTrue(value: Value | undefined): boolean {
  return value === true || value === "true" || value === "1";
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
