import type { Tools } from "../config";
import { instant } from "../checks";
import { inputTable } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { textOf } from "../../fields/text";
import { planTimelineInputs } from "../fields/plans";
import type { CheckFailure, Properties, ResourceType } from "../../server";
import { containsUnknown, isObject } from "../../server";
import { firstLate, rateAllAgain } from "./late";
import { mapIn, textsIn } from "./read";
import { scopeOf } from "./scope";

/** A price list that a tenant is on, until the next one. */
interface Subscription {
  plan: string;
  /** Empty for ever. */
  from: string;
}

type Plans = Record<string, Subscription[]>;

/**
 * Which price lists tenants were, are and will be on. CloudKitty 22.0.0 knows nothing of it, so the state
 * does: what has begun is refused to be written anew. A tenant that was not there before has no past.
 * @param now in ms since 1970
 */
export function planTimelineType(tools: () => Tools, now: () => number = Date.now): ResourceType {
  return {
    inputs: inputTable(planTimelineInputs),
    computed: [],
    mistakes: (inputs) => nestedMistakes(planTimelineInputs, inputs),
    check: ({ oldInputs, inputs }) => ({ inputs, failures: rewritten(oldInputs, inputs, now()) }),
    async create({ inputs, ...context }) {
      const projects = mapIn(inputs.projects);
      for (const [tenant, since] of Object.entries(mapIn(inputs.inForce))) {
        const from = instant(since);
        if (from === undefined) continue;
        await rateAllAgain(scopeOf(tools().cloudkitty, context), [projects[tenant] ?? ""], from);
      }
      return { id: textOf(inputs.name), outputs: inputs };
    },
    async update({ oldInputs, inputs, ...context }) {
      const [before, after] = [mapIn(oldInputs.inForce), mapIn(inputs.inForce)];
      const projects = mapIn(inputs.projects);
      for (const [tenant, all] of Object.entries(plansIn(inputs) ?? {})) {
        const project = projects[tenant];
        const from = firstLate({
          dates: all.flatMap((one) => (one.from === "" ? [] : [one.from])),
          inForce: [before[tenant] ?? "", after[tenant] ?? ""],
          dated: isObject(oldInputs.dated) ? textsIn(oldInputs.dated[tenant]) : [],
          now: now(),
        });
        if (from === undefined || project === undefined) continue;
        await rateAllAgain(scopeOf(tools().cloudkitty, context), [project], from);
      }
      return inputs;
    },
  };
}

/** What cannot be unsaid: one mistake for all tenants that have the same one. */
function rewritten(olds: Properties, news: Properties, now: number): CheckFailure[] {
  const [before, after] = [plansIn(olds), plansIn(news)];
  if (before === undefined || after === undefined) return [];
  const found = new Map<string, string[]>();
  for (const [tenant, was] of Object.entries(before)) {
    const will = after[tenant];
    // Who is gone needs no prices.
    const reason = will && mistakeIn(was, will, now);
    if (reason !== undefined) found.set(reason, [...(found.get(reason) ?? []), tenant]);
  }
  return [...found].map(([reason, tenants]) => ({
    property: "plans",
    reason: `${named(tenants)}: ${reason}`,
  }));
}

function mistakeIn(before: Subscription[], after: Subscription[], now: number): string | undefined {
  const begun = (all: Subscription[]): Subscription[] =>
    all.filter(({ from }) => !isLater(from, now));
  const [was, is] = [begun(before), begun(after)];
  const [old, present] = [byDate(was), byDate(is)];
  const dates = [...new Set([...old.keys(), ...present.keys()])].sort((a, b) => a - b);
  const changed = dates.filter((date) => old.get(date)?.plan !== present.get(date)?.plan);
  if (changed.length === 0) return undefined;
  const added = changed.flatMap((date) => (old.has(date) ? [] : (present.get(date) ?? [])));
  if (added.length === changed.length) {
    const what = added.map(({ plan, from }) => `${plan} since ${from}`).join(", ");
    return `${what} would change prices in the past: let it begin after ${new Date(now).toISOString()}`;
  }
  const texts = changed.map((date) => {
    const since = Number.isFinite(date) ? `since ${utc(date)}` : "ever since";
    return `${since} ${old.get(date)?.plan ?? "nothing"} → ${present.get(date)?.plan ?? "nothing"}`;
  });
  return (
    `the plan by which usage is rated is changed (${texts.join(", ")}): ` +
    `put it back, and append one that begins later: ${proposal(was, is, after, now)}`
  );
}

/** What was, what is wanted instead of it, and what is to come, as an environment has it. */
function proposal(
  was: Subscription[],
  is: Subscription[],
  after: Subscription[],
  now: number,
): string {
  const later = after.filter(({ from }) => isLater(from, now));
  const wanted = is.at(-1)?.plan;
  const next =
    wanted === undefined || wanted === was.at(-1)?.plan || wanted === later[0]?.plan
      ? []
      : [{ plan: wanted, from: "<a day to come>" }];
  const entries = [...was, ...next, ...later].map(({ plan, from }) => {
    const day = from.replace(/T00:00:00Z$/, "");
    return from === "" ? `{ name: ${plan} }` : `{ name: ${plan}, from: ${day} }`;
  });
  return `plan: [${entries.join(", ")}]`;
}

const utc = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
const isLater = (from: string, now: number): boolean => dateOf(from) > now;
const dateOf = (from: string): number => (from === "" ? -Infinity : Date.parse(from));
const byDate = (all: Subscription[]): Map<number, Subscription> =>
  new Map(all.map((one) => [dateOf(one.from), one]));

/** Names of tenants that are told; of more of them their number is. */
const TOLD = 5;

function named(tenants: string[]): string {
  const [told, more] = [tenants.slice(0, TOLD), tenants.length - TOLD];
  return more > 0 ? `${told.join(", ")} and ${more} more` : told.join(", ");
}

/** Nothing where something is not known yet, or there was nothing. */
function plansIn({ plans }: Properties): Plans | undefined {
  if (plans === undefined || !isObject(plans) || containsUnknown(plans)) return undefined;
  return Object.fromEntries(
    Object.entries(plans).map(([tenant, all]) => [
      tenant,
      (Array.isArray(all) ? all.filter(isObject) : []).map(({ plan, from }) => ({
        plan: textOf(plan),
        from: textOf(from),
      })),
    ]),
  );
}
