import { join, resolve } from "node:path";
import { replay, run } from "../../../embedded/engine/deployment";
import type { JournalEntry, RunOptions, RunResult } from "../../../embedded/engine/deployment";
import type { Deployment } from "../../../embedded/engine/types";

const PROGRAMS = resolve(__dirname, "../../fixtures/programs");

/** What a run is given that is not the same for all of them. */
export type Asked = Pick<RunOptions, "command" | "config" | "emit"> & Partial<RunOptions>;

/**
 * Runs a program of test/fixtures/programs, which has the ironic provider, by the embedded engine.
 * @returns what came of it, and the state after it
 */
export async function runProgram(
  name: string,
  deployment: Deployment,
  asked: Asked,
): Promise<{ result: RunResult; deployment: Deployment }> {
  const entries: JournalEntry[] = [];
  const result = await run({
    projectDir: join(PROGRAMS, name),
    project: {
      name: "program",
      main: "index.ts",
      nodeargs: ["--import", "tsx"],
      providers: [{ name: "ironic", path: "../../../../providers/ironic" }],
    },
    stack: "test",
    organization: "organization",
    configSecretKeys: [],
    parallel: 8,
    targets: [],
    policyPacks: [],
    snapshot: structuredClone(deployment),
    journal: {
      append(more) {
        entries.push(...structuredClone(more));
        return Promise.resolve();
      },
    },
    resolveStackReference: () => Promise.reject(new Error("no other stack")),
    signal: new AbortController().signal,
    ...asked,
  });
  const isDone = asked.command !== "preview";
  return { result, deployment: isDone ? replay(deployment, entries) : deployment };
}
