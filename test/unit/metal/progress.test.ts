import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

import { Progress } from "../../../embedded/metal/progress";

function output(terminal: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  let text = "";
  const stream: unknown = { isTTY: terminal, columns: 40, write: (more: string) => (text += more) };
  return { stream: stream as NodeJS.WriteStream, text: () => text };
}

describe("the progress of a long command", () => {
  it("is a line a step, with the time since the script that runs it began", () => {
    const { stream, text } = output(false);
    let now = 1_000_000;
    const progress = new Progress(stream, "940", () => now);
    progress.step("Booting");
    now += 5000;
    progress.count("50%");
    progress.count("51%");
    progress.step("Up");
    progress.end();
    assert.equal(text(), "1:00  Booting\n1:05    50%\n1:05  Up\n");
  });

  it("on a terminal keeps the line of the step that goes on, no wider than it", () => {
    const { stream, text } = output(true);
    let now = 1_000_000;
    const progress = new Progress(stream, undefined, () => now);
    progress.step("Booting");
    now += 5000;
    progress.count("50% of everything that there is to boot");
    progress.step("Up");
    progress.end();
    assert.deepEqual(text().split("\r\x1b[K"), [
      "",
      "0:00  Booting (0s)",
      "0:00  Booting (5s): 50% of everything t",
      "0:00  Booting (5s)\n",
      "0:05  Up (0s)",
      "0:05  Up\n",
    ]);
  });

  it("is the same of the scripts, which hand on when they began and what a command ended with", () => {
    const script = `. bin/steps.sh; step One; during Two sh -c 'exit 3' || step "$?"; (. bin/steps.sh; step Three)`;
    const began = String(Math.floor(Date.now() / 1000) - 3600);
    const { stdout } = spawnSync("sh", ["-euc", script], {
      cwd: resolve(__dirname, "..", "..", ".."),
      env: { ...process.env, STEPS_BEGAN: began },
      encoding: "utf8",
    });
    assert.match(stdout, /^60:0\d {2}One\n60:0\d {2}Two\n60:0\d {2}3\n60:0\d {2}Three\n$/);
  });
});
