import { ProviderError } from "../server/errors";
import type { HttpResponse } from "./transport";

/** What an OpenStack service answered instead of doing what it was asked. */
export class ApiError extends ProviderError {
  constructor(
    readonly method: string,
    /** Without query: it may hold names only. */
    readonly path: string,
    readonly status: number,
    /** OpenStack's own words. */
    readonly reason: string,
    /** OpenStack's name for the error (Neutron's `type`), where it gave one. */
    readonly kind: string | undefined,
    requestId: string | undefined,
  ) {
    super(
      `${method} ${path} answered ${status}: ${reason}` +
        (requestId ? ` (request id ${requestId})` : ""),
    );
  }
}

/** The error that a response is. @param reason OpenStack's own words in it */
export function errorOf(
  { method, path }: { method: string; path: string },
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
  reason: string,
): ApiError {
  const id = headers["x-openstack-request-id"] ?? headers["openstack-request-id"];
  const [plainPath = path] = path.split("?");
  const one = Array.isArray(id) ? id[0] : id;
  return new ApiError(method, plainPath, status, reason, undefined, one);
}

/** The connection failed before an answer came; what was asked may or may not have been done. */
export class ConnectionError extends ProviderError {
  constructor(
    method: string,
    readonly url: string,
    cause: Error,
    /** Whether the request cannot have reached the service. */
    readonly unsent: boolean,
  ) {
    super(`${method} ${url}: ${describe(cause)}`);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: is the service running, and is the address right?",
  ENOTFOUND: "the name cannot be resolved: check the address",
  EHOSTUNREACH: "the host cannot be reached: check the network",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is of an unknown authority: set cacertFile",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is of an unknown authority: set cacertFile",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed: set cacertFile",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name or address",
};

function describe(cause: Error): string {
  const code = (cause as NodeJS.ErrnoException).code;
  const hint = code === undefined ? undefined : HINTS[code];
  const said = cause.message === "" ? (code ?? cause.name) : cause.message;
  return hint ? `${said}: ${hint}` : said;
}

interface Fault {
  message?: unknown;
  title?: unknown;
  type?: unknown;
  detail?: unknown;
}

/** The message and the kind in an error's body; each service has a form of its own. */
export function faultIn(body: string): { reason: string; kind: string | undefined } {
  const parsed = parse(body);
  if (typeof parsed !== "object" || parsed === null) {
    return { reason: plain(body) || "no reason given", kind: undefined };
  }
  for (const value of [parsed, ...Object.values(parsed as Record<string, unknown>)]) {
    if (typeof value === "string" && value !== "") return { reason: value, kind: undefined };
    if (typeof value !== "object" || value === null) continue;
    const fault = value as Fault;
    const message = [fault.message, fault.detail, fault.title].find(
      (text): text is string => typeof text === "string" && text !== "",
    );
    if (message !== undefined) {
      return {
        reason: plain(message),
        kind: typeof fault.type === "string" ? fault.type : undefined,
      };
    }
  }
  return { reason: plain(body), kind: undefined };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What is in a body that is a JSON object; nothing where it is none. */
export function objectIn(body: string): Record<string, unknown> {
  const parsed = parse(body);
  return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

/** Glance and proxies answer in HTML. */
function plain(text: string): string {
  return text
    .replace(/<title>.*?<\/title>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 1000);
}
