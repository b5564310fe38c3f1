import assert from "node:assert/strict";
import { CLEANED, cleanedNote, CLEAN_STEPS } from "../../../providers/ironic/lifecycle/clean-steps";
import { hasFailed, isUnderWay, nextStep } from "../../../providers/ironic/lifecycle/states";
import type { Goal, Step } from "../../../providers/ironic/lifecycle/states";
import type { Properties } from "../../../providers/server";

const inspected = "2026-11-25T15:00:00+00:00";

/** The way from a state to a goal, in a world where each verb does what Ironic documents. */
const ARRIVES: Readonly<Record<string, Record<string, string>>> = {
  manage: {
    enroll: "manageable",
    available: "manageable",
    "clean failed": "manageable",
    "inspect failed": "manageable",
    "adopt failed": "manageable",
  },
  inspect: { manageable: "manageable" },
  clean: { manageable: "manageable" },
  provide: { manageable: "available" },
  active: { available: "active", "deploy failed": "active" },
  adopt: { manageable: "active", "adopt failed": "active" },
  deleted: {
    active: "available",
    error: "available",
    "deploy failed": "available",
    "wait call-back": "available",
    rescue: "available",
    "rescue wait": "available",
    "rescue failed": "available",
    "unrescue failed": "available",
    "service failed": "available",
  },
};

interface From {
  finished?: string | null;
  /** What the node keeps of how it is cleaned. */
  extra?: Properties;
}

function way(goal: Goal, from: string, node: From): string {
  const steps: string[] = [];
  let [state, at, extra] = [from, node.finished ?? null, node.extra ?? {}];
  if (node.finished === undefined) at = inspected;
  for (let count = 0; count < 9; count++) {
    const step: Step = nextStep(goal, {
      provision_state: state,
      inspection_finished_at: at,
      extra,
    });
    if (step === "done" || step === "never") return [...steps, step].join(" ");
    const next = ARRIVES[step]?.[state];
    assert.ok(next, `Ironic knows no ${step} from ${state}`);
    if (step === "inspect") at = inspected;
    if (step === "clean") extra = { ...extra, [CLEANED]: cleanedNote({ extra }, null) };
    steps.push(step);
    state = next;
  }
  return `${steps.join(" ")} ...`;
}

const ways = (goal: Goal, states: string[], node: From = {}): Record<string, string> =>
  Object.fromEntries(states.map((state) => [state, way(goal, state, node)]));

const STATES = [
  "enroll",
  "manageable",
  "available",
  "active",
  "inspect failed",
  "clean failed",
  "deploy failed",
  "adopt failed",
  "error",
  "rescue",
];

describe("ironic: ways through the provision states", () => {
  it("to available, without and with inspection", () => {
    assert.deepEqual(ways({ kind: "available", inspected: false }, STATES), {
      enroll: "manage provide done",
      manageable: "provide done",
      available: "done",
      active: "done",
      "inspect failed": "manage provide done",
      "clean failed": "manage provide done",
      "deploy failed": "done",
      "adopt failed": "manage provide done",
      error: "deleted done",
      rescue: "done",
    });
    const states = ["enroll", "available", "inspect failed", "active"];
    assert.deepEqual(ways({ kind: "available", inspected: true }, states, { finished: null }), {
      enroll: "manage inspect provide done",
      available: "manage inspect provide done",
      "inspect failed": "manage inspect provide done",
      active: "done",
    });
  });

  it("to manageable", () => {
    assert.deepEqual(ways({ kind: "manageable", inspected: false }, STATES), {
      enroll: "manage done",
      manageable: "done",
      available: "manage done",
      active: "done",
      "inspect failed": "manage done",
      "clean failed": "manage done",
      "deploy failed": "done",
      "adopt failed": "manage done",
      error: "never",
      rescue: "done",
    });
  });

  it("to active, and by adoption", () => {
    assert.deepEqual(ways({ kind: "active" }, STATES), {
      enroll: "manage provide active done",
      manageable: "provide active done",
      available: "active done",
      active: "done",
      "inspect failed": "manage provide active done",
      "clean failed": "manage provide active done",
      "deploy failed": "active done",
      "adopt failed": "manage provide active done",
      error: "deleted active done",
      rescue: "never",
    });
    const states = ["enroll", "manageable", "available", "adopt failed", "deploy failed"];
    assert.deepEqual(ways({ kind: "adopted" }, states), {
      enroll: "manage adopt done",
      manageable: "adopt done",
      available: "manage adopt done",
      "adopt failed": "adopt done",
      "deploy failed": "never",
    });
  });

  describe("of a machine with steps to be cleaned by", () => {
    const steps = [
      { interface: "deploy", step: "erase_devices", args: { a: 1, b: [{ c: 2, d: 3 }] } },
    ];
    const extra: Properties = { [CLEAN_STEPS]: steps };
    const noted = (begun: string | null): Properties => ({
      ...extra,
      [CLEANED]: cleanedNote({ extra }, begun),
    });

    it("to available: they are done before, even where it was available by others", () => {
      const cleaned = {
        enroll: "manage clean provide done",
        manageable: "clean provide done",
        available: "manage clean provide done",
        active: "done",
        "inspect failed": "manage clean provide done",
        "clean failed": "manage clean provide done",
        "deploy failed": "done",
        "adopt failed": "manage clean provide done",
        error: "deleted manage clean provide done",
        rescue: "done",
      };
      const goal = { kind: "available", inspected: false } as const;
      assert.deepEqual(ways(goal, STATES, { extra }), cleaned);
      assert.deepEqual(ways(goal, STATES, { extra: noted(inspected) }), cleaned, "begun");
      const others = { ...noted(null), [CLEAN_STEPS]: [{ interface: "raid", step: "a" }] };
      assert.deepEqual(ways(goal, STATES, { extra: others }), cleaned, "done by other steps");
      assert.equal(
        way({ kind: "available", inspected: true }, "enroll", { extra, finished: null }),
        "manage inspect clean provide done",
      );
    });

    it("not where it was done, by the same steps however their keys are ordered", () => {
      const same = [
        { args: { b: [{ d: 3, c: 2 }], a: 1 }, step: "erase_devices", interface: "deploy" },
      ];
      for (const there of [noted(null), { ...noted(null), [CLEAN_STEPS]: same }]) {
        assert.equal(
          way({ kind: "available", inspected: false }, "enroll", { extra: there }),
          "manage provide done",
        );
      }
    });

    it("not on the way to manageable, to a host that is taken over, or away from a host", () => {
      const to = (goal: Goal, from: string) => way(goal, from, { extra });
      assert.equal(to({ kind: "manageable", inspected: false }, "enroll"), "manage done");
      assert.equal(to({ kind: "adopted" }, "enroll"), "manage adopt done");
      assert.equal(to({ kind: "undeployed" }, "active"), "deleted done");
      assert.equal(to({ kind: "undeployed" }, "clean failed"), "manage done");
    });
  });

  it("to undeployed", () => {
    const more = [
      "wait call-back",
      "rescue failed",
      "unrescue failed",
      "service failed",
      "rescue wait",
    ];
    assert.deepEqual(ways({ kind: "undeployed" }, [...STATES, ...more]), {
      enroll: "done",
      manageable: "done",
      available: "done",
      active: "deleted done",
      "inspect failed": "manage done",
      "clean failed": "manage done",
      "deploy failed": "deleted done",
      "adopt failed": "manage done",
      error: "deleted done",
      rescue: "deleted done",
      "wait call-back": "deleted done",
      "rescue failed": "deleted done",
      "unrescue failed": "deleted done",
      "service failed": "deleted done",
      "rescue wait": "deleted done",
    });
  });

  it("tells states that pass, and states that failed", () => {
    const all = [
      ...STATES,
      "deploying",
      "wait call-back",
      "clean wait",
      "verifying",
      "deploy hold",
    ];
    assert.deepEqual(all.filter(isUnderWay), all.slice(STATES.length));
    assert.deepEqual(all.filter(hasFailed), [
      "inspect failed",
      "clean failed",
      "deploy failed",
      "adopt failed",
      "error",
    ]);
  });
});
