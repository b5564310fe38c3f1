import assert from "node:assert/strict";
import { PRICING } from "../../policy/declared/program";
import { message, type Failing, type Passing, type Rule } from "../../policy/rule";
import { RULES } from "../../policy/rules";
import type { Settings } from "../../policy/settings";
import { itemsOf, judge, type Said } from "./support/program";

/** A case, and what its rule is to say about it. */
interface Trial {
  rule: Rule;
  prefix: string;
  example: Passing & Partial<Failing>;
}

const TRIALS: Trial[] = RULES.flatMap((rule) =>
  [...rule.cases.passes, ...rule.cases.fails].map((example, n) => ({
    rule,
    prefix: `${rule.id}.${n}.`,
    example,
  })),
);

/** More of them do not fit into the environment of a process, which is how a program gets them. */
const MOST_TRIALS = 40;

/** Trials that one program can hold; what is found in a stack as a whole needs one of its own. */
function programs(): Trial[][] {
  const together = new Map<string, Trial[]>();
  for (const trial of TRIALS) {
    const { settings, finds, resources } = trial.example;
    const types = Object.values(resources).map(({ type }) => type);
    // Ways between tenants lead through whatever else a program has, and its prices are for all of it.
    const whole =
      trial.rule.id.startsWith("ISO") ||
      types.some((type) => type === PRICING || type === "estimate") ||
      (finds !== undefined && "" in finds);
    const alone = whole ? trial.prefix : "";
    const key = `${alone}${JSON.stringify(settings ?? {})}`;
    together.set(key, [...(together.get(key) ?? []), trial]);
  }
  return [...together.values()].flatMap((trials) =>
    Array.from({ length: Math.ceil(trials.length / MOST_TRIALS) }, (_, n) =>
      trials.slice(n * MOST_TRIALS, (n + 1) * MOST_TRIALS),
    ),
  );
}

/** What a rule says about a case, by resource, as the case has it. */
const saidAbout = ({ rule, prefix }: Trial, said: Said[]): Record<string, string[]> => {
  const result: Record<string, string[]> = {};
  for (const { rule: id, resource, message } of said) {
    if (id !== rule.id || (resource !== "" && !resource.startsWith(prefix))) continue;
    (result[resource.slice(prefix.length)] ??= []).push(message.replaceAll(prefix, ""));
  }
  return result;
};

const expected = ({ rule, example }: Trial): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(example.finds ?? {}).map(([name, found]) => [
      name,
      found.map((text) => `${rule.title}.\n${message(rule, text)}`),
    ]),
  );

describe("the policy pack, in programs that an engine runs", function () {
  this.timeout(1_800_000);

  const check = async (
    command: "preview" | "up",
    more: Partial<Settings>,
    told: (trial: Trial) => boolean,
  ): Promise<void> => {
    for (const trials of programs()) {
      const items = trials.flatMap(({ prefix, example }) => itemsOf(example.resources, prefix));
      const { said, told: errors } = await judge(command, items, {
        ...trials[0]?.example.settings,
        ...more,
      });
      assert.deepEqual(errors, []);
      assert.deepEqual(
        said.filter((one) => one.message.includes("can't run policy")),
        [],
        "a rule met an unknown value",
      );
      assert.deepEqual(
        trials.map((trial) => [trial.prefix, saidAbout(trial, said)]),
        trials.map((trial) => [trial.prefix, told(trial) ? expected(trial) : {}]),
      );
    }
  };

  it("tells every violation at the first preview, when nothing is there yet", () =>
    check("preview", {}, ({ example }) => example.later !== true));

  it("tells every violation in what came out of an update", () =>
    check("up", { levels: { all: "advisory" } }, () => true));
});
