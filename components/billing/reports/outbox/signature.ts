import { createHmac, timingSafeEqual } from "node:crypto";

/** `t=1764115200,v1=<hex>`: HMAC-SHA256 of the time, a point, and the body as it is sent. */
export const sign = (key: string, at: number, body: string): string =>
  `t=${at},v1=${createHmac("sha256", key).update(`${at}.${body}`).digest("hex")}`;

const MAX_AGE = 300;

/** What a receiver does: refuses what is not signed by the key, and what is older than five minutes. */
export function verify(key: string, header: string, body: string, now: number): boolean {
  const at = Number(/^t=(\d+),v1=[0-9a-f]{64}$/.exec(header)?.[1]);
  if (!Number.isInteger(at) || Math.abs(now - at) > MAX_AGE) return false;
  return timingSafeEqual(Buffer.from(header), Buffer.from(sign(key, at, body)));
}
