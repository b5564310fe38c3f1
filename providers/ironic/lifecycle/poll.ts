import { wait } from "../../openstack";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";

/**
 * The pause is a twentieth of the time that it took so far, so that looking too late costs little of
 * what takes a second as well as of what takes minutes.
 */
const SHORTEST_MS = 100;
const LONGEST_MS = 2_000;
const SHARE = 1 / 20;

/**
 * Looks again and again until it is as wanted, and says as the resource's status what it waits for.
 * @param describe for people: `node host1 (...) is deploying`, of which the status is what follows "is"
 */
export async function poll<Found>(
  scope: Scope,
  look: () => Promise<Found>,
  isDone: (found: Found) => boolean,
  describe: (found: Found) => { what: string; doing: string },
): Promise<Found> {
  const began = Date.now();
  let last = "it was not looked at yet";
  for (;;) {
    try {
      const found = await look();
      if (isDone(found)) return found;
      const { what, doing } = describe(found);
      last = `${what} is ${doing}`;
      const passed = Date.now() - began;
      const seconds = Math.round(passed / 1000);
      if (Date.now() > scope.deadline) throw overdue(what, doing, seconds);
      if (seconds > 0) scope.log.progress(`${doing}, ${seconds} s`);
      await wait(Math.min(Math.max(passed * SHARE, SHORTEST_MS), LONGEST_MS), scope.signal);
    } catch (error) {
      throw scope.signal.aborted ? stopped(scope, last) : error;
    }
  }
}

function overdue(what: string, doing: string, seconds: number): ProviderError {
  return new ProviderError(
    `${what} is still ${doing} after ${seconds} s. Ironic goes on with it: run again to take it up, ` +
      "and give it more time by customTimeouts if it needs that.",
  );
}

/** For an operation that was cancelled or ran out of the program's own time. */
function stopped(scope: Scope, last: string): ProviderError {
  const reason: unknown = scope.signal.reason;
  const timedOut = reason instanceof Error && reason.name === "TimeoutError";
  const why = timedOut ? "the time that customTimeouts gives is up" : "cancelled";
  return new ProviderError(`${why}: ${last}. Ironic goes on with it; run again to take it up.`);
}
