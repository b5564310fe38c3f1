import assert from "node:assert/strict";
import { PassThrough } from "node:stream";

import { select } from "../../../embedded/engine/cli/select";

const UP = "\x1b[A";
const DOWN = "\x1b[B";
const CTRL_C = "\x03";

/** Types keys into the question; gives the answer and the last line that is on the terminal. */
async function answer(keys: string[]): Promise<{ answer: string; shown: string }> {
  const input = Object.assign(new PassThrough(), { setRawMode: () => input, isTTY: true });
  let text = "";
  const output = { write: (more: string) => (text += more) };
  const chosen = select("Go?", ["yes", "no", "details"], "no", {
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
  });
  const settled = chosen.catch((error: unknown) => (error as Error).message);
  for (const key of keys) {
    input.write(key);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const given = await settled;
  return { answer: given, shown: text.split("\x1b[J").at(-1) ?? "" };
}

describe("engine question", () => {
  it("chooses by arrows, by typing, and by Enter alone", async () => {
    assert.deepEqual(await answer(["\r"]), { answer: "no", shown: "Go? no\n" });
    assert.equal((await answer([UP, "\r"])).answer, "yes");
    assert.equal((await answer([DOWN, "\r"])).answer, "details");
    assert.equal((await answer([DOWN, DOWN, "\r"])).answer, "yes");
    assert.equal((await answer(["y", "e", "s", "\r"])).answer, "yes");
    assert.equal((await answer(["x", "d", "\r"])).answer, "details");
  });

  it("is cancelled by Ctrl-C", async () => {
    assert.equal((await answer(["y", CTRL_C])).answer, "confirmation cancelled");
  });
});
