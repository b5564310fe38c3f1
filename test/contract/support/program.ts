import { join, resolve } from "node:path";
import type { RunResult } from "../../../embedded/engine/deployment";
import type { Deployment } from "../../../embedded/engine/types";
import { runEngine, type Asked } from "../../support/engine";

const PROGRAMS = resolve(__dirname, "../../fixtures/programs");

/**
 * Runs a program of test/fixtures/programs, which has our providers, by the embedded engine.
 * @returns what came of it, and the state after it
 */
export function runProgram(
  name: string,
  deployment: Deployment,
  asked: Omit<Asked, "projectDir" | "project">,
): Promise<{ result: RunResult; deployment: Deployment }> {
  return runEngine(deployment, {
    projectDir: join(PROGRAMS, name),
    project: {
      name: "program",
      main: "index.ts",
      nodeargs: ["--import", "tsx"],
      providers: ["ironic", "cloudkitty"].map((provider) => ({
        name: provider,
        path: `../../../../providers/${provider}`,
      })),
    },
    ...asked,
  });
}
