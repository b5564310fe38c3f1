import {
  ApiError,
  ConnectionError,
  errorOf,
  HttpResponse,
  pause,
  Transport,
  wait,
} from "../../openstack";
import type { Login, RetryPolicy } from "../../openstack";
import type { Properties, Value } from "../../server";
import { messageOf, ProviderError } from "../../server";
import { conflictOf, faultOf } from "./errors";

/** The version of the API that this provider was written for; older services get what they have. */
export const MICROVERSION = "1.96";
const VERSION_HEADER = "X-OpenStack-Ironic-API-Version";

/** For connections that fail and for a service that is busy or starting: three quarters of a minute. */
export const RECONNECT: RetryPolicy = { attempts: 10, firstMs: 300, longestMs: 8_000 };
/** For nodes that another request holds; most do for less than a second, power actions for longer. */
export const LOCKED: RetryPolicy = { attempts: 60, firstMs: 250, longestMs: 3_000 };

export interface ClientOptions {
  /** The microversion to ask for and no other. By default {@link MICROVERSION} or the newest there is. */
  microversion?: string;
  reconnect?: RetryPolicy;
  locked?: RetryPolicy;
}

interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: Value;
  signal?: AbortSignal;
}

/**
 * Ironic's API: requests that are asked again when the connection fails or the node is locked. Every
 * request of this provider may be sent twice: what is created has a name or an address of its own,
 * and a verb that was taken up already is refused.
 */
export class Ironic {
  private version: string;

  constructor(
    private readonly transport: Transport,
    private readonly login: Login,
    private readonly options: ClientOptions = {},
  ) {
    this.version = options.microversion ?? MICROVERSION;
  }

  async get(path: string, signal?: AbortSignal): Promise<Properties> {
    return this.call({ method: "GET", path, signal });
  }

  /** Nothing where there is no such thing. */
  async find(path: string, signal?: AbortSignal): Promise<Properties | undefined> {
    try {
      return await this.get(path, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** As {@link find}, without asking twice: for whoever does without an answer as well. */
  async quick(path: string, signal: AbortSignal): Promise<Properties | undefined> {
    try {
      return await this.once({ method: "GET", path, signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async call(call: Call): Promise<Properties> {
    let reconnects = 0;
    let locks = 0;
    for (;;) {
      try {
        return await this.once(call);
      } catch (error) {
        if (call.signal?.aborted) throw new ProviderError(messageOf(call.signal.reason));
        let ms: number;
        if (isPassing(error)) {
          ms = next(this.options.reconnect ?? RECONNECT, ++reconnects, error);
        } else if (conflictOf(error) === "locked") {
          ms = next(this.options.locked ?? LOCKED, ++locks, error);
        } else throw error;
        await wait(ms, call.signal);
      }
    }
  }

  close(): void {
    this.transport.close();
  }

  private async once(call: Call): Promise<Properties> {
    let response = await this.send(call);
    if (response.status === 401 && (await this.login.renew())) response = await this.send(call);
    if (response.status === 406 && this.lowerVersion(response)) response = await this.send(call);
    if (response.status >= 200 && response.status < 300) {
      return response.body === "" ? {} : (JSON.parse(response.body) as Properties);
    }
    if (response.status === 401) {
      throw new ProviderError(
        `Ironic refused the log-in of ${this.login.who}: check userName and password, ` +
          "or authUrl where it wants a Keystone token",
      );
    }
    throw errorOf(call, response, faultOf(response.body));
  }

  private async send({ method, path, body, signal }: Call): Promise<HttpResponse> {
    const headers: Record<string, string> = {
      Accept: "application/json",
      [VERSION_HEADER]: this.version,
      ...(await this.login.headers()),
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    return this.transport.send({
      method,
      url: `${await this.login.endpoint()}/v1${path}`,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  }

  /** An older service says which versions it has: its newest then. */
  private lowerVersion(response: HttpResponse): boolean {
    const newest = response.headers["x-openstack-ironic-api-maximum-version"];
    if (this.options.microversion !== undefined || typeof newest !== "string") return false;
    if (newest === this.version) return false;
    this.version = newest;
    return true;
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError) return !/certificate|unknown authority/.test(error.message);
  return error instanceof ApiError && [429, 502, 503, 504].includes(error.status);
}

function next(policy: RetryPolicy, attempt: number, error: unknown): number {
  if (attempt >= policy.attempts) throw error;
  return pause(policy, attempt);
}
