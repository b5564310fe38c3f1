import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { run, type Command, type Journal, type RunResult } from "../../engine/deployment";
import { UsageError } from "../cli/args";
import { Session, shortName } from "../cli/session";
import { PlainDisplay } from "../display/plain";
import { shown } from "../secrets/values";
import { lockStack } from "../state/lock";
import type { Deployment, EngineEvent, Value } from "../../engine/types";
import { outputsOf } from "./outputs";

/** Operations wait for other computers most of the time: as many as Pulumi allows per core. */
const PARALLEL_PER_CORE = 8;

/** preview, up, refresh and destroy. Answers the exit code. */
export async function runCommand(command: Command, session: Session): Promise<number> {
  const store = session.store();
  if (command !== "up" && command !== "preview") void session.existingStore;
  const release = lockStack(store.folder, session.stack, `pulumi ${command}`);
  try {
    const crypter = session.crypter(store);
    const snapshot = store.load(session.stateCrypter(store, crypter));
    const run = new Run(session, crypter, snapshot);
    if (command === "preview") return run.code(await run.once("preview"));
    // Folds in what a killed run left, and makes the state before the first step is journaled.
    store.save(snapshot, crypter);
    if (!session.has("skip-preview") && command === "up") {
      const preview = await run.once("preview");
      if (preview.failed) return run.code(preview);
    }
    if (!(await confirmed(command, session))) return 1;
    const journal = store.journal(crypter);
    try {
      const result = await run.once(command, journal);
      return run.code(result);
    } finally {
      await journal.close();
      store.save(store.load(crypter), crypter);
    }
  } finally {
    release();
  }
}

class Run {
  constructor(
    private readonly session: Session,
    private readonly crypter: ReturnType<Session["crypter"]>,
    private readonly snapshot: Deployment,
  ) {}

  async once(command: Command, journal: Journal = NO_JOURNAL): Promise<RunResult> {
    const { session } = this;
    const { folder, project } = session.project;
    const { values, secretKeys } = session.stackFile.read(this.crypter);
    const events: EngineEvent[] = [];
    const json = session.has("json");
    const display = new PlainDisplay(
      {
        preview: command === "preview",
        diff: session.has("diff"),
        showSecrets: session.has("show-secrets"),
      },
      (line) => process.stdout.write(`${line}\n`),
    );
    const result = await withCancellation((signal) =>
      run({
        command,
        projectDir: folder,
        project,
        stack: session.stack,
        organization: "organization",
        config: values,
        configSecretKeys: secretKeys,
        parallel: this.parallel,
        targets: session.values("target"),
        targetDependents: session.has("target-dependents"),
        refreshFirst: session.has("refresh"),
        policyPacks: session.values("policy-pack").map((path, at) => ({
          path: resolve(path),
          configFile: absolute(session.values("policy-pack-config")[at]),
        })),
        snapshot: this.snapshot,
        journal,
        resolveStackReference: (name) => Promise.resolve(this.reference(name)),
        emit: (event) => (json ? void events.push(event) : display.handle(event)),
        signal,
      }),
    );
    if (json) process.stdout.write(`${JSON.stringify(digest(events, session), undefined, 2)}\n`);
    return result;
  }

  /** @throws Error when nothing was to change and something did */
  code(result: RunResult): number {
    if (result.failed || result.cancelled) return 255;
    if (!this.session.has("expect-no-changes")) return 0;
    const changed = Object.entries(result.changes).filter(
      ([op, count]) => count > 0 && op !== "same" && op !== "read" && op !== "refresh",
    );
    if (changed.length === 0) return 0;
    process.stderr.write("error: no changes were expected but changes occurred\n");
    return 255;
  }

  private get parallel(): number {
    const given = this.session.value("parallel");
    if (given === undefined) return availableParallelism() * PARALLEL_PER_CORE;
    if (!/^\d+$/.test(given)) {
      throw new UsageError(`--parallel is '${given}'; it takes a whole number, 1 for serial`);
    }
    return Math.max(1, Number(given));
  }

  private reference(name: string): ReturnType<typeof outputsOf> {
    const parts = name.split("/");
    const project = parts.at(-2) ?? this.session.project.project.name;
    const stack = shortName(name);
    const store = this.session.store(stack, project);
    if (!store.exists) throw new Error(`unknown stack '${name}': there is no such stack here`);
    return outputsOf(store.load(this.session.stateCrypter(store, this.crypter)));
  }
}

const NO_JOURNAL: Journal = {
  append: () => Promise.reject(new Error("a preview has nothing to journal")),
};

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

/** Ctrl-C once lets what is under way end; twice ends at once, and the journal knows the rest. */
async function withCancellation<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(255);
    process.stderr.write("^C received; cancelling. Press ^C again to end at once.\n");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

async function confirmed(command: Command, session: Session): Promise<boolean> {
  if (session.has("yes")) return true;
  if (!process.stdin.isTTY || session.has("non-interactive")) {
    throw new UsageError(
      `--yes or --skip-preview must be passed in to proceed when running in non-interactive mode`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Do you want to perform this ${command}? (yes/no) `);
  terminal.close();
  return answer.trim() === "yes";
}

/** The machine-readable account of a run: `pulumi preview --json`. */
function digest(events: EngineEvent[], session: Session): object {
  const show = (value: Value | undefined): Value | undefined =>
    value === undefined ? undefined : shown(value, session.has("show-secrets"));
  const steps = events.flatMap((event) =>
    event.kind === "step-done" || event.kind === "step-failed"
      ? [
          {
            op: event.step.op,
            urn: event.step.urn,
            inputs: show(event.step.new?.inputs),
            detailedDiff: event.step.diff,
            ...(event.kind === "step-failed" ? { failed: event.message } : {}),
          },
        ]
      : [],
  );
  const diagnostics = events.flatMap((event) =>
    event.kind === "diagnostic" && !event.ephemeral
      ? [{ urn: event.urn, severity: event.severity, message: event.message }]
      : [],
  );
  const summary = events.find((event) => event.kind === "summary");
  return {
    steps,
    diagnostics,
    policies: events.filter((event) => event.kind === "policy-violation"),
    changeSummary: summary?.changes,
    duration: Math.round((summary?.seconds ?? 0) * 1e9),
  };
}
