/** How to log in; each field as in the provider's configuration. */
export interface Credentials {
  userId?: string;
  userName?: string;
  userDomainId?: string;
  userDomainName?: string;
  password?: string;
  token?: string;
  applicationCredentialId?: string;
  applicationCredentialName?: string;
  applicationCredentialSecret?: string;
  tenantId?: string;
  tenantName?: string;
  projectDomainId?: string;
  projectDomainName?: string;
  domainId?: string;
  domainName?: string;
  /** Id of the domain where nothing else names one. */
  defaultDomain?: string;
  systemScope?: boolean;
}

type Domain = { id: string } | { name: string };

/** The body of a Keystone v3 token request. */
export function authRequest(credentials: Credentials): object {
  const scope = scopeOf(credentials);
  return { auth: { identity: identityOf(credentials), ...(scope ? { scope } : {}) } };
}

function identityOf(given: Credentials): object {
  if (given.applicationCredentialId ?? given.applicationCredentialName) {
    return {
      methods: ["application_credential"],
      application_credential: {
        ...(given.applicationCredentialId
          ? { id: given.applicationCredentialId }
          : { name: given.applicationCredentialName, user: userOf(given) }),
        secret: given.applicationCredentialSecret,
      },
    };
  }
  if (given.token) return { methods: ["token"], token: { id: given.token } };
  return {
    methods: ["password"],
    password: { user: { ...userOf(given), password: given.password } },
  };
}

function userOf(given: Credentials): object {
  if (given.userId) return { id: given.userId };
  return {
    name: given.userName,
    domain: domainOf(given, given.userDomainId, given.userDomainName),
  };
}

function domainOf(given: Credentials, id?: string, name?: string): Domain {
  if (id) return { id };
  if (name) return { name };
  if (given.domainId) return { id: given.domainId };
  if (given.domainName) return { name: given.domainName };
  return { id: given.defaultDomain ?? "default" };
}

/** An application credential brings its own scope; Keystone refuses another. */
function scopeOf(given: Credentials): object | undefined {
  if (given.applicationCredentialId ?? given.applicationCredentialName) return undefined;
  if (given.systemScope) return { system: { all: true } };
  if (given.tenantId) return { project: { id: given.tenantId } };
  if (given.tenantName) {
    const domain = domainOf(
      given,
      given.projectDomainId ?? (given.projectDomainName ? undefined : given.userDomainId),
      given.projectDomainName ?? given.userDomainName,
    );
    return { project: { name: given.tenantName, domain } };
  }
  if (given.domainId) return { domain: { id: given.domainId } };
  if (given.domainName) return { domain: { name: given.domainName } };
  return undefined;
}
