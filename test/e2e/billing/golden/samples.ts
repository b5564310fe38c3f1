import type { Sample } from "../private/measures";
import { BEGIN, CLOCK, current, END, iso, OUTAGES, type Thing, within } from "./story";

/** Ceilometer asks twice in a step of five minutes. */
const POLL = 150_000;
const OFFSET = 20_000;

/** When something is measured. */
function polls({ attributes, gone = END }: Thing): number[] {
  const first = attributes[0]?.from ?? BEGIN;
  const all = Array.from(
    { length: (END - BEGIN) / POLL },
    (_, poll) => BEGIN + OFFSET + poll * POLL,
  );
  return all.filter(
    (instant) =>
      within(instant, [first, gone]) && !OUTAGES.some((outage) => within(instant, outage)),
  );
}

/** What was measured: when, the instant that it is said to be of, and the value. */
export interface Sampled {
  at: number;
  instant: number;
  value: number;
}

const sampled = (when: number, value: number): Sampled => {
  const step = CLOCK.find(({ wrong }) => within(when, wrong));
  return { at: when, instant: when + (step?.by ?? 0), value };
};

/** What is measured of it, by metric, in the order in which it is measured. */
export function measured(thing: Thing): Record<string, Sampled[]> {
  const when = polls(thing);
  const gauges = Object.entries(thing.gauges ?? {}).map(([metric, life]) => [
    metric,
    when.map((instant) => sampled(instant, current(life, instant) ?? 0)),
  ]);
  const counters = Object.entries(thing.counters ?? {}).map(([metric, { adds, restarts }]) => {
    let value = 0;
    let last = 0;
    const values = when.map((instant) => {
      // It goes on while nobody asks.
      for (let sample = last + 1; sample <= (instant - BEGIN - OFFSET) / POLL; sample++) {
        const restarted = within(restarts, [
          BEGIN + OFFSET + (sample - 1) * POLL,
          BEGIN + OFFSET + sample * POLL,
        ]);
        value = restarted ? 0 : value + adds(sample);
        last = sample;
      }
      return sampled(instant, value);
    });
    return [metric, values];
  });
  return Object.fromEntries([...gauges, ...counters]) as Record<string, Sampled[]>;
}

export const samplesOf = (values: Sampled[]): Sample[] =>
  values.map(({ instant, value }) => [iso(instant), value]);
