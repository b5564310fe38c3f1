import type { Ironic } from "./api/client";
import type { ResourceContext, ResourceLog } from "../server";
import { ProviderError } from "../server";

/** What an operation on one resource has at hand. */
export interface Scope {
  ironic: Ironic;
  urn: string;
  signal: AbortSignal;
  /** When it must be done, in ms since 1970. */
  deadline: number;
  log: ResourceLog;
}

/** @param seconds how long it may take where the program has no `customTimeouts` */
export function scopeOf(ironic: Ironic, context: ResourceContext, seconds: number): Scope {
  const { urn, signal, log, timeoutSeconds } = context;
  const limit = timeoutSeconds > 0 ? timeoutSeconds : seconds;
  return { ironic, urn, signal, log, deadline: Date.now() + limit * 1000 };
}

/** An error for an operation that was cancelled or ran out of the program's own time. */
export function stopped(scope: Scope, what: string): ProviderError {
  const reason: unknown = scope.signal.reason;
  const timedOut = reason instanceof Error && reason.name === "TimeoutError";
  const why = timedOut ? "the time that customTimeouts gives is up" : "cancelled";
  return new ProviderError(`${why}: ${what}. Ironic goes on with it; run again to take it up.`);
}
