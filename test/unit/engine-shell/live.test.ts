import assert from "node:assert/strict";
import { EventEmitter } from "node:events";

import { LiveDisplay } from "../../../embedded/engine/display/live";
import { Screen, visibleWidth } from "../../../embedded/engine/display/screen";
import { painter } from "../../../embedded/engine/display/words";
import type { EngineEvent, StepInfo, StepOp } from "../../../embedded/engine/types";

const STACK = "urn:pulumi:lab::env::pulumi:pulumi:Stack::env-lab";
const GROUP = "urn:pulumi:lab::env::env:index:Group::web";

function step(op: StepOp, name: string, parent = GROUP): StepInfo {
  const urn = `urn:pulumi:lab::env::openstack:compute/flavor:Flavor::${name}`;
  const state = { urn, custom: true, type: "openstack:compute/flavor:Flavor", parent };
  const diff = op === "create" ? undefined : [{ path: "ram", kind: "update" as const }];
  return { op, urn, diff, new: state };
}

function component(op: StepOp, urn: string, parent?: string): StepInfo {
  return { op, urn, new: { urn, custom: false, type: "t", parent } };
}

const summary = (failed: boolean): EngineEvent => ({
  kind: "summary",
  command: "up",
  changes: { same: 2, create: 1 },
  outputs: {},
  oldOutputs: {},
  seconds: 9,
  failed,
});

const done = (each: StepInfo, seconds = 0): EngineEvent[] => [
  { kind: "step-start", step: each },
  { kind: "step-done", step: each, seconds },
];

/** A display on a terminal of a size, at a time that the test sets. */
class Shown {
  now = 0;
  frame: string[] = [];
  size = { width: 100, height: 20 };
  header = "";
  readonly display: LiveDisplay;

  constructor() {
    const { size } = this;
    this.display = new LiveDisplay(
      {
        show: { secrets: false },
        paint: painter(false),
        details: false,
        write: (text) => (this.header += text),
      },
      {
        draw: (lines) => (this.frame = lines),
        end: (lines) => (this.frame = lines),
        get width() {
          return size.width;
        },
        get height() {
          return size.height;
        },
      },
      () => this.now,
    );
    this.events(
      [{ kind: "prelude", command: "up", stack: "lab", project: "env" }],
      done(component("same", STACK)),
      done(component("same", GROUP, STACK)),
    );
  }

  events(...events: EngineEvent[][]): this {
    for (const event of events.flat()) this.display.event(event);
    this.display.draw();
    return this;
  }
}

describe("engine live display", () => {
  it("draws a tree of what happens, with times, the newest message and what is unchanged", () => {
    const shown = new Shown();
    shown.events(done(step("create", "tiny"), 0.257), [
      { kind: "step-start", step: step("update", "big") },
      { kind: "diagnostic", severity: "info", urn: step("update", "big").urn, message: "75 %\n" },
    ]);
    shown.now = 3400;
    shown.events();
    assert.equal(shown.header, "Updating (lab):\n");
    assert.deepEqual(shown.frame, [
      "     Type                            Name     Status           Info",
      "     pulumi:pulumi:Stack             env-lab  running (3s)",
      "     └─ env:index:Group              web",
      " +      ├─ openstack:compute:Flavor  tiny     created (0.26s)",
      " ~      └─ openstack:compute:Flavor  big      updating (3s)    [diff: ~ram]; 75 %",
      "",
      "    2 unchanged",
    ]);
    shown.display.close();
  });

  it("ends with the whole tree and the sections of the plain display", () => {
    const shown = new Shown();
    shown.size.height = 5;
    const big = step("update", "big");
    shown.events(
      done(step("create", "tiny"), 1),
      done(step("create-replacement", "key"), 1),
      done(step("replace", "key")),
      [
        { kind: "step-start", step: step("delete", "slow") },
        { kind: "step-start", step: big },
        { kind: "step-failed", step: big, message: "409 refused\nrequest 1", seconds: 2 },
        { kind: "diagnostic", severity: "warning", message: "old SDK" },
        summary(true),
      ],
    );
    shown.display.close();
    assert.deepEqual(shown.frame, [
      "     Type                            Name     Status                    Info",
      "     pulumi:pulumi:Stack             env-lab  **failed**                1 warning",
      "     └─ env:index:Group              web",
      " +      ├─ openstack:compute:Flavor  tiny     created (1s)",
      " ++     ├─ openstack:compute:Flavor  key      created replacement (1s)  [diff: ~ram]",
      " -      ├─ openstack:compute:Flavor  slow     deleting (interrupted)",
      " ~      └─ openstack:compute:Flavor  big      **updating failed** (2s)  [diff: ~ram]; 1 error",
      "",
      "Diagnostics:",
      "  openstack:compute:Flavor (big):",
      "    error: 409 refused",
      "    request 1",
      "",
      "  pulumi:pulumi:Stack (env-lab):",
      "    warning: old SDK",
      "",
      "Resources:",
      "    + 1 created",
      "    2 unchanged",
      "    1 errored",
      "",
      "Duration: 9s",
      "",
    ]);
  });

  it("shows a replacement as one thing when all of it is done", () => {
    const shown = new Shown();
    shown.events(
      done(step("create-replacement", "key"), 1),
      done(step("replace", "key")),
      done(step("delete-replaced", "key"), 2),
      [summary(false)],
    );
    assert.equal(
      shown.frame[3],
      " +-     └─ openstack:compute:Flavor  key      replaced (2s)  [diff: ~ram]",
    );
    shown.display.close();
  });

  it("shows the parent of what is deleted before anything happens to that", () => {
    const shown = new Shown();
    const parent = "urn:pulumi:lab::env::env:index:Group::other";
    shown.events([{ kind: "step-start", step: step("delete", "old", parent) }]);
    assert.deepEqual(shown.frame.slice(2, 4), [
      "     └─ env:index:Group              other",
      " -      └─ openstack:compute:Flavor  old      deleting (0s)",
    ]);
    shown.display.close();
  });

  it("draws no more lines than the terminal has: what runs or failed first, then the newest", () => {
    const shown = new Shown();
    shown.size.height = 10;
    for (let at = 0; at < 40; at++) {
      shown.now = at * 1000;
      const each = step("create", `flavor-${at}`, STACK);
      if (at === 5) shown.events([{ kind: "step-start", step: each }]);
      else if (at === 7) {
        const failed = { kind: "step-failed", step: each, message: "no", seconds: 1 } as const;
        shown.events([{ kind: "step-start", step: each }, failed]);
      } else shown.events(done(each, 1));
      assert.ok(shown.frame.length < 10, shown.frame.join("\n"));
    }
    assert.deepEqual(
      shown.frame,
      [
        "     Type                         Name       Status                   Info",
        "     pulumi:pulumi:Stack          env-lab    running (39s)",
        " +   ├─ openstack:compute:Flavor  flavor-5   creating (34s)",
        " +   ├─ openstack:compute:Flavor  flavor-7   **creating failed** (1s)",
        " +   ├─ openstack:compute:Flavor  flavor-38  created (1s)",
        " +   └─ openstack:compute:Flavor  flavor-39  created (1s)",
        "     … 36 more",
        "",
        "    2 unchanged",
      ].map((line) => line.replace(/ +Info$/, "")),
    );
    shown.display.close();
  });

  it("keeps the status in sight on a narrow terminal, and no line longer than it", () => {
    const shown = new Shown();
    const long = step("update", `net-${"very-".repeat(12)}long-a`);
    shown.events([{ kind: "step-start", step: long }]);
    for (const width of [200, 80, 60, 40, 20, 5, 1]) {
      shown.size.width = width;
      shown.events();
      for (const line of shown.frame)
        assert.ok(line.length < Math.max(width, 2), `${width}: ${line}`);
      if (width >= 60) assert.match(shown.frame[3] ?? "", /updating \(0s\)/);
    }
    shown.size.width = 80;
    shown.events();
    assert.deepEqual(shown.frame.slice(0, 4), [
      "     Type                         Name              Status         Info",
      "     pulumi:pulumi:Stack          env-lab           running (0s)",
      "     └─ env:index:Group           web",
      " ~      └─ openstack:comp…Flavor  net-very-v…ong-a  updating (0s)  [diff: ~ram]",
    ]);
    shown.display.close();
  });

  it("shows what the engine itself has to say, also in the end", () => {
    const shown = new Shown();
    shown.display.notice("^C received");
    assert.deepEqual(shown.frame.slice(-3), ["System Messages", "  ^C received", ""]);
    shown.events([summary(true)]);
    shown.display.close();
    assert.ok(shown.frame.includes("  ^C received"));
  });
});

/** What a terminal would have on it, in a world without wrapping. */
class Terminal extends EventEmitter {
  columns = 40;
  rows = 6;
  isTTY = true;
  raw = false;
  text = "";
  write(text: string): boolean {
    this.text += text;
    return true;
  }
  setRawMode(raw: boolean): this {
    this.raw = raw;
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }
}

function screenOn(terminal: Terminal): Screen {
  const stream = terminal as unknown;
  return new Screen(stream as NodeJS.WriteStream, stream as NodeJS.ReadStream);
}

describe("engine screen", () => {
  it("draws over what it drew before, also where a narrower terminal has wrapped it", () => {
    const terminal = new Terminal();
    const screen = screenOn(terminal);
    terminal.text = "";
    screen.draw(["a", "b".repeat(30)]);
    assert.equal(terminal.text, `\ra\x1b[K\n${"b".repeat(30)}\x1b[K\n\x1b[J`);
    terminal.columns = 20;
    terminal.text = "";
    screen.draw(["c"]);
    assert.equal(terminal.text, "\x1b[3A\rc\x1b[K\n\x1b[J");
    terminal.text = "";
    screen.end(["d"]);
    assert.equal(terminal.text, "\x1b[1A\rd\x1b[K\n\x1b[J\x1b[?25h");
  });

  it("keeps what is typed out of the picture, passes Ctrl-C on, and gives the terminal back", async () => {
    const terminal = new Terminal();
    const screen = screenOn(terminal);
    assert.deepEqual([terminal.raw, terminal.text], [true, "\x1b[?25l"]);
    const interrupted = new Promise((resolve) => process.once("SIGINT", resolve));
    terminal.emit("data", Buffer.from("x\x03"));
    await interrupted;
    screen.end([]);
    assert.deepEqual([terminal.raw, terminal.listenerCount("data")], [false, 0]);
  });

  it("measures what is seen of a line", () => {
    assert.equal(visibleWidth("\x1b[4;94mType\x1b[0m  ├─"), 8);
  });
});
