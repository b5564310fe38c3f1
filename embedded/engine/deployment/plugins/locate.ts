import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

import type { Project } from "../contract";
import { isOwn, isServed } from "./own";

/** How a plugin is started: by Node, in a folder. */
export interface Launch {
  nodeargs: string[];
  script: string;
  args: string[];
  cwd: string;
}

const runtimeSchema = z.union([
  z.string().transform((name) => ({ name, options: undefined })),
  z.object({
    name: z.string(),
    options: z.object({ nodeargs: z.string().optional() }).loose().optional(),
  }),
]);

const pluginFile = z.object({ runtime: runtimeSchema, main: z.string().optional() }).loose();

/**
 * The Node arguments and the main file that a PulumiPlugin.yaml or PulumiPolicy.yaml asks for.
 * @throws Error when it is for another runtime than nodejs
 */
export function readPluginFile(file: string): { nodeargs: string[]; main?: string } {
  const { runtime, main } = pluginFile.parse(parse(readFileSync(file, "utf8")));
  if (runtime.name !== "nodejs") {
    throw new Error(
      `${file}: runtime is "${runtime.name}"; the embedded engine runs "nodejs" only. ` +
        `Use the pulumi command for it.`,
    );
  }
  const nodeargs = runtime.options?.nodeargs?.split(/\s+/).filter(Boolean) ?? [];
  return { nodeargs, main };
}

/** A script of the Node SDK that the project uses. */
export function sdkScript(
  projectDir: string,
  name: "run" | "run-plugin" | "run-policy-pack",
): string {
  const request = `@pulumi/pulumi/cmd/${name}`;
  try {
    return require.resolve(request, { paths: [projectDir] });
  } catch {
    throw new Error(
      `The Pulumi SDK is not installed: ${request} is not found from ${projectDir}. Run \`npm install\` there.`,
    );
  }
}

/**
 * Where the provider of a package is: what `plugins.providers` of the project says, or else among
 * the engine's own.
 * @throws Error when there is none
 */
export function locateProvider(projectDir: string, project: Project, name: string): Launch | "own" {
  const declared = project.providers?.find((provider) => provider.name === name);
  if (declared !== undefined) {
    const path = resolve(projectDir, declared.path);
    if (!existsSync(path)) {
      throw new Error(
        `plugins.providers in Pulumi.yaml: the provider "${name}" is to be at ${path}, where nothing is.`,
      );
    }
    return isServed(path) ? "own" : launchDeclared(projectDir, path);
  }
  if (isOwn(name)) return "own";
  throw new Error(
    `There is no provider for the package "${name}". Name its folder in Pulumi.yaml under ` +
      `plugins.providers, or use the pulumi command, which can download it.`,
  );
}

function launchDeclared(projectDir: string, path: string): Launch {
  if (statSync(path).isFile()) {
    return { nodeargs: ["--import", "tsx"], script: path, args: [], cwd: dirname(path) };
  }
  const file = join(path, "PulumiPlugin.yaml");
  const { nodeargs, main } = existsSync(file) ? readPluginFile(file) : { nodeargs: [] };
  const script = sdkScript(projectDir, "run-plugin");
  return { nodeargs, script, args: [main === undefined ? path : join(path, main)], cwd: path };
}
