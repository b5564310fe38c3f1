import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { JournalEntry, RunOptions, RunResult } from "../../../embedded/engine/deployment";
import type { Deployment, EngineEvent, Properties } from "../../../embedded/engine/types";
import { runEngine } from "../../support/engine";
import { temporaryFolder } from "../../support/folder";

export const PROGRAM = resolve(__dirname, "..", "..", "fixtures", "programs", "scripted");
export const PROVIDER = resolve(
  __dirname,
  "..",
  "..",
  "fixtures",
  "providers",
  "fixture",
  "main.ts",
);

export const EMPTY: Deployment = { resources: [], pendingOperations: [] };

export interface Item {
  name: string;
  kind?: "thing" | "component" | "provider" | "reference" | "get";
  type?: string;
  inputs?: { [key: string]: unknown };
  options?: { [key: string]: unknown };
  outputs?: { [key: string]: unknown };
  id?: string;
}

export interface Ran extends RunResult {
  events: EngineEvent[];
  entries: JournalEntry[];
  /** `OP NAME` of each step that was done, in order; steps of the stack itself are left out. */
  steps: string[];
  /** `SEVERITY MESSAGE` of the warnings and errors. */
  told: string[];
}

/** A stack of the scripted program, whose state goes from run to run as on a disk. */
export class Stack {
  readonly folder = temporaryFolder("engine-core");
  deployment: Deployment = EMPTY;
  others: { [name: string]: { outputs: Properties; secretOutputNames: string[] } } = {};

  async run(
    command: RunOptions["command"],
    items: Item[] = [],
    more: Partial<RunOptions> & { outputs?: unknown; crash?: string } = {},
  ): Promise<Ran> {
    const events: EngineEvent[] = [];
    const { outputs, crash, ...options } = more;
    const config: Record<string, string> = {
      "fixture:folder": this.folder,
      "scripted:resources": JSON.stringify(items),
    };
    if (outputs !== undefined) config["scripted:outputs"] = JSON.stringify(outputs);
    if (crash !== undefined) config["scripted:crash"] = crash;
    const { result, entries, deployment } = await runEngine(this.deployment, {
      command,
      projectDir: PROGRAM,
      project: {
        name: "scripted",
        main: "index.ts",
        nodeargs: ["--import", "tsx"],
        providers: [{ name: "fixture", path: PROVIDER }],
      },
      resolveStackReference: (name) => {
        const other = this.others[name];
        return other ? Promise.resolve(other) : Promise.reject(new Error(`no stack ${name}`));
      },
      emit: (event) => events.push(event),
      ...options,
      config: { ...config, ...options.config },
    });
    this.deployment = deployment;
    return { ...result, events, entries, steps: stepsOf(events), told: toldOf(events) };
  }

  /** The calls that the fixture provider had since the last time this was asked. */
  calls(): string[] {
    const file = join(this.folder, "calls.log");
    const all = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    const fresh = all.slice(this.callsSeen);
    this.callsSeen = all.length;
    return fresh;
  }
  private callsSeen = 0;

  /** The ids of the things that exist. */
  things(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length))
      .sort();
  }
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function stepsOf(events: EngineEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === "step-done" && !event.step.urn.includes("pulumi:pulumi:Stack")
      ? [`${event.step.op} ${nameOf(event.step.urn)}`]
      : [],
  );
}

function toldOf(events: EngineEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === "diagnostic" && (event.severity === "error" || event.severity === "warning")
      ? [`${event.severity} ${event.message}`]
      : [],
  );
}
