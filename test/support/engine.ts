import { replay, run } from "../../embedded/engine/deployment";
import type { JournalEntry, RunOptions, RunResult } from "../../embedded/engine/deployment";
import type { Deployment } from "../../embedded/engine/types";

/** What a run is given that is not the same for all of them. */
export type Asked = Pick<RunOptions, "command" | "projectDir" | "project" | "config" | "emit"> &
  Partial<RunOptions>;

/**
 * Runs a program by the embedded engine, on a stack that is kept nowhere.
 * @param deployment the state before it, which stays as it is
 * @returns what came of it, what the journal got, and the state after it
 */
export async function runEngine(
  deployment: Deployment,
  asked: Asked,
): Promise<{ result: RunResult; entries: JournalEntry[]; deployment: Deployment }> {
  const entries: JournalEntry[] = [];
  const result = await run({
    stack: "test",
    organization: "organization",
    configSecretKeys: [],
    parallel: 8,
    targets: [],
    policyPacks: [],
    snapshot: structuredClone(deployment),
    journal: {
      append: (more) => {
        entries.push(...structuredClone(more));
        return Promise.resolve();
      },
    },
    resolveStackReference: () => Promise.reject(new Error("no other stack")),
    signal: new AbortController().signal,
    ...asked,
  });
  return { result, entries, deployment: replay(deployment, entries) };
}
