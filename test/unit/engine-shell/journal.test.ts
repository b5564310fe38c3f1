import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";

import { replay } from "../../../embedded/engine/deployment/journal";
import type { JournalEntry } from "../../../embedded/engine/deployment/journal";
import { symmetricCrypter } from "../../../embedded/engine/secrets/crypter";
import { Passphrases } from "../../../embedded/engine/secrets/passphrase";
import type { Seal } from "../../../embedded/engine/secrets/passphrase";
import { FileJournal } from "../../../embedded/engine/state/journal";
import { StackStore } from "../../../embedded/engine/state/store";
import { SECRET, SIGNATURE } from "../../../embedded/engine/types";
import type { Deployment, ResourceState } from "../../../embedded/engine/types";

const seal: Seal = { salt: "v1:salt:verifier", crypter: symmetricCrypter(Buffer.alloc(32, 7)) };

/** Knows the key without deriving it, which takes a second. */
class KnownKey extends Passphrases {
  override unlock(): Promise<Seal> {
    return Promise.resolve(seal);
  }
}
const passphrases = new KnownKey({});

function resource(name: string, password: string): ResourceState {
  const inputs = { name, password: { [SIGNATURE]: SECRET, value: password } };
  const urn = `urn:pulumi:dev::test::test:index:Thing::${name}`;
  return { urn, custom: true, id: name, type: "test:index:Thing", inputs, outputs: inputs };
}

/** A run on two resources: each action is one append that fits what was appended before. */
function appendsOf(actions: ("create" | "update" | "delete" | "keep")[]): JournalEntry[][] {
  const live = [0, 1];
  let next = 2;
  let operation = 0;
  return actions.map((action, at): JournalEntry[] => {
    const key = live[0] ?? -1;
    if (action === "create" || key === -1) {
      live.push(next);
      const state = resource(`new${next}`, `canary-${at}`);
      return [
        { kind: "begin", operation, pending: { type: "creating", resource: state } },
        { kind: "end", operation: operation++ },
        { kind: "put", key: next++, state },
      ];
    }
    if (action === "update")
      return [{ kind: "put", key, state: resource(`changed${at}`, "canary") }];
    if (action === "keep") return [{ kind: "keep", key }];
    live.shift();
    return [{ kind: "remove", key }];
  });
}

describe("engine journal", () => {
  let folder: string;
  const start: Deployment = {
    resources: [resource("a", "canary-a"), resource("b", "canary-b")],
    pendingOperations: [],
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "engine-journal-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("loads after a kill at any byte, with every acknowledged step", async () => {
    const action = fc.constantFrom("create", "update", "delete", "keep");
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 8 }), async (actions) => {
        const store = new StackStore(folder);
        await store.save(start, seal);
        const path = join(folder, "journal.jsonl");
        const journal = await store.startJournal(seal);
        const appends = appendsOf(actions);
        const ends = [statSync(path).size];
        for (const entries of appends) {
          await journal.append(entries, true);
          ends.push(statSync(path).size);
        }
        await journal.close();
        const whole = readFileSync(path);
        assert.ok(!whole.includes("canary"));
        for (let cut = whole.length; cut >= 0; cut -= Math.max(1, Math.floor(whole.length / 60))) {
          truncateSync(path, cut);
          const acknowledged = Math.max(0, ends.filter((end) => end <= cut).length - 1);
          const expected = replay(start, appends.slice(0, acknowledged).flat());
          const loaded = await store.load(passphrases);
          assert.deepEqual(loaded.deployment, expected);
          assert.equal(loaded.recovered, acknowledged > 0);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("keeps the order of appends that are written together", async () => {
    const store = new StackStore(folder);
    await store.save(start, seal);
    const journal = await store.startJournal(seal);
    const appends = appendsOf(["create", "update", "create", "delete", "keep"]);
    await Promise.all(appends.map((entries, at) => journal.append(entries, at % 2 === 0)));
    await journal.close();
    const { deployment } = await store.load(passphrases);
    assert.deepEqual(deployment, replay(start, appends.flat()));
  });

  it("does not replay a journal that is in the snapshot already", async () => {
    const store = new StackStore(folder);
    await store.save(start, seal);
    const journal = await store.startJournal(seal);
    const [entries = []] = appendsOf(["delete"]);
    await journal.append(entries, true);
    await journal.close();
    const path = join(folder, "journal.jsonl");
    const left = readFileSync(path);
    const folded = replay(start, entries);
    await store.save(folded, seal);
    // Killed between the new snapshot and the removal of the journal.
    writeFileSync(path, left);
    const loaded = await store.load(passphrases);
    assert.deepEqual([loaded.deployment, loaded.recovered], [folded, false]);
  });

  it("names a line that was damaged", async () => {
    const store = new StackStore(folder);
    await store.save(start, seal);
    const journal = await store.startJournal(seal);
    await journal.append([{ kind: "keep", key: 0 }], true);
    await journal.append([{ kind: "keep", key: 1 }], true);
    await journal.close();
    const path = join(folder, "journal.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace('[{"kind":"keep","key":0}]', "[{"));
    await assert.rejects(store.load(passphrases), /line 2 of .*journal\.jsonl cannot be read/);
  });

  it("tells a full disk, and what to do", async () => {
    // Every write to this device finds the disk full.
    await assert.rejects(FileJournal.create("/dev/full", "digest", seal), {
      name: "Problem",
      message:
        "the disk of /dev is full. Make room there, then run the same command again: what was done is kept",
    });
  });

  it("keeps files to their owner", async () => {
    const store = new StackStore(join(folder, "project", "dev"));
    await store.save(start, seal);
    const journal = await store.startJournal(seal);
    await journal.close();
    const modes = ["state.json", "journal.jsonl", "."].map(
      (name) => statSync(join(store.folder, name)).mode & 0o777,
    );
    assert.deepEqual(modes, [0o600, 0o600, 0o700]);
  });
});
