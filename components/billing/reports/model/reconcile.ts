import type { Amount } from "../../rating/types";
import { Exact, sum, text, TOLERANCE } from "../decimal";
import type { Tallied } from "./tally";

const NAMED = 20;

/** The report against CloudKitty's own total, credits and rounding apart. */
export interface Reconciliation {
  /** CloudKitty's own total for the project and the period. */
  cloudkitty: Amount;
  /** What the report's lines and fees add up to. */
  report: Amount;
  difference: Amount;
  agrees: boolean;
  /** Of CloudKitty's total: what is in no frame that the report was made of. */
  missing: Amount;
  /** The resources that the price list makes cost something else; those that differ most, 20 at most. */
  differing: { service: string; resource: string; report: Amount; cloudkitty: Amount }[];
}

export function reconcile(cloudkitty: Amount, lines: Tallied[]): Reconciliation {
  const report = sum(lines.map(({ amount }) => amount));
  const frames = sum(lines.map((line) => line.cloudkitty));
  const difference = report.minus(cloudkitty);
  const off = (line: Tallied) => new Exact(line.amount).minus(line.cloudkitty).abs();
  return {
    cloudkitty,
    report: text(report),
    difference: text(difference),
    agrees: difference.abs().lte(TOLERANCE),
    missing: text(new Exact(cloudkitty).minus(frames)),
    differing: lines
      .filter((line) => off(line).gt(TOLERANCE))
      .sort((a, b) => off(b).cmp(off(a)))
      .slice(0, NAMED)
      .map(({ meter, resource, amount, ...line }) => ({
        service: meter,
        resource,
        report: amount,
        cloudkitty: line.cloudkitty,
      })),
  };
}
