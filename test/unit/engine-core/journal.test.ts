import assert from "node:assert/strict";

import { replay } from "../../../embedded/engine/deployment/journal";
import type { ResourceState } from "../../../embedded/engine/types";

const state = (urn: string): ResourceState => ({ urn, custom: true, type: "t" });
const snapshot = { resources: ["a", "b", "c"].map(state), pendingOperations: [] };
const order = (entries: Parameters<typeof replay>[1]): string[] =>
  replay(snapshot, entries).resources.map(({ urn }) => urn);

describe("the journal", () => {
  it("puts what the run came by before what it has not", () => {
    assert.deepEqual(order([{ kind: "keep", key: 1 }]), ["b", "a", "c"]);
    assert.deepEqual(order([{ kind: "put", key: 3, state: state("n"), supersedes: 0 }]), [
      "n",
      "b",
      "c",
    ]);
  });

  it("changes a resource where it stands", () => {
    assert.deepEqual(order([{ kind: "put", key: 1, state: state("B") }]), ["a", "B", "c"]);
  });

  it("keeps an operation that has not ended", () => {
    const pending = { type: "creating" as const, resource: state("n") };
    const begun = { kind: "begin" as const, operation: 0, pending };
    assert.deepEqual(replay(snapshot, [begun]).pendingOperations, [pending]);
    assert.deepEqual(replay(snapshot, [begun, { kind: "end", operation: 0 }]), snapshot);
  });

  it("refuses entries of another snapshot", () => {
    assert.throws(() => order([{ kind: "remove", key: 9 }]), /no resource number 9/);
  });
});
