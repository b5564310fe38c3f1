import { ProviderError } from "../../../../providers/server/errors";
import { EndpointChoice, Service, endpoint } from "./endpoints";
import { ApiError, ConnectionError, faultIn } from "../../../../providers/openstack/errors";
import { PATIENCE, RetryPolicy, judge, pause, wait } from "../../../../providers/openstack/retry";
import { Session, TokenInfo } from "../../../../providers/openstack/session";
import { HttpRequest, HttpResponse, Transport } from "../../../../providers/openstack/transport";

/** A JSON object as OpenStack sends and takes it. */
export type Body = { [key: string]: unknown };

export interface CallOptions {
  query?: Record<string, string | number | boolean | undefined>;
  body?: Body | unknown[];
  /** Sent as it is, anew for each attempt, with its content type. */
  stream?: { open: NonNullable<HttpRequest["body"]>; type: string };
  /** Compute API microversion, such as "2.55"; the oldest where left out. */
  microversion?: string;
  contentType?: string;
  /** Go on while the answer is 409: for a delete that waits for what uses it. */
  waitForConflict?: boolean;
  /** How long to go on retrying, in ms. @default as many tries as the policy has */
  patienceMs?: number;
  /** A PUT that does something else the second time, as a POST does. */
  once?: boolean;
  /** For a request whose answer was lost: what it made, or nothing where it made nothing. */
  recover?: () => Promise<Body | undefined>;
  region?: string;
  signal?: AbortSignal;
}

/** A cloud that one is logged in to: calls to its services by their path. */
export class Cloud {
  constructor(
    private readonly transport: Transport,
    private readonly session: Session,
    private readonly choice: EndpointChoice,
    private readonly policy: RetryPolicy = PATIENCE,
  ) {}

  /** The region that resources are in when they name none. */
  get region(): string {
    return this.choice.region ?? "";
  }

  async token(): Promise<TokenInfo> {
    return (await this.session.current()).info;
  }

  async tokenId(): Promise<string> {
    return (await this.session.current()).id;
  }

  /** The answer's body as an object, `{}` where it is empty. Errors that pass are retried. */
  async call(
    service: Service,
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<Body> {
    const repeatable = method !== "POST" && options.once !== true;
    const until = options.patienceMs === undefined ? undefined : Date.now() + options.patienceMs;
    for (let attempt = 1; ; attempt++) {
      let response: HttpResponse | undefined;
      try {
        response = await this.send(service, method, path, options);
        return this.answer(response, method, path);
      } catch (error) {
        let verdict = judge(error, repeatable, options.waitForConflict === true);
        if (verdict === "check") {
          const made = await options.recover?.();
          if (made) return made;
          verdict = options.recover ? "retry" : "fail";
          if (verdict === "fail") throw lost(error);
        }
        const spent = until === undefined ? attempt >= this.policy.attempts : Date.now() >= until;
        if (verdict === "fail" || spent || options.signal?.aborted) throw error;
        const after = response?.headers["retry-after"];
        await wait(pause(this.policy, attempt, after), options.signal);
      }
    }
  }

  /** All items of a collection, over all its pages. */
  async list(
    service: Service,
    path: string,
    key: string,
    options: CallOptions = {},
  ): Promise<Body[]> {
    const items: Body[] = [];
    const seen = new Set<string>();
    let query = options.query;
    for (;;) {
      const page = await this.call(service, "GET", path, { ...options, query });
      items.push(...((page[key] as Body[] | undefined) ?? []));
      const link = nextLink(page, key);
      if (link === undefined || seen.has(link)) return items;
      seen.add(link);
      // Links are absolute and may name an address that is not for us: only their query is used.
      query = Object.fromEntries(new URL(link, "http://page").searchParams);
    }
  }

  close(): void {
    this.transport.close();
  }

  private async send(
    service: Service,
    method: string,
    path: string,
    options: CallOptions,
  ): Promise<HttpResponse> {
    const token = await this.session.current();
    const region = options.region ?? this.choice.region;
    const base = endpoint(service, token.info.catalog ?? [], { ...this.choice, region });
    const request: HttpRequest = {
      method,
      url: base + path + queryString(options.query),
      headers: { ...headersFor(service, options), "X-Auth-Token": token.id },
      body: options.stream?.open ?? (options.body ? JSON.stringify(options.body) : undefined),
      signal: options.signal,
    };
    const response = await this.transport.send(request);
    if (response.status !== 401 || !this.session.canRenew) return response;
    const renewed = await this.session.replace(token.id);
    return this.transport.send({
      ...request,
      headers: { ...request.headers, "X-Auth-Token": renewed.id },
    });
  }

  private answer(response: HttpResponse, method: string, path: string): Body {
    if (response.status >= 200 && response.status < 300) {
      return response.body === "" ? {} : (JSON.parse(response.body) as Body);
    }
    const { reason, kind } = faultIn(response.body);
    const id =
      response.headers["x-openstack-request-id"] ?? response.headers["x-compute-request-id"];
    throw new ApiError(method, path, response.status, reason, kind, Array.isArray(id) ? id[0] : id);
  }
}

function headersFor(service: Service, options: CallOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.stream) headers["Content-Type"] = options.stream.type;
  else if (options.body) headers["Content-Type"] = options.contentType ?? "application/json";
  if (options.microversion) {
    headers["OpenStack-API-Version"] =
      `${service === "volume" ? "volume" : service} ${options.microversion}`;
  }
  return headers;
}

function queryString(query: CallOptions["query"]): string {
  const given = Object.entries(query ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

function nextLink(page: Body, key: string): string | undefined {
  const links = page[`${key}_links`] as { rel: string; href: string }[] | undefined;
  const listed = links?.find((link) => link.rel === "next")?.href;
  if (listed) return listed;
  if (typeof page.next === "string") return page.next;
  const next = (page.links as { next?: string | null } | undefined)?.next;
  return next ?? undefined;
}

function lost(error: unknown): unknown {
  if (!(error instanceof ConnectionError || error instanceof ApiError)) return error;
  return new ProviderError(
    `${error.message}. The answer is lost: it may have been created or not. ` +
      "Look in the cloud; remove it there or import it, then run again.",
  );
}
