/** An answer that is no success: what was asked, and what came back, without any secret. */
export class CloudError extends Error {
  constructor(
    readonly status: number,
    what: string,
    answer: string,
  ) {
    super(`${what}: ${status} ${answer.replace(/\s+/g, " ").slice(0, 300)}`);
    this.name = "CloudError";
  }
}

export interface CatalogEntry {
  type: string;
  endpoints: { interface: string; region: string; url: string }[];
}

interface Token {
  id: string;
  expires: number;
  catalog: CatalogEntry[];
}

const TIMEOUT = 60_000;

/** Asks the cloud's APIs as the user of the report service, and logs in anew when the token is over. */
export class CloudSession {
  #token?: Token;

  constructor(
    readonly login: { keystone: string; region: string; user: string; password: string },
    readonly ask: typeof fetch = fetch,
  ) {}

  /**
   * @param service type in the catalogue
   * @param path what follows the endpoint's address
   */
  async request<T>(
    service: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    for (let again = 0; ; again++) {
      const token = await this.#current();
      const answer = await this.ask(this.#url(token, service) + path, {
        method,
        headers: {
          ...headers,
          "x-auth-token": token.id,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const text = await answer.text();
      if (answer.status === 401 && again === 0) {
        this.#token = undefined;
        continue;
      }
      if (!answer.ok) throw new CloudError(answer.status, `${method} ${service} ${path}`, text);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    }
  }

  #url({ catalog }: Token, service: string): string {
    if (service === "identity") return this.login.keystone;
    const url = catalog
      .find(({ type }) => type === service)
      ?.endpoints.find(
        ({ interface: kind, region }) => kind === "internal" && region === this.login.region,
      )?.url;
    if (url === undefined)
      throw new Error(`The catalogue has no ${service} in ${this.login.region}.`);
    return url.replace(/\/$/, "");
  }

  async #current(): Promise<Token> {
    if (this.#token !== undefined && this.#token.expires - Date.now() > 60_000) return this.#token;
    const { keystone, user, password } = this.login;
    const domain = { name: "Service" };
    const answer = await this.ask(`${keystone}/v3/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        auth: {
          identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
          scope: { project: { name: "service", domain } },
        },
      }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const text = await answer.text();
    const id = answer.headers.get("x-subject-token");
    if (!answer.ok || id === null) throw new CloudError(answer.status, `Login of ${user}`, text);
    const { token } = JSON.parse(text) as {
      token: { expires_at: string; catalog: CatalogEntry[] };
    };
    this.#token = { id, expires: Date.parse(token.expires_at), catalog: token.catalog };
    return this.#token;
  }
}
