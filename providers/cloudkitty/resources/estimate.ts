import { inputTable } from "../../fields/field";
import { textOf } from "../../fields/text";
import { estimateInputs, numberIn } from "../fields/estimate";
import type { Properties, ResourceType } from "../../server";
import { diffInputs, isObject } from "../../server";

/** Tenants that a change is told of: those with the greatest difference. */
const SHOWN = 30;

/**
 * What tenants' months cost. CloudKitty knows nothing of it: the state keeps it, so that a preview can
 * tell the difference that a change makes.
 */
export const estimateType: ResourceType = {
  inputs: inputTable(estimateInputs),
  computed: [],
  diff({ oldInputs, inputs, log }) {
    const told = tell(oldInputs, inputs);
    if (told !== undefined) log?.info(told);
    return diffInputs(oldInputs, inputs, () => false);
  },
  create: ({ name, inputs }) => Promise.resolve({ id: name, outputs: inputs }),
  update: ({ inputs }) => Promise.resolve(inputs),
};

interface Change {
  tenant: string;
  what: string;
  before: string;
  after: string;
  /** Greatest first; what is no number is greater than all. */
  size: number;
  difference: string;
}

/** The difference that a change makes of each tenant's month; nothing where it makes none. */
export function tell(before: Properties, after: Properties): string | undefined {
  const changes = changesOf(amountsIn(before), amountsIn(after));
  if (changes.length === 0) return undefined;
  changes.sort((a, b) => b.size - a.size || (a.tenant < b.tenant ? -1 : 1));
  const rows = changes
    .slice(0, SHOWN)
    .map(({ tenant, what, before: old, after: now, difference }) => [
      tenant,
      what,
      old,
      now,
      difference,
    ]);
  const more = changes.length > SHOWN ? [`and ${changes.length - SHOWN} more`] : [];
  const title = `The difference that this makes of a month, in ${textOf(after.currency)}:`;
  return [
    title,
    ...lines([["tenant", "", "before", "after", "difference"], ...rows]),
    ...more,
  ].join("\n");
}

type Amounts = Record<string, Record<string, string>>;

function changesOf(before: Amounts, after: Amounts): Change[] {
  const tenants = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return tenants.flatMap((tenant) => {
    const [old, now] = [before[tenant] ?? {}, after[tenant] ?? {}];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .map((what) => change(tenant, what, old[what] ?? "0", now[what] ?? "0"))
      .filter(({ size, before: was, after: is }) => size !== 0 && was !== is);
  });
}

function change(tenant: string, what: string, before: string, after: string): Change {
  const [old, now] = [numberIn(before), numberIn(after)];
  const told = { tenant, what, before, after };
  if (old === undefined || now === undefined) return { ...told, size: Infinity, difference: "" };
  const difference = now.minus(old);
  const places = Math.max(placesOf(before), placesOf(after));
  const sign = difference.isNegative() ? "" : "+";
  return {
    ...told,
    size: difference.abs().toNumber(),
    difference: sign + difference.toFixed(places),
  };
}

/** As many as are written. */
const placesOf = (text: string): number => text.split(".")[1]?.length ?? 0;

function amountsIn({ amounts }: Properties): Amounts {
  if (amounts === undefined || !isObject(amounts)) return {};
  return Object.fromEntries(
    Object.entries(amounts).map(([tenant, own]) => [
      tenant,
      isObject(own)
        ? Object.fromEntries(Object.entries(own).map(([what, amount]) => [what, textOf(amount)]))
        : {},
    ]),
  );
}

/** Columns: words begin at one, amounts end at one. */
function lines(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
