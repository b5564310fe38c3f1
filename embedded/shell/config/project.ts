import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import type { Project } from "../../engine/deployment";

/** A project on disk. */
export interface ProjectFolder {
  folder: string;
  project: Project;
}

interface ProjectFile {
  name?: string;
  main?: string;
  runtime?: string | { name?: string; options?: { nodeargs?: string } };
  plugins?: { providers?: { name: string; path: string }[] };
}

/**
 * The project in a folder or the nearest one above it.
 * @throws Error when there is none, or it is not for Node.js
 */
export function findProject(from: string): ProjectFolder {
  let folder = resolve(from);
  while (!existsSync(join(folder, "Pulumi.yaml"))) {
    const above = dirname(folder);
    if (above === folder) {
      throw new Error(
        `no Pulumi.yaml project file found (searching upwards from ${resolve(from)}). ` +
          "Go to the project's folder, or name it with --cwd",
      );
    }
    folder = above;
  }
  const file = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as ProjectFile | null;
  const runtime = typeof file?.runtime === "string" ? { name: file.runtime } : file?.runtime;
  if (!file?.name || runtime?.name !== "nodejs") {
    throw new Error(
      `${join(folder, "Pulumi.yaml")}: name is ${JSON.stringify(file?.name ?? null)} and runtime is ` +
        `${JSON.stringify(runtime?.name ?? null)}; the embedded engine needs a name and runs ` +
        "'nodejs' only",
    );
  }
  const nodeargs = runtime.options?.nodeargs?.split(/\s+/).filter((word) => word !== "");
  return {
    folder,
    project: {
      name: file.name,
      main: file.main,
      nodeargs,
      providers: file.plugins?.providers,
    },
  };
}
