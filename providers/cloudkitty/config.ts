import { CloudKitty } from "./api/client";
import { textOf } from "../fields/text";
import {
  addressMistakes,
  authorityMistakes,
  keystoneLogin,
  pem,
  Session,
  Transport,
} from "../openstack";
import { Python } from "./python/python";
import type { CheckFailure, Properties } from "../server";
import { ProviderError } from "../server";

/** Every mistake in the configuration that its table does not tell. Unknown values are none. */
export function configMistakes(config: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string): number => failures.push({ property, reason });
  const has = (name: string): boolean => (config[name] ?? "") !== "";
  failures.push(...addressMistakes(config, ["authUrl", "endpoint"]));
  if (has("applicationCredentialId") || has("applicationCredentialSecret")) {
    for (const name of ["applicationCredentialId", "applicationCredentialSecret"]) {
      if (!has(name)) fail(name, "is required: id and secret go together");
    }
    if (has("userName")) {
      fail("userName", "stands beside an application credential: give one of them");
    }
  } else if (!has("userName")) {
    fail("userName", "no log-in: give userName and password, or an application credential");
  } else {
    if (!has("password")) fail("password", "is required: userName and password go together");
    if (!has("projectName")) {
      fail("projectName", "is required with userName: a token without a project opens nothing");
    }
  }
  return [...failures, ...authorityMistakes(config)];
}

/** What resources and functions work with. */
export interface Tools {
  cloudkitty: CloudKitty;
  python: Python;
}

/** A CloudKitty to call, by a configuration without mistakes. Nothing is sent yet. */
export function connect(config: Properties): Tools {
  const mistakes = configMistakes(config);
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ property, reason }) => `${property}: ${reason}`);
    throw new ProviderError(
      `the configuration of the cloudkitty provider is wrong:\n${lines.join("\n")}`,
    );
  }
  const text = (name: string): string | undefined => textOf(config[name]) || undefined;
  const ca = text("caCert");
  const transport = new Transport({
    ca: ca === undefined ? undefined : pem(ca),
    insecure: config.insecure === true,
  });
  const session = new Session(transport, text("authUrl") ?? "", {
    userName: text("userName"),
    password: text("password"),
    userDomainName: text("userDomainName") ?? "Default",
    applicationCredentialId: text("applicationCredentialId"),
    applicationCredentialSecret: text("applicationCredentialSecret"),
    tenantName: text("projectName"),
    projectDomainName: text("projectDomainName"),
  });
  const login = keystoneLogin(session, {
    service: "rating",
    endpoint: text("endpoint"),
    region: text("region"),
    interface: text("interface") ?? "public",
  });
  const command = Array.isArray(config.python) ? config.python.map(textOf) : ["python3"];
  return { cloudkitty: new CloudKitty(transport, login), python: new Python(command) };
}
