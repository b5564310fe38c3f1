import { Ironic } from "./api/client";
import { basicLogin } from "./api/login";
import {
  addressMistakes,
  authorityMistakes,
  keystoneLogin,
  pem,
  Session,
  Transport,
} from "../openstack";
import type { Login } from "../openstack";
import type { CheckFailure, Properties } from "../server";
import { ProviderError } from "../server";
import { textOf } from "../fields/text";

/** Every mistake in the configuration that its table does not tell. Unknown values are none. */
export function configMistakes(config: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string): number => failures.push({ property, reason });
  const has = (name: string): boolean => (config[name] ?? "") !== "";
  const keystone = has("authUrl");
  if (!has("endpoint") && !keystone) {
    fail(
      "endpoint",
      "is required, or authUrl to find it in Keystone's catalog: Ironic's address, such as https://10.0.0.60:6385",
    );
  }
  failures.push(...addressMistakes(config, ["endpoint", "authUrl"]));
  const byCredential = has("applicationCredentialId") || has("applicationCredentialSecret");
  if (byCredential) {
    if (!keystone)
      fail("authUrl", "is required with an application credential: Keystone's address");
    for (const name of ["applicationCredentialId", "applicationCredentialSecret"]) {
      if (!has(name)) fail(name, "is required: id and secret go together");
    }
    if (has("userName"))
      fail("userName", "stands beside an application credential: give one of them");
  } else {
    if (has("userName") !== has("password")) {
      fail(
        has("userName") ? "password" : "userName",
        "is required: userName and password go together",
      );
    }
    if (keystone && !has("userName")) {
      fail("userName", "no log-in: give userName and password, or an application credential");
    }
    if (keystone && !has("projectName") && config.systemScope !== true) {
      fail(
        "projectName",
        "is required with userName, or systemScope: a token without either opens nothing",
      );
    }
  }
  return [...failures, ...authorityMistakes(config)];
}

/** An Ironic to call, by a configuration without mistakes. Nothing is sent yet. */
export function connect(config: Properties): Ironic {
  const mistakes = configMistakes(config);
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ property, reason }) => `${property}: ${reason}`);
    throw new ProviderError(
      `the configuration of the ironic provider is wrong:\n${lines.join("\n")}`,
    );
  }
  const transport = new Transport({
    ca: text(config.caCert) ? pem(textOf(config.caCert)) : undefined,
    insecure: config.insecure === true,
  });
  return new Ironic(transport, loginOf(config, transport), {
    microversion: text(config.microversion),
  });
}

function loginOf(config: Properties, transport: Transport): Login {
  const endpoint = text(config.endpoint);
  const authUrl = text(config.authUrl);
  const userName = text(config.userName);
  if (authUrl === undefined) {
    const user =
      userName === undefined ? undefined : { name: userName, password: textOf(config.password) };
    return basicLogin(endpoint ?? "", user);
  }
  const session = new Session(transport, authUrl, {
    userName,
    password: text(config.password),
    userDomainName: text(config.userDomainName) ?? "Default",
    applicationCredentialId: text(config.applicationCredentialId),
    applicationCredentialSecret: text(config.applicationCredentialSecret),
    tenantName: text(config.projectName),
    projectDomainName: text(config.projectDomainName),
    systemScope: config.systemScope === true,
  });
  const region = text(config.region);
  return keystoneLogin(session, {
    service: "baremetal",
    endpoint,
    region,
    interface: text(config.interface) ?? "public",
  });
}

function text(value: Properties[string] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
