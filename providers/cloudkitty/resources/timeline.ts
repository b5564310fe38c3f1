import type { Tools } from "../config";
import { instant } from "../checks";
import { inputTable } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { textOf } from "../../fields/text";
import { timelineInputs } from "../fields/timeline";
import type { CheckFailure, Properties, ResourceType, Value } from "../../server";
import { containsUnknown, isObject } from "../../server";
import { firstLate, rateAllAgain } from "./late";
import { mapIn, textsIn } from "./read";
import { scopeOf } from "./scope";

interface Version {
  from: string;
  prices: Record<string, string>;
  tenants: Record<string, string>;
}

/**
 * What a price list said, says and will say. CloudKitty 22.0.0 keeps no dates with its rules, so the
 * state does: what has begun is refused to be written anew.
 * @param now in ms since 1970
 */
export function timelineType(tools: () => Tools, now: () => number = Date.now): ResourceType {
  return {
    inputs: inputTable(timelineInputs),
    computed: [],
    mistakes: (inputs) => nestedMistakes(timelineInputs, inputs),
    check: ({ oldInputs, inputs }) => ({ inputs, failures: rewritten(oldInputs, inputs, now()) }),
    async create({ inputs, ...context }) {
      // What was rated while prices were on their way has some of them only.
      const from = instant(textOf(inputs.inForce));
      const projects = textsIn(inputs.projects);
      if (from !== undefined)
        await rateAllAgain(scopeOf(tools().cloudkitty, context), projects, from);
      return { id: textOf(inputs.name), outputs: inputs };
    },
    async update({ oldInputs, inputs, ...context }) {
      const from = firstLate({
        dates: (versionsIn(inputs) ?? []).map((version) => version.from),
        inForce: [textOf(oldInputs.inForce), textOf(inputs.inForce)],
        dated: textsIn(oldInputs.dated),
        now: now(),
      });
      const projects = textsIn(inputs.projects);
      if (from !== undefined)
        await rateAllAgain(scopeOf(tools().cloudkitty, context), projects, from);
      return inputs;
    },
  };
}

/** What cannot be unsaid. */
function rewritten(olds: Properties, news: Properties, now: number): CheckFailure[] {
  const [before, after] = [versionsIn(olds), versionsIn(news)];
  if (before === undefined || after === undefined) return [];
  const begun = (versions: Version[]): Version[] =>
    versions.filter(({ from }) => Date.parse(from) <= now);
  if (begun(before).length === 0) return [];
  const failures = begun(before).flatMap((old) => changes(old, after, olds, news));
  for (const { from } of begun(after)) {
    if (before.some((old) => old.from === from)) continue;
    const reason =
      `a version that begins at ${from} would change prices in the past: ` +
      `let it begin after ${new Date(now).toISOString()}`;
    failures.push({ property: "versions", reason });
  }
  const fixed = differences(mapIn(olds.fixed), mapIn(news.fixed));
  if (fixed.length > 0) {
    const reason = `${fixed.join(", ")}: what is rated would mean something else; put it back`;
    failures.push({ property: "fixed", reason });
  }
  const today = new Date(now).toISOString().slice(0, 10);
  const over = (value: Value | undefined): string[] => textsIn(value).filter((day) => day < today);
  const days = [
    ...over(olds.holidays).filter((day) => !over(news.holidays).includes(day)),
    ...over(news.holidays).filter((day) => !over(olds.holidays).includes(day)),
  ];
  if (days.length > 0) {
    const reason = `${days.join(", ")} would change prices in the past: put it back as it was`;
    failures.push({ property: "holidays", reason });
  }
  return failures;
}

/** What is changed of a version that has begun. */
function changes(
  old: Version,
  after: Version[],
  olds: Properties,
  news: Properties,
): CheckFailure[] {
  const same = after.find(({ from }) => from === old.from);
  const write = "put it back, and append a version that begins later";
  if (same === undefined) {
    const reason = `the version of ${old.from} is gone, by which usage is rated: ${write}`;
    return [{ property: "versions", reason }];
  }
  const [there, known] = [textsIn(news.tenants), textsIn(olds.tenants)];
  const found = [
    ...differences(old.prices, same.prices),
    ...differences(old.tenants, same.tenants, (key, added) => {
      const tenant = key.split(".")[0] ?? "";
      // A tenant that is new has no past, and one that is gone needs no prices.
      return added ? !known.includes(tenant) : !there.includes(tenant);
    }),
  ];
  if (found.length === 0) return [];
  const reason = `the version of ${old.from} has begun and is changed (${found.join(", ")}): ${write}`;
  return [{ property: "versions", reason }];
}

/** @param allowed whether a key may be added, or may go */
function differences(
  before: Record<string, string>,
  after: Record<string, string>,
  allowed: (key: string, added: boolean) => boolean = () => false,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .filter((key) => {
      if (before[key] !== undefined && after[key] !== undefined) return true;
      return !allowed(key, before[key] === undefined);
    })
    .sort()
    .map((key) => `${key} ${before[key] ?? "nothing"} → ${after[key] ?? "nothing"}`);
}

/** Nothing where something is not known yet, or there was nothing. */
function versionsIn({ versions }: Properties): Version[] | undefined {
  if (!Array.isArray(versions) || containsUnknown(versions)) return undefined;
  return versions.filter(isObject).map(({ from, prices, tenants }) => ({
    from: textOf(from),
    prices: mapIn(prices),
    tenants: mapIn(tenants),
  }));
}
