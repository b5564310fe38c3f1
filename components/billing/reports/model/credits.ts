import type { Prices } from "../../rating/types";
import { seconds, type Period } from "../calendar";
import type { Decimal } from "decimal.js";
import { Exact, text, ZERO } from "../decimal";
import { DEFAULTS, type Outage } from "../settings";
import type { Frame } from "./frames";
import { isFee } from "./meters";
import { Tallier } from "./tally";
import type { Credit } from "./report";

/** The declared outages that one tenant was met by in some time. */
export const outagesOf = (outages: Outage[], tenant: string, { begin, end }: Period): Outage[] =>
  outages.filter(
    ({ from, to, tenants }) =>
      seconds(from) < seconds(end) &&
      seconds(to) > seconds(begin) &&
      (tenants === undefined || tenants.includes(tenant)),
  );

/**
 * What is given back for an outage: the share of what its time cost, fees apart. Of a rated period that
 * it only touches, as much as it took of it. Where two outages overlap each gives its own credit.
 * @param frames those of the tenant in that time, at least
 */
export function creditFor(outage: Outage, frames: Iterable<Frame>, prices: Prices): Credit {
  const { from, to, reason, share = DEFAULTS.share, meters } = outage;
  let amount: Decimal = ZERO;
  for (const frame of frames) {
    if (isFee(frame.meter) || (meters !== undefined && !meters.includes(frame.meter))) continue;
    const [begin, end] = [seconds(frame.begin), seconds(frame.end)];
    const overlap = Math.min(end, seconds(to)) - Math.max(begin, seconds(from));
    if (overlap <= 0) continue;
    const one = new Tallier();
    one.frame(frame, prices);
    const cost = one.result().lines[0]?.amount ?? "0";
    amount = amount.plus(
      new Exact(cost)
        .times(share)
        .times(overlap)
        .div(end - begin),
    );
  }
  return { from, to, reason, share, amount: text(amount.negated().toDecimalPlaces(28)) };
}
