import type { CloudKitty } from "../api/client";
import type { Interrupted, ResourceContext, ResourceLog } from "../../server";

/** What an operation on one resource has at hand. */
export interface Scope {
  cloudkitty: CloudKitty;
  signal: AbortSignal;
  log: ResourceLog;
  /** What is told of an earlier run that was killed while it created the same resource. */
  interrupted?: Interrupted;
}

export function scopeOf(
  cloudkitty: CloudKitty,
  { signal, log, interrupted }: ResourceContext & { interrupted?: Interrupted },
): Scope {
  return { cloudkitty, signal, log, interrupted };
}
