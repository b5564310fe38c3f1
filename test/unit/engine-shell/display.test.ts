import assert from "node:assert/strict";

import { makeDisplay } from "../../../embedded/engine/display/display";
import { LiveDisplay } from "../../../embedded/engine/display/live";
import { PlainDisplay } from "../../../embedded/engine/display/plain";
import { duration, painter } from "../../../embedded/engine/display/words";
import { Redactor } from "../../../embedded/engine/secrets/redactor";
import { SECRET, SIGNATURE } from "../../../embedded/engine/types";
import type { EngineEvent, Properties, StepInfo, StepOp } from "../../../embedded/engine/types";

const STACK = "urn:pulumi:lab::env::pulumi:pulumi:Stack::env-lab";
const secret = (value: string) => ({ [SIGNATURE]: SECRET, value });

function step(op: StepOp, name: string, olds?: Properties, news?: Properties): StepInfo {
  const urn = `urn:pulumi:lab::env::openstack:compute/flavor:Flavor::${name}`;
  const base = { urn, custom: true, type: "openstack:compute/flavor:Flavor", parent: STACK };
  const diff = olds && news ? [{ path: "ram", kind: "update" as const }] : undefined;
  return {
    op,
    urn,
    diff,
    old: olds && { ...base, id: "7", inputs: olds },
    new: news && { ...base, inputs: news },
  };
}

function summary(command: "preview" | "up", changes: Partial<Record<StepOp, number>>): EngineEvent {
  const oldOutputs = { url: "http://a", token: secret("old-canary") };
  const outputs = { url: "http://b", token: secret("new-canary") };
  const failed = changes.create === undefined;
  return { kind: "summary", command, changes, outputs, oldOutputs, seconds: 62, failed };
}

const prelude = (command: "preview" | "up"): EngineEvent => ({
  kind: "prelude",
  command,
  stack: "lab",
  project: "env",
});

function show(events: EngineEvent[], options: Partial<Parameters<typeof makeDisplay>[0]> = {}) {
  let text = "";
  const display = makeDisplay({
    json: false,
    diff: false,
    showSecrets: false,
    color: false,
    live: false,
    redactor: new Redactor(),
    write: (more) => (text += more),
    ...options,
  });
  for (const event of events) display.event(event);
  display.close();
  return text;
}

const tiny = step("create", "tiny", undefined, { ram: 128, key: secret("key-canary") });
const big = step("update", "big", { ram: 1, key: "k" }, { ram: 2, key: "k" });

const failingRun: EngineEvent[] = [
  prelude("up"),
  { kind: "step-start", step: tiny },
  { kind: "step-done", step: tiny, seconds: 2 },
  { kind: "step-start", step: step("same", "other") },
  { kind: "step-done", step: step("same", "other"), seconds: 0 },
  { kind: "step-start", step: big },
  { kind: "step-failed", step: big, message: "409 refused key-canary\nrequest 1", seconds: 61 },
  { kind: "diagnostic", severity: "warning", message: "old SDK\n", urn: STACK },
  {
    kind: "policy-violation",
    policyPack: "isolation",
    policyPackVersion: "0.1.0",
    policy: "no-shared-network",
    level: "mandatory",
    urn: tiny.urn,
    message: "Networks must not be shared.",
  },
  summary("up", { same: 12, update: 1, delete: 2 }),
];

describe("engine display", () => {
  it("prints a run line by line, and its sections", () => {
    assert.equal(
      show(failingRun),
      `Updating (lab):

 +  openstack:compute:Flavor tiny creating (0s)
 +  openstack:compute:Flavor tiny created (2s)
 ~  openstack:compute:Flavor big updating (0s) [diff: ~ram]
 ~  openstack:compute:Flavor big **updating failed** (1m1s) error: 409 refused [secret] [diff: ~ram]

Diagnostics:
  openstack:compute:Flavor (big):
    error: 409 refused [secret]
    request 1

  pulumi:pulumi:Stack (env-lab):
    warning: old SDK

Policies:
    ❌ isolation@v0.1.0
        - [mandatory]  no-shared-network  (openstack:compute:Flavor: tiny)
          Networks must not be shared.

Outputs:
  ~ token: [secret] => [secret]
  ~ url  : "http://a" => "http://b"

Resources:
    ~ 1 updated
    - 2 deleted
    1 errored
    3 changes. 12 unchanged

Duration: 1m2s

`,
    );
  });

  it("does not call outputs removed when a run failed before it came to them", () => {
    const failed = { ...summary("up", { same: 1 }), outputs: {} } as EngineEvent;
    assert.equal(
      show([prelude("up"), failed]),
      "Updating (lab):\n\nResources:\n    1 unchanged\n\nDuration: 1m2s\n\n",
    );
  });

  it("prints a preview in the words of a plan", () => {
    const events: EngineEvent[] = [
      prelude("preview"),
      { kind: "step-start", step: tiny },
      { kind: "step-done", step: tiny, seconds: 0 },
      { ...summary("preview", { create: 1 }), outputs: {}, oldOutputs: {} } as EngineEvent,
    ];
    assert.equal(
      show(events),
      `Previewing update (lab):

 +  openstack:compute:Flavor tiny create

Resources:
    + 1 to create

`,
    );
  });

  it("shows properties with --diff, secrets hidden", () => {
    const events: EngineEvent[] = [
      prelude("preview"),
      { kind: "step-done", step: tiny, seconds: 0 },
      { kind: "step-done", step: big, seconds: 0 },
    ];
    assert.equal(
      show(events, { diff: true }),
      `Previewing update (lab):

+ openstack:compute/flavor:Flavor: (create)
    [urn=${tiny.urn}]
    key: [secret]
    ram: 128
~ openstack:compute/flavor:Flavor: (update)
    [id=7]
    [urn=${big.urn}]
  ~ ram: 1 => 2

`,
    );
  });

  it("never shows a secret, in any form, unless asked to", () => {
    for (const form of [{}, { json: true }, { diff: true }, { live: true }, { color: true }]) {
      assert.doesNotMatch(show(failingRun, form), /canary/, JSON.stringify(form));
    }
    assert.match(show(failingRun, { json: true, showSecrets: true }), /new-canary/);
  });

  it("writes one JSON document", () => {
    const document = JSON.parse(show(failingRun, { json: true })) as Record<string, unknown>;
    const { steps, diagnostics, ...rest } = document;
    assert.deepEqual(
      (steps as StepInfo[]).map(({ op, urn }) => [op, urn.split("::").at(-1)]),
      [
        ["create", "tiny"],
        ["same", "other"],
        ["update", "big"],
      ],
    );
    assert.equal((diagnostics as unknown[]).length, 2);
    assert.deepEqual(rest, {
      policyViolations: [
        {
          policyPack: "isolation",
          policyPackVersion: "0.1.0",
          policy: "no-shared-network",
          level: "mandatory",
          urn: tiny.urn,
          message: "Networks must not be shared.",
        },
      ],
      outputs: { url: "http://b", token: "[secret]" },
      duration: 62e9,
      changeSummary: { same: 12, update: 1, delete: 2 },
      result: "failed",
    });
  });

  it("mentions a step again that runs for long", () => {
    let text = "";
    let now = 0;
    const settings = {
      show: { secrets: false },
      paint: painter(false),
      details: false,
      write: (more: string) => (text += more),
    };
    const display = new PlainDisplay(settings, () => now);
    display.event({ kind: "step-start", step: tiny });
    for (now = 0; now <= 45_000; now += 1000) display.heartbeat();
    display.close();
    assert.deepEqual(text.trim().split("\n"), [
      "+  openstack:compute:Flavor tiny creating (0s)",
      " +  openstack:compute:Flavor tiny creating (20s)",
      " +  openstack:compute:Flavor tiny creating (40s)",
    ]);
  });

  it("draws no more lines than the terminal has", async () => {
    const frames: string[] = [];
    const settings = {
      show: { secrets: false },
      paint: painter(false),
      details: false,
      write: (frame: string) => frames.push(frame),
    };
    const display = new LiveDisplay(
      settings,
      () => 10,
      () => 60,
      () => 0,
    );
    display.event(prelude("up"));
    for (let at = 0; at < 40; at++) {
      const each = step("create", `flavor-${at}`, undefined, {});
      display.event({ kind: "step-start", step: each });
      if (at !== 5) display.event({ kind: "step-done", step: each, seconds: 1 });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const drawn = frames.slice(1);
    display.close();
    assert.ok(drawn.length >= 1);
    for (const frame of drawn) {
      const lines = frame.trimEnd().split("\n");
      assert.ok(lines.length < 10, frame);
      assert.match(frame, /flavor-5 creating \(0s\)/);
      assert.equal(lines.at(-1), "     … 33 more");
    }
  });

  it("writes durations as Go does", () => {
    assert.deepEqual([0, 59.6, 62, 3725].map(duration), ["0s", "1m0s", "1m2s", "1h2m5s"]);
  });
});
