import type { Ironic } from "./api/client";
import type { ResourceContext, ResourceLog } from "../server";

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
