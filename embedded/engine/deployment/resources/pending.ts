import type { PendingOperation, Properties, ResourceState } from "../../types";
import type { Execution } from "../execution";
import type { JournalEntry } from "../journal";
import type { Interrupted } from "../plugins/types";

/** What an earlier run left under way, when it was killed while it created a resource. */
export interface InterruptedCreate {
  /** The positions of its pending operations in the snapshot. */
  operations: number[];
  /** The inputs that it was to have: a name that was made up for it is among them. */
  inputs: Properties;
  /** For the provider; absent where the state does not tell when it began. */
  hint?: Interrupted;
}

/** Of the ids that a provider is told, as many as a gRPC header takes with ease. In characters. */
const KNOWN_SIZE = 32_768;

/**
 * Deals with the operations that an earlier run left under way when it was killed. Whether a
 * resource that was being created exists is not known: when the program registers it, its provider
 * is told (see {@link interruptedCreate}), and what is left over after that is told the operator by
 * {@link reportPending}. All else is done again where that is needed.
 */
export async function settlePending(execution: Execution): Promise<void> {
  const { command, snapshot } = execution.options;
  const doing = doneBy(execution);
  const clears = clearsCreates(execution);
  const over: JournalEntry[] = [];
  for (const [operation, { type, resource }] of snapshot.pendingOperations.entries()) {
    if (type === "creating" && !clears) continue;
    over.push({ kind: "end", operation });
    const end = clears
      ? "It is now taken off the list of pending operations."
      : "It is done again where needed.";
    tell(execution, type, resource, end);
  }
  if (doing !== "up") reportPending(execution);
  const creating = snapshot.pendingOperations.filter(({ type }) => type === "creating");
  // A resource has several of them when one run after the other was killed.
  const creates = new Set(creating.map(({ resource }) => resource.urn)).size;
  if (command === "up" && creates > 0) {
    execution.tell(
      "warning",
      `An earlier run was interrupted while creating ${creates} resource(s). What is left of them ` +
        "is looked for where their providers can; what is not found is created again.",
    );
  }
  await execution.state.write(over, true);
}

/** Tells of what was being created and was not created in this run either. */
export function reportPending(execution: Execution): void {
  if (clearsCreates(execution)) return;
  const told = new Set<string>();
  const { pendingOperations } = execution.options.snapshot;
  for (const [operation, { type, resource }] of pendingOperations.entries()) {
    if (type !== "creating" || execution.state.resumed.has(operation)) continue;
    if (told.has(resource.urn)) continue;
    told.add(resource.urn);
    tell(
      execution,
      type,
      resource,
      "It may have been created all the same. `up` sees to it while the program declares it; " +
        "otherwise look for it, delete it by hand, and run `refresh --clear-pending-creates`, " +
        "which takes it off the list of pending operations.",
    );
  }
}

/** What the run does, or is a preview of. */
function doneBy({ options }: Execution): "up" | "refresh" | "destroy" {
  return options.command === "preview" ? (options.previewOf ?? "up") : options.command;
}

function clearsCreates(execution: Execution): boolean {
  return doneBy(execution) === "refresh" && execution.options.clearPendingCreates === true;
}

/** What an earlier run left under way of a resource that is about to be created or imported. */
export function interruptedCreate(
  execution: Execution,
  { urn, type, aliases = [] }: ResourceState,
): InterruptedCreate | undefined {
  const found = [...execution.options.snapshot.pendingOperations.entries()].filter(
    ([, pending]) =>
      pending.type === "creating" && [urn, ...aliases].includes(pending.resource.urn),
  );
  const last = found.at(-1)?.[1].resource;
  if (last === undefined) return undefined;
  const began = found.flatMap(([, { resource }]) => resource.modified ?? []).sort();
  const made: InterruptedCreate = {
    operations: found.map(([operation]) => operation),
    inputs: last.inputs ?? {},
  };
  // When one of them does not tell, whatever fits may be of it.
  if (began[0] !== undefined && began.length === found.length) {
    made.hint = { since: began[0], known: knownIds(execution, type) };
  }
  return made;
}

/** What ends the pending operations of a resource together with its being written down. */
export function resume(
  execution: Execution,
  earlier: InterruptedCreate | undefined,
): JournalEntry[] {
  const operations = earlier?.operations ?? [];
  operations.forEach((operation) => execution.state.resumed.add(operation));
  return operations.map((operation) => ({ kind: "end", operation }));
}

/** The ids of a type that the state has, the newest first: those are the ones that matter. */
function knownIds(execution: Execution, type: string): string[] {
  const { base, news } = execution.state;
  const ids = [...base.values(), ...news.values()]
    .map(({ state }) => state)
    .filter((state) => state.type === type && state.id && !state.pendingReplacement)
    .sort((a, b) => ((a.created ?? "") < (b.created ?? "") ? 1 : -1))
    .map(({ id = "" }) => id);
  let size = 0;
  return ids.filter((id) => (size += id.length + 3) <= KNOWN_SIZE);
}

function tell(
  execution: Execution,
  type: PendingOperation["type"],
  { urn }: ResourceState,
  end: string,
): void {
  const what = `An earlier run was interrupted while ${type} ${urn}.`;
  execution.tell("warning", `${what} ${end}`, urn);
}
