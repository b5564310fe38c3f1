import assert from "node:assert/strict";

import { makeDisplay } from "../../../embedded/engine/display/display";
import { PlainDisplay } from "../../../embedded/engine/display/plain";
import { renderDiff } from "../../../embedded/engine/display/values";
import { duration, elapsed, painter } from "../../../embedded/engine/display/words";
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
    preview: false,
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
 ~  openstack:compute:Flavor big **updating failed** (61s) error: 409 refused [secret] [diff: ~ram]

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
    3 changes. 12 unchanged
    1 errored

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

  it("shows of texts of several lines those that changed, and what is around them", () => {
    const lines = (...changed: [string, string, string]) =>
      ["first", ...changed, "e", "f", "g", "h", "i", "last"].map((line) => `${line}\n`).join("");
    const old = { content: lines("b", "c", "d") };
    const now = { content: lines("b", "C", "d").replace("last\n", "last\nmore\n") };
    assert.deepEqual(renderDiff(old, now, { secrets: false }, 2), [
      [
        "  ~ content:",
        "        first",
        "        b",
        "      - c",
        "      + C",
        "        d",
        "        e",
        "        ...",
        "        i",
        "        last",
        "      + more",
      ].join("\n"),
    ]);
  });

  it("never shows a secret, in any form, unless asked to", () => {
    const json = { json: true };
    for (const form of [{}, json, { ...json, preview: true }, { diff: true }, { color: true }]) {
      assert.doesNotMatch(show(failingRun, form), /canary/, JSON.stringify(form));
    }
    assert.match(show(failingRun, { json: true, preview: true, showSecrets: true }), /new-canary/);
  });

  it("writes one JSON document of a preview", () => {
    const text = show(failingRun, { json: true, preview: true });
    const document = JSON.parse(text) as Record<string, unknown>;
    const { steps, diagnostics, ...rest } = document;
    assert.deepEqual(
      (steps as StepInfo[]).map(({ op, urn }) => [op, urn.split("::").at(-1)]),
      [
        ["create", "tiny"],
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

  it("lists the policy packs that judged, what they mended, and what is wrong by how grave it is", () => {
    const violation = (policy: string, level: "mandatory" | "advisory" | "remediate") =>
      ({
        kind: "policy-violation",
        policyPack: "b",
        policyPackVersion: "1.0.0",
        policy,
        level,
        message: `${policy} says\nmore`,
        urn: policy === "stack-wide" ? undefined : tiny.urn,
        severity: policy === "z" ? "high" : undefined,
      }) as const;
    const policyPacks = ["c", "b"].map((name) => ({ name, version: "1.0.0", path: `/${name}` }));
    const text = show([
      prelude("preview"),
      violation("advice", "advisory"),
      violation("z", "mandatory"),
      violation("stack-wide", "mandatory"),
      violation("mended", "remediate"),
      violation("mended", "remediate"),
      {
        ...summary("preview", { create: 1 }),
        outputs: {},
        oldOutputs: {},
        policyPacks,
      } as EngineEvent,
    ]);
    const [, policies = ""] = /(Policies:[^]*?)\n\n/.exec(text) ?? [];
    assert.equal(
      policies,
      `Policies:
    ❌ b@v1.0.0 (local: /b)
        - [remediate]  mended  (2 resources)
        - [mandatory]  stack-wide
          stack-wide says
          more
        - [mandatory] [severity: high]  z  (openstack:compute:Flavor: tiny)
          z says
          more
        - [advisory]  advice  (openstack:compute:Flavor: tiny)
          advice says
          more
    ✅ c@v1.0.0 (local: /c)`,
    );
  });

  it("writes a line of JSON for each event of an update, as Pulumi's engine events", () => {
    const lines = show(failingRun, { json: true }).trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, at) => at),
    );
    const kinds = events.map(
      (event) => Object.keys(event).find((key) => key.endsWith("Event")) ?? "",
    );
    assert.deepEqual(kinds, [
      "preludeEvent",
      "resourcePreEvent",
      "resOutputsEvent",
      "resourcePreEvent",
      "resOutputsEvent",
      "resourcePreEvent",
      "diagnosticEvent",
      "resOpFailedEvent",
      "diagnosticEvent",
      "policyEvent",
      "summaryEvent",
      "cancelEvent",
    ]);
    const state = { type: big.new?.type, urn: big.urn, custom: true, parent: STACK, outputs: {} };
    assert.deepEqual(events[7]?.resOpFailedEvent, {
      metadata: {
        op: "update",
        urn: big.urn,
        type: "openstack:compute/flavor:Flavor",
        old: { ...state, id: "7", inputs: { ram: 1, key: "k" }, provider: "" },
        new: { ...state, id: "", inputs: { ram: 2, key: "k" }, provider: "" },
        diffs: ["ram"],
        detailedDiff: { ram: { diffKind: "update", inputDiff: true } },
        provider: "",
      },
      status: 0,
      steps: 0,
    });
    assert.deepEqual(events[10]?.summaryEvent, {
      maybeCorrupt: false,
      durationSeconds: 62,
      resourceChanges: { same: 12, update: 1, delete: 2 },
      PolicyPacks: {},
      isPreview: false,
      result: "failed",
    });
  });

  it("counts no read as a change, and shows a replacement as one step in full", () => {
    const parts = (["create-replacement", "replace", "delete-replaced", "read"] as const).map(
      (op): EngineEvent => ({
        kind: "step-done",
        step: step(op, op === "read" ? "other" : "key", { ram: 1 }, { ram: 2 }),
        seconds: 0,
      }),
    );
    const changes = { "create-replacement": 1, replace: 1, "delete-replaced": 1, read: 4, same: 2 };
    const counted = { ...summary("preview", changes), outputs: {}, oldOutputs: {} } as EngineEvent;
    assert.equal(
      show([prelude("preview"), ...parts, counted], { diff: true }),
      `Previewing update (lab):

+-openstack:compute/flavor:Flavor: (replace)
    [id=7]
    [urn=${step("replace", "key").urn}]
  ~ ram: 1 => 2

Resources:
    +-1 to replace
    2 unchanged

`,
    );
  });

  it("keeps a line's distance from what a refresh found unchanged", () => {
    const events: EngineEvent[] = [
      { kind: "prelude", command: "refresh", stack: "lab", project: "env" },
      { kind: "step-start", step: { ...tiny, op: "refresh" } },
      { kind: "step-done", step: { ...tiny, op: "same" }, seconds: 1 },
      {
        kind: "summary",
        command: "refresh",
        changes: { same: 1 },
        outputs: {},
        oldOutputs: {},
        seconds: 1,
        failed: false,
      },
    ];
    assert.equal(
      show(events),
      `Refreshing (lab):

 ~  openstack:compute:Flavor tiny refreshing (0s)

Resources:
    1 unchanged

Duration: 1s

`,
    );
  });

  it("takes out of messages what would draw on a terminal", () => {
    const message = "\x1b[90mat x\x1b[39m\r\n10%\r55%\x1b[K\r100%\x1b[?25h\x07\tend";
    const text = show([
      prelude("up"),
      { kind: "diagnostic", severity: "error", message },
      { ...summary("up", { create: 1 }), outputs: {}, oldOutputs: {} } as EngineEvent,
    ]);
    assert.match(text, /\n {4}error: at x\n {4}100%\tend\n\n/);
    assert.doesNotMatch(text, /[\x1b\r\x07]/); // eslint-disable-line no-control-regex -- those are looked for
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

  it("writes durations as Go does", () => {
    assert.deepEqual([0, 59.2, 62, 3725].map(duration), ["0s", "1m0s", "1m2s", "1h2m5s"]);
    assert.deepEqual([0, 0.257, 1.9, 75.4].map(elapsed), ["0s", "0.26s", "1s", "75s"]);
  });
});
