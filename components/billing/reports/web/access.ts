/** Who logged in, and what he may see. */
export interface Person {
  name: string;
  /** Sees all tenants. */
  admin: boolean;
  /** Ids of the projects on which he has a role. */
  projects: string[];
}

export interface Credentials {
  user: string;
  password: string;
  domain: string;
}

/** Keystone does not know the user, or not by that password. */
export class Refused extends Error {}

const TIMEOUT = 15_000;
const ADMIN = { name: "admin", domain: { name: "Default" } };

/**
 * Asks Keystone who somebody is and on which projects he has a role. The tokens for it are revoked at once.
 * @throws Refused
 */
export async function logIn(
  keystone: string,
  { user, password, domain }: Credentials,
  ask: typeof fetch = fetch,
): Promise<Person> {
  const call = (method: string, path: string, token?: string, body?: object, more = {}) =>
    ask(`${keystone}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { "x-auth-token": token }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...more,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  const authenticate = (auth: object) => call("POST", "/v3/auth/tokens", undefined, { auth });

  const known = await authenticate({
    identity: {
      methods: ["password"],
      password: { user: { name: user, domain: { name: domain }, password } },
    },
    scope: "unscoped",
  });
  const token = known.headers.get("x-subject-token");
  await known.body?.cancel();
  if (known.status === 401) throw new Refused();
  if (!known.ok || token === null) throw new Error(`Keystone answered ${known.status} to a login.`);
  const tokens = [token];
  try {
    const answer = await call("GET", "/v3/auth/projects", token);
    if (!answer.ok) throw new Error(`Keystone answered ${answer.status} for a user's projects.`);
    const { projects } = (await answer.json()) as { projects: { id: string }[] };
    // Refused to all who have no role on it.
    const scoped = await authenticate({
      identity: { methods: ["token"], token: { id: token } },
      scope: { project: ADMIN },
    });
    let admin = false;
    if (scoped.ok) {
      tokens.unshift(scoped.headers.get("x-subject-token") ?? "");
      const { token: own } = (await scoped.json()) as { token: { roles?: { name: string }[] } };
      admin = own.roles?.some(({ name }) => name === "admin") ?? false;
    } else await scoped.body?.cancel();
    return { name: user, admin, projects: projects.map(({ id }) => id) };
  } finally {
    for (const one of tokens.filter((id) => id !== "")) {
      await call("DELETE", "/v3/auth/tokens", token, undefined, { "x-subject-token": one }).then(
        (answer) => answer.body?.cancel(),
        () => undefined,
      );
    }
  }
}

export const maySee = ({ admin, projects }: Person, projectId: string): boolean =>
  admin || projects.includes(projectId);
