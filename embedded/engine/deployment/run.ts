import { Server, ServerCredentials } from "@grpc/grpc-js";

import type { Properties } from "../types";
import type { RunOptions, RunResult } from "./contract";
import { Execution, Stopped } from "./execution";
import { CHANNEL_OPTIONS, messageOf } from "./plugins/rpc";
import { PolicyPacks } from "./policy";
import { serveEngine } from "./program/engineService";
import { serveMonitor } from "./program/monitor";
import { runProgram } from "./program/program";
import { Providers } from "./providers";
import { deleteLeftovers } from "./resources/delete";
import { keepOutputs } from "./resources/outputs";
import { reportPending, settlePending } from "./resources/pending";
import { refresh } from "./resources/refresh";
import { register } from "./resources/register";
import type { Registering } from "./resources/register";
import { STACK_TYPE } from "./values/urn";

/**
 * Runs one command on one stack. What goes wrong is told by events, and by `failed`; the promise
 * rejects only when the engine itself is at fault.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  const execution = new Execution(options);
  const { command, previewOf = "up", project, stack } = options;
  const doing = command === "preview" ? previewOf : command;
  execution.emit({ kind: "prelude", command, previewOf, project: project.name, stack });
  const oldOutputs = outputsOf(execution);
  const server = new Server(CHANNEL_OPTIONS);
  let address = "";
  const policies = new PolicyPacks(execution);
  const providers = new Providers(
    execution,
    () => address,
    (goal) => register(context, goal),
  );
  const context: Registering = { execution, providers, policies };
  serveEngine(server, execution);
  serveMonitor(server, context);
  try {
    address = await listen(server);
    await settlePending(execution);
    // Only the program can tell which resources are new.
    if (doing !== "up") execution.checkTargets();
    if (doing === "refresh" || options.refreshFirst) await refresh(execution, providers);
    if (doing === "destroy") await deleteLeftovers(execution, providers);
    if (doing === "up") {
      policies.start(address);
      await runProgram(execution, address);
      execution.checkTargets();
      reportPending(execution);
      await policies.examineStack();
      await deleteLeftovers(execution, providers);
    }
  } catch (error) {
    if (!(error instanceof Stopped) && !execution.stopSignal.aborted) {
      execution.tell("error", messageOf(error));
    }
    execution.stop();
  } finally {
    await execution.slots.idle();
    if (execution.failed && doing === "up") await keepOutputs(execution, oldOutputs);
    await providers.stop();
    await policies.stop();
    server.forceShutdown();
  }
  const { failed, cancelled, changes } = execution;
  if (cancelled) execution.tell("error", `${doing === "up" ? "update" : doing} canceled`);
  const outputs = doing === "up" && execution.rootUrn ? execution.outputs : outputsOf(execution);
  const seconds = (performance.now() - started) / 1000;
  execution.emit({
    kind: "summary",
    command,
    changes,
    outputs,
    oldOutputs,
    seconds,
    failed,
    policyPacks: await policies.used(),
  });
  const { untouched } = execution.state;
  return {
    failed,
    cancelled,
    changes,
    untouched,
    outputs,
    deployment: execution.state.deployment(),
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(`127.0.0.1:${port}`);
      else reject(error);
    });
  });
}

/** The stack's outputs as the state has them. */
function outputsOf(execution: Execution): Properties {
  const { base, news } = execution.state;
  const entries = [...news.values(), ...base.values()];
  return entries.find(({ state }) => state.type === STACK_TYPE)?.state.outputs ?? {};
}
