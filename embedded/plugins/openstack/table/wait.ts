import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { wait } from "../../../../providers/openstack/retry";
import { Scope } from "./types";

export interface Waiting {
  /** For people, such as `server web`. */
  what: string;
  /** Its status, and a reason where it failed. */
  status(body: Body): string;
  reached: readonly string[];
  failed: readonly string[];
  reason?(body: Body): string | undefined;
  /** Pause between looks, in ms. @default 1000, growing to 5000 */
  everyMs?: number;
}

/** Looks again and again until the status is reached. `look` answers nothing where it is gone. */
export async function waitFor(
  look: () => Promise<Body | undefined>,
  waiting: Waiting,
  scope: Scope,
  first?: Body,
): Promise<Body | undefined> {
  const began = Date.now();
  let current = first ?? (await look());
  for (let pause = waiting.everyMs ?? 1000; ; pause = Math.min(pause * 1.3, 5000)) {
    if (current === undefined) return undefined;
    const status = waiting.status(current);
    if (waiting.reached.includes(status)) return current;
    if (waiting.failed.includes(status)) {
      const reason = waiting.reason?.(current);
      throw new ProviderError(
        `${waiting.what} is in status ${status}${reason ? `: ${reason}` : ""}`,
      );
    }
    const seconds = Math.round((Date.now() - began) / 1000);
    if (Date.now() - began > scope.limitMs) {
      throw new ProviderError(
        `${waiting.what} is still in status ${status} after ${seconds} s ` +
          `(wanted: ${waiting.reached.join(" or ")}). A longer time can be given by customTimeouts.`,
      );
    }
    scope.log.progress(`${status}, ${seconds} s`);
    await wait(pause, scope.signal);
    current = await look();
  }
}
