import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, ConnectionError } from "./errors";

export interface RetryPolicy {
  /** Tries in all. */
  attempts: number;
  /** First pause; it doubles each time, up to `longestMs`, with jitter. */
  firstMs: number;
  longestMs: number;
}

export const PATIENCE: RetryPolicy = { attempts: 6, firstMs: 400, longestMs: 10_000 };

/**
 * Conflicts that pass by themselves: somebody else was changing the same thing. Neutron counts what
 * is being made twice for a moment, as a reservation and as the thing, and so refuses the last one
 * that a quota allows when two are made at once.
 */
const PASSING =
  /quota exceeded|concurrent|retry|try again|stale|deadlock|in progress|being (modified|updated)/i;

export type Verdict = "retry" | "check" | "fail";

/**
 * What to do about a failed request. `check`: it may have been done, and doing it twice would make
 * two of it. `repeatable` is whether doing it twice is the same as once.
 */
export function judge(error: unknown, repeatable: boolean, waitForConflict: boolean): Verdict {
  if (error instanceof ConnectionError) {
    if (/certificate|unknown authority/.test(error.message)) return "fail";
    return repeatable || error.unsent ? "retry" : "check";
  }
  if (!(error instanceof ApiError)) return "fail";
  switch (error.status) {
    // Neither was taken up: the limiter or the proxy sent them back.
    case 429:
    case 503:
      return "retry";
    case 409:
      return waitForConflict || PASSING.test(error.reason) ? "retry" : "fail";
    case 500:
      return repeatable ? "retry" : "fail";
    case 502:
    case 504:
      return repeatable ? "retry" : "check";
    default:
      return "fail";
  }
}

/** The pause before try `attempt` + 1, in ms; never less than what the service asked for. */
export function pause(policy: RetryPolicy, attempt: number, retryAfter?: string): number {
  const asked = afterMs(retryAfter);
  const full = Math.min(policy.longestMs, policy.firstMs * 2 ** (attempt - 1));
  return Math.max(asked, full / 2 + Math.random() * (full / 2));
}

function afterMs(header: string | undefined): number {
  if (!header) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 120_000) : 0;
}

export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {});
}
