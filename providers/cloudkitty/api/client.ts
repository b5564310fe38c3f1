import { ApiError, errorOf, judge, pause, PATIENCE, Transport, wait } from "../../openstack";
import type { HttpResponse, Login, RetryPolicy } from "../../openstack";
import type { Properties, Value } from "../../server";
import { messageOf, ProviderError } from "../../server";
import { faultOf } from "./errors";

export const HASHMAP = "/v1/rating/module_config/hashmap";
export const PYSCRIPTS = "/v1/rating/module_config/pyscripts";

interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: Value;
  signal?: AbortSignal;
}

/**
 * CloudKitty's API, v1 and v2. What may be asked twice is asked again when the connection fails; a
 * POST is not, for it would make two of what it makes: see {@link mayBeDone}.
 */
export class CloudKitty {
  constructor(
    private readonly transport: Transport,
    private readonly login: Login,
    private readonly patience: RetryPolicy = PATIENCE,
  ) {}

  async get(path: string, signal?: AbortSignal): Promise<Properties> {
    return (await this.call({ method: "GET", path, signal })) as Properties;
  }

  /** Nothing where there is no such thing. */
  async find(path: string, signal?: AbortSignal): Promise<Properties | undefined> {
    try {
      return await this.get(path, signal);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** What a collection holds under the name of its list. */
  async list(path: string, name: string, signal?: AbortSignal): Promise<Properties[]> {
    return ((await this.get(path, signal))[name] ?? []) as Properties[];
  }

  /** What is gone already, as by its parent's deletion, is as good as deleted. */
  async delete(path: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.call({ method: "DELETE", path, signal });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  async call(call: Call): Promise<Value> {
    const repeatable = call.method !== "POST";
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(call);
      } catch (error) {
        if (call.signal?.aborted) throw new ProviderError(messageOf(call.signal.reason));
        const verdict = judge(error, repeatable, false);
        if (verdict !== "retry" || attempt >= this.patience.attempts) throw error;
        await wait(pause(this.patience, attempt), call.signal);
      }
    }
  }

  close(): void {
    this.transport.close();
  }

  private async once(call: Call): Promise<Value> {
    let response = await this.send(call);
    if (response.status === 401 && (await this.login.renew())) response = await this.send(call);
    // A PUT that was done is answered by 302 to what it changed, without a body.
    const done = response.status === 302 ? call.method === "PUT" : isFine(response.status);
    if (done) return response.body.trim() === "" ? {} : (JSON.parse(response.body) as Value);
    throw errorOf(call, response, faultOf(response.body));
  }

  private async send({ method, path, body, signal }: Call): Promise<HttpResponse> {
    const headers: Record<string, string> = {
      Accept: "application/json",
      ...(await this.login.headers()),
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    return this.transport.send({
      method,
      url: (await this.login.endpoint()) + path,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  }
}

function isFine(status: number): boolean {
  return status >= 200 && status < 300;
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Whether a POST that failed may have made what it was to make: no answer came from CloudKitty. */
export function mayBeDone(error: unknown): boolean {
  return judge(error, false, false) === "check";
}
