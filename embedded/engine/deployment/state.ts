import type { Deployment, OperationType, ResourceState } from "../types";
import { dependenciesOf } from "./resources/dependencies";
import { splitReference } from "./values/urn";
import { replay } from "./journal";
import type { Journal, JournalEntry } from "./journal";

/** A resource of the state with the key that the journal knows it by. */
export interface Entry {
  key: number;
  state: ResourceState;
}

/** What was there before the run, what the run made of it so far, and the writing down of both. */
export class State {
  /** What the run has not come by yet, in the state's order, and what is still to be deleted. */
  readonly base: Map<number, Entry>;
  /** Those of `base` at the start that are not waiting for their deletion, by URN. */
  readonly olds = new Map<string, Entry>();
  /** What the program registered in this run, by URN. */
  readonly news = new Map<string, Entry>();
  /** By the URN before, the URN of now, for resources that an alias found. */
  readonly renamed = new Map<string, string>();
  /** The other way round. */
  readonly aliased = new Map<string, string>();
  /** The URNs whose resource is replaced in this run. */
  readonly replaced = new Set<string>();
  /** The keys of what was deleted ahead of its replacement. */
  readonly condemned = new Set<number>();
  /** The pending operations of the snapshot whose resource this run sees to. */
  readonly resumed = new Set<number>();
  /** The URNs of what is not made because the run is about others. */
  readonly skipped = new Set<string>();
  private readonly written: JournalEntry[] = [];
  private nextKey: number;
  private nextOperation: number;

  /** @param journal absent in a preview: then nothing is written and the deployment stays */
  constructor(
    private readonly snapshot: Deployment,
    private readonly journal: Journal | undefined,
  ) {
    const entries = snapshot.resources.map((state, key): Entry => ({ key, state }));
    this.base = new Map(entries.map((entry) => [entry.key, entry]));
    for (const entry of entries) {
      if (entry.state.delete !== true) this.olds.set(entry.state.urn, entry);
    }
    this.nextKey = entries.length;
    this.nextOperation = snapshot.pendingOperations.length;
  }

  /** Durable when it resolves: the provider may be called. */
  async begin(type: OperationType, resource: ResourceState): Promise<number> {
    const operation = this.nextOperation++;
    await this.write([{ kind: "begin", operation, pending: { type, resource } }], true);
    return operation;
  }

  async write(entries: JournalEntry[], durable: boolean): Promise<void> {
    if (this.journal === undefined || entries.length === 0) return;
    this.written.push(...entries);
    await this.journal.append(entries, durable);
  }

  /** A resource that the program registered, in the place of an old one if there was one. */
  async register(
    state: ResourceState,
    old: Entry | undefined,
    also: JournalEntry[] = [],
  ): Promise<void> {
    const entry = { key: this.nextKey++, state };
    this.news.set(state.urn, entry);
    if (old !== undefined) this.base.delete(old.key);
    await this.write([...also, { kind: "put", key: entry.key, state, supersedes: old?.key }], true);
  }

  /** An old resource that the program registered just as it is. */
  async keep(entry: Entry): Promise<void> {
    this.news.set(entry.state.urn, entry);
    this.base.delete(entry.key);
    await this.write([{ kind: "keep", key: entry.key }], false);
  }

  /**
   * Keeps a resource that the run is not about, after what it depends on: that may have left the
   * program, and must stand before it all the same.
   */
  async keepWithNeeds(entry: Entry): Promise<void> {
    if (this.news.has(entry.state.urn) || !this.base.has(entry.key)) return;
    for (const urn of dependenciesOf(entry.state)) {
      const needed = this.olds.get(urn);
      if (needed !== undefined && needed !== entry) await this.keepWithNeeds(needed);
    }
    await this.keep(entry);
  }

  /** A new state for a resource where it stands. */
  async change(entry: Entry, state: ResourceState, also: JournalEntry[] = []): Promise<void> {
    entry.state = state;
    await this.write([...also, { kind: "put", key: entry.key, state }], true);
  }

  async remove(entry: Entry, also: JournalEntry[] = []): Promise<void> {
    this.base.delete(entry.key);
    if (this.olds.get(entry.state.urn) === entry) this.olds.delete(entry.state.urn);
    await this.write([...also, { kind: "remove", key: entry.key }], true);
  }

  /** The provider's or any other resource's state, as the run has it by now. */
  latest(urn: string): ResourceState | undefined {
    return (this.news.get(urn) ?? this.olds.get(urn))?.state;
  }

  /** The provider resource that a resource names. */
  providerOf({ provider }: ResourceState): ResourceState | undefined {
    return provider ? this.latest(splitReference(provider).urn) : undefined;
  }

  /** A resource as it was when the run began. */
  former(urn: string, id: string): ResourceState | undefined {
    return this.snapshot.resources.find((state) => state.urn === urn && state.id === id);
  }

  /** Whether all that was there is kept just as it is, and there is nothing else. */
  get untouched(): boolean {
    const { resources, pendingOperations } = this.snapshot;
    const kept = [...this.news.values()].filter(({ key, state }) => state === resources[key]);
    return (
      pendingOperations.length === 0 &&
      kept.length === resources.length &&
      this.news.size === kept.length
    );
  }

  deployment(): Deployment {
    return replay(this.snapshot, this.written);
  }
}
