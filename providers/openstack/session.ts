import { ProviderError } from "../server/errors";
import { Credentials, authRequest } from "./auth";
import { ApiError, faultIn } from "./errors";
import { PATIENCE, RetryPolicy, judge, pause, wait } from "./retry";
import { HttpResponse, Transport } from "./transport";

export interface CatalogEndpoint {
  interface: string;
  region?: string;
  region_id?: string;
  url: string;
}

export interface CatalogEntry {
  type: string;
  name?: string;
  id?: string;
  endpoints: CatalogEndpoint[];
}

interface Named {
  id: string;
  name: string;
}

/** A token as Keystone describes it. */
export interface TokenInfo {
  expires_at: string;
  user: Named & { domain: Named };
  project?: Named & { domain: Named };
  domain?: Named;
  roles?: Named[];
  catalog?: CatalogEntry[];
}

export interface Token {
  id: string;
  info: TokenInfo;
}

/** A token is renewed this long before it ends: requests under way must not meet its end. */
const MARGIN_MS = 120_000;

/** Logs in once for all who ask at the same time, and again when the token ends. */
export class Session {
  private token: Promise<Token> | undefined;

  constructor(
    private readonly transport: Transport,
    /** With or without version. */
    private readonly authUrl: string,
    private readonly credentials: Credentials,
    private readonly renew = true,
    private readonly policy: RetryPolicy = PATIENCE,
  ) {}

  async current(): Promise<Token> {
    if (this.token === undefined) return this.login();
    const token = await this.token;
    const ends = Date.parse(token.info.expires_at) - MARGIN_MS;
    return ends < Date.now() && this.renew ? this.replace(token.id) : token;
  }

  /** A new token in place of one that a service refused; a token that is newer already is kept. */
  async replace(refused: string): Promise<Token> {
    const token = await this.token;
    if (token?.id === refused) this.token = undefined;
    return this.token ?? this.login();
  }

  get canRenew(): boolean {
    return this.renew;
  }

  private login(): Promise<Token> {
    const attempt = this.request();
    this.token = attempt;
    attempt.catch(() => {
      if (this.token === attempt) this.token = undefined;
    });
    return attempt;
  }

  private async request(): Promise<Token> {
    const url = `${identityBase(this.authUrl)}/auth/tokens`;
    for (let attempt = 1; ; attempt++) {
      let response: HttpResponse | undefined;
      try {
        response = await this.transport.send({
          method: "POST",
          url,
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify(authRequest(this.credentials)),
        });
        return this.answer(response);
      } catch (error) {
        // A token request may be repeated: a second token harms nobody.
        if (judge(error, true, false) !== "retry" || attempt >= this.policy.attempts) throw error;
        await wait(pause(this.policy, attempt, response?.headers["retry-after"]), undefined);
      }
    }
  }

  private answer(response: HttpResponse): Token {
    if (response.status === 401) {
      throw new ProviderError(
        `Keystone at ${this.authUrl} refused the log-in of ${this.who()}: ` +
          `${faultIn(response.body).reason} Check the name, its domain, the project and the password.`,
      );
    }
    if (response.status !== 201) {
      const { reason, kind } = faultIn(response.body);
      const id = response.headers["x-openstack-request-id"];
      throw new ApiError("POST", "/v3/auth/tokens", response.status, reason, kind, one(id));
    }
    const id = one(response.headers["x-subject-token"]);
    if (!id) throw new ProviderError(`${this.authUrl} gave no token: is it a Keystone v3 address?`);
    return { id, info: (JSON.parse(response.body) as { token: TokenInfo }).token };
  }

  private who(): string {
    const given = this.credentials;
    if (given.applicationCredentialId) {
      return `application credential ${given.applicationCredentialId}`;
    }
    if (given.applicationCredentialName) {
      return `application credential "${given.applicationCredentialName}"`;
    }
    if (given.token) return "the given token";
    return `user "${given.userName ?? given.userId ?? ""}"`;
  }
}

/** The address of Identity v3, whatever version the given address names. */
export function identityBase(url: string): string {
  return `${url.replace(/\/+$/, "").replace(/\/v[0-9.]+$/, "")}/v3`;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
