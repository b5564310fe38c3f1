import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../../../embedded/metal/lock";

describe("the lock of the machine room", () => {
  const folder = mkdtempSync(join(tmpdir(), "metal-lock-"));
  const file = join(folder, "lab.lock");
  after(() => rmSync(folder, { recursive: true }));

  it("names its holder to whoever comes second, and is gone afterwards", async () => {
    await withLock(file, "metal up", async () => {
      await assert.rejects(
        withLock(file, "metal down", () => Promise.resolve()),
        new RegExp(`'metal up' is under way \\(process ${process.pid}, `),
      );
    });
    assert.equal(existsSync(file), false);
  });

  it("is waited for by whoever says so, who is told once for whom", async () => {
    const events: string[] = [];
    const note = (event: string) => events.push(event.replace(/ \(process .*/, ""));
    const first = withLock(file, "build of a", async () => {
      await new Promise((resolve) => setTimeout(resolve, 1200));
      note("a is built");
    });
    const second = withLock(file, "build of b", () => Promise.resolve(note("b is built")), note);
    await Promise.all([first, second]);
    assert.deepEqual(events, ["'build of a' is under way", "a is built", "b is built"]);
    assert.equal(existsSync(file), false);
  });

  it("is taken over from a process that was killed", async () => {
    // This process's id with another beginning: the id was given out again.
    const stale = { pid: process.pid, began: "1", command: "metal up", since: "long ago" };
    writeFileSync(file, JSON.stringify(stale));
    assert.equal(await withLock(file, "metal down", () => Promise.resolve("done")), "done");
    assert.equal(existsSync(file), false);
  });

  it("is taken over from a process that has ended and that nobody has asked for its status", async () => {
    // A child that its parent, a sleep, will never wait for.
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"]);
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    const stat = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    while (stat()[0] !== "Z") await new Promise((resolve) => setTimeout(resolve, 10));
    const since = "just now";
    writeFileSync(file, JSON.stringify({ pid, began: stat()[19], command: "metal up", since }));
    const began = Date.now();
    assert.equal(await withLock(file, "metal up", () => Promise.resolve("done")), "done");
    // Not by patience, after which it would have been refused.
    assert.ok(Date.now() - began < 1000);
    parent.kill();
  });

  it("is waited for a moment, in which a killed process ends", async () => {
    const first = withLock(file, "metal up", () => new Promise((end) => setTimeout(end, 500)));
    assert.equal(await withLock(file, "metal down", () => Promise.resolve("done")), "done");
    await first;
  });
});
