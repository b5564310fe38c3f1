import { resolve } from "node:path";

import type { Execution } from "../execution";
import { sdkScript } from "../plugins/locate";
import { eachLine, startNode } from "../plugins/process";

/** How the SDK says that it has told the operator already what went wrong. */
const ALREADY_TOLD = 32;

/**
 * Runs the program to its end with the SDK's own runner; when the run stops it is ended at once.
 * @param address where the engine serves
 */
export async function runProgram(execution: Execution, address: string): Promise<void> {
  const { projectDir, project, stack, organization, parallel } = execution.options;
  const flags = [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project.name}`,
    `--stack=${stack}`,
    `--organization=${organization}`,
    `--root-directory=${projectDir}`,
    `--pwd=${projectDir}`,
    `--parallel=${parallel}`,
    ...(execution.preview ? ["--dry-run"] : []),
  ];
  const child = startNode({
    nodeargs: project.nodeargs ?? [],
    script: sdkScript(projectDir, "run"),
    args: [...flags, project.main === undefined ? "." : resolve(projectDir, project.main)],
    cwd: projectDir,
    settings: configurationSettings(execution),
  });
  const end = (): void => {
    child.kill("SIGKILL");
  };
  execution.stopSignal.addEventListener("abort", end, { once: true });
  if (execution.stopSignal.aborted) end();
  eachLine(child, (line) => {
    if (line.trim() !== "") execution.tell("info", line, execution.rootUrn);
  });
  const [code, killer] = await new Promise<[number | null, string | null]>((ended, failed) => {
    child.once("error", failed);
    child.once("close", (...how) => ended(how));
  });
  execution.stopSignal.removeEventListener("abort", end);
  execution.proceed();
  // Violated policies fail a preview too, but do not end it: it goes on to show all that is wrong.
  if (code === 0 && (execution.preview || !execution.failed)) return;
  if (code !== 0 && (code !== ALREADY_TOLD || !execution.failed)) {
    const how = killer === null ? `with exit code ${code}` : `by ${killer}, sent from outside`;
    execution.tell("error", `The program ended ${how}.`, execution.rootUrn);
  }
  execution.stop();
  execution.proceed();
}

/** The stack's configuration as the SDK reads it. */
export function configurationSettings({ options }: Execution): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(options.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.configSecretKeys),
  };
}
