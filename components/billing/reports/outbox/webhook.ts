import type { Event, Outcome } from "./outbox";
import { sign } from "./signature";

const TIMEOUT = 15_000;

/**
 * Posts an event as JSON. Headers: `Idempotency-Key` (the event's id), `X-Signature` (see sign).
 * Redirects are not followed: what is signed for one address is for no other.
 */
export async function post(
  { url, key }: { url: string; key: string },
  event: Event,
  now: () => number,
  ask: typeof fetch = fetch,
): Promise<Outcome> {
  const body = JSON.stringify(event);
  try {
    const answer = await ask(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "openstack-environment-reports/1",
        "idempotency-key": event.id,
        "x-signature": sign(key, now(), body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    // 410: the receiver will never take it.
    return { ok: false, reason: `answered ${answer.status}`, final: answer.status === 410 };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}
