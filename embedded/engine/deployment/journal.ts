import type { Deployment, PendingOperation, ResourceState } from "../types";

/**
 * One line of the journal. Entries are replayed in the order in which they were appended, see
 * {@link replay}.
 *
 * A resource is named by its `key`, because a URN is not unique (a replaced resource that is still
 * to be deleted has the same URN as its successor). The resources of the snapshot that a run starts
 * from have their position in `snapshot.resources` as key; the engine numbers new ones from there
 * upwards. Operations are numbered the same way: those in `snapshot.pendingOperations` have their
 * position, new ones follow.
 *
 * - `begin`: an operation starts. It is durable before the provider hears of it.
 * - `end`: the operation is over, or no longer of interest. It says nothing about how it went: what
 *   became of the resource is in the entries that are appended together with it.
 * - `keep`: the snapshot's resource at `key` is unchanged and is the next in the new list.
 * - `put`: the state of a resource. A key that is known already (from the snapshot or from an
 *   earlier entry) gets the state where it stands. A new key comes next in the new list, and the
 *   resource at `supersedes` leaves.
 * - `remove`: the resource at `key` is gone.
 */
export type JournalEntry =
  | { kind: "begin"; operation: number; pending: PendingOperation }
  | { kind: "end"; operation: number }
  | { kind: "keep"; key: number }
  | { kind: "put"; key: number; state: ResourceState; supersedes?: number }
  | { kind: "remove"; key: number };

/** Where a run writes down what it did, so that nothing is lost when it is killed. */
export interface Journal {
  /**
   * Appends entries, all of them or none, after everything that was appended before. The states
   * hold secrets in the clear: encrypting them is the journal's work.
   * @param durable when true, the promise resolves only when these entries, and so all earlier
   *   ones, survive a crash of the computer; when false it may resolve at once.
   * @throws when writing failed; the run then stops as it does for a failed resource.
   */
  append(entries: JournalEntry[], durable: boolean): Promise<void>;
}

/**
 * The deployment that a snapshot and the entries journaled since make. Order is the state's order:
 * the resources that the run came by, in the order in which it finished them, then those of the
 * snapshot that it has not come by, in theirs. So a resource always stands after what it depends
 * on.
 * @throws Error when an entry names a resource that is not there: the journal belongs to another
 *   snapshot.
 */
export function replay(snapshot: Deployment, entries: Iterable<JournalEntry>): Deployment {
  const rest = new Map<number, ResourceState>(snapshot.resources.entries());
  const operations = new Map<number, PendingOperation>(snapshot.pendingOperations.entries());
  const fresh = new Map<number, ResourceState>();
  const take = (key: number): ResourceState => {
    const state = rest.get(key) ?? fresh.get(key);
    if (state === undefined) {
      throw new Error(`the journal does not fit the state: it has no resource number ${key}`);
    }
    rest.delete(key);
    fresh.delete(key);
    return state;
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case "begin":
        operations.set(entry.operation, entry.pending);
        break;
      case "end":
        operations.delete(entry.operation);
        break;
      case "keep":
        fresh.set(entry.key, take(entry.key));
        break;
      case "put":
        if (entry.supersedes !== undefined) take(entry.supersedes);
        (rest.has(entry.key) ? rest : fresh).set(entry.key, entry.state);
        break;
      case "remove":
        take(entry.key);
        break;
    }
  }
  return {
    resources: [...fresh.values(), ...rest.values()],
    pendingOperations: [...operations.values()],
  };
}
