import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { breakLock, takeLock } from "../../../embedded/engine/state/lock";
import type { LockHolder } from "../../../embedded/engine/state/lock";

describe("engine lock", () => {
  let folder: string;
  let path: string;
  const silent = (): void => undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "engine-lock-"));
    path = join(folder, "lock.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("tells who holds it, and is free again afterwards", async () => {
    const lock = await takeLock(path, "up", silent);
    const pid = `pid ${process.pid}, "up"`;
    await assert.rejects(takeLock(path, "destroy", silent), (error: Error) =>
      error.message.includes(`@${hostname()} (${pid}) since 20`),
    );
    await lock.release();
    await (await takeLock(path, "destroy", silent)).release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it("takes over the lock of a process that is gone, or whose pid another one has now", async () => {
    const lock = await takeLock(path, "up", silent);
    const holder = JSON.parse(readFileSync(path, "utf8")) as LockHolder;
    writeFileSync(path, JSON.stringify({ ...holder, start: "1" }));
    const notes: string[] = [];
    const second = await takeLock(path, "refresh", (note) => notes.push(note));
    assert.deepEqual(notes, [`took over the lock of process ${process.pid} ("up"), which is gone`]);
    // The former holder must not release what is no longer its own.
    await lock.release();
    await assert.rejects(takeLock(path, "up", silent), /currently locked/);
    await second.release();
  });

  it("leaves the lock of another host", async () => {
    const holder = { pid: 1, start: "1", host: "elsewhere", user: "u", command: "up", since: "t" };
    writeFileSync(path, JSON.stringify(holder));
    await assert.rejects(takeLock(path, "up", silent), /u@elsewhere \(pid 1, "up"\) since t/);
    assert.deepEqual(await breakLock(path), holder);
    assert.equal(await breakLock(path), undefined);
  });

  it("is taken by exactly one of many", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => takeLock(path, "up", silent)),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  });
});
