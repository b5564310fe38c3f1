import type { RunOptions, RunResult } from "../../../embedded/engine/deployment";
import type { Deployment, EngineEvent, ResourceState } from "../../../embedded/engine/types";
import { runProgram } from "./program";

export interface Item {
  name: string;
  type: string;
  inputs?: { [key: string]: unknown };
  options?: { [key: string]: unknown };
}

export interface Ran extends RunResult {
  /** `OP NAME` of each step on a resource of the provider, sorted. */
  steps: string[];
  /** `NAME: MESSAGE` of what failed, and errors of the run. */
  errors: string[];
  /** Passing lines of resources. */
  progress: string[];
  /** `PATH KIND` of the detailed differences. */
  diff: string[];
}

/** A stack whose program makes resources of one of our providers, run by the embedded engine. */
export class ProgramStack {
  deployment: Deployment = { resources: [], pendingOperations: [] };

  /** @param program the program of test/fixtures/programs, which has the provider's name */
  constructor(
    private readonly program: string,
    private readonly provider: object,
    private readonly name = "test",
  ) {}

  async run(
    command: RunOptions["command"],
    resources: Item[] = [],
    more: Partial<RunOptions> & { outputs?: [string, string][] } = {},
  ): Promise<Ran> {
    const events: EngineEvent[] = [];
    const { outputs = [], ...options } = more;
    const { result, deployment } = await runProgram(this.program, this.deployment, {
      command,
      stack: this.name,
      config: {
        "program:provider": JSON.stringify(this.provider),
        "program:resources": JSON.stringify(resources),
        "program:outputs": JSON.stringify(outputs),
      },
      emit: (event) => events.push(event),
      ...options,
    });
    this.deployment = deployment;
    return { ...result, ...told(events, this.program) };
  }

  resource(name: string): ResourceState | undefined {
    return this.deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  }
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

function told(
  events: EngineEvent[],
  pack: string,
): Pick<Ran, "steps" | "errors" | "progress" | "diff"> {
  const lines = {
    steps: [] as string[],
    errors: [] as string[],
    progress: [] as string[],
    diff: [] as string[],
  };
  for (const event of events) {
    if (event.kind === "step-done" && event.step.urn.includes(`::${pack}:index:`)) {
      lines.steps.push(`${event.step.op} ${nameOf(event.step.urn)}`);
      lines.diff.push(...(event.step.diff ?? []).map(({ path, kind }) => `${path} ${kind}`));
    }
    if (event.kind === "step-failed")
      lines.errors.push(`${nameOf(event.step.urn)}: ${event.message}`);
    if (event.kind !== "diagnostic") continue;
    if (event.severity === "error") lines.errors.push(event.message);
    if (event.ephemeral === true) lines.progress.push(event.message);
  }
  lines.steps.sort();
  return lines;
}
