import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { messageOf, Problem } from "../cli/problem";
import type { Project } from "../deployment/contract";

const FILE = z.object({
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/),
  runtime: z.union([
    z.literal("nodejs"),
    z.object({
      name: z.literal("nodejs"),
      options: z.object({ nodeargs: z.string().optional() }).optional(),
    }),
  ]),
  main: z.string().optional(),
  config: z.record(z.string(), z.json()).optional(),
  stackConfigDir: z.string().optional(),
  plugins: z
    .object({ providers: z.array(z.object({ name: z.string(), path: z.string() })).optional() })
    .optional(),
});

export type Json = z.infer<ReturnType<typeof z.json>>;

/** Pulumi.yaml. */
export interface ProjectFile extends Project {
  /** The folder of Pulumi.yaml. */
  folder: string;
  /** The folder of Pulumi.<stack>.yaml. */
  configFolder: string;
  /** `config:`, keys as written. */
  defaults: Record<string, Json>;
}

/** Reads the Pulumi.yaml of a folder, or of the nearest one above it. */
export async function readProject(start: string): Promise<ProjectFile> {
  const folder = findFolder(start);
  const path = join(folder, "Pulumi.yaml");
  const text = await readFile(path, "utf8");
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new Problem(`${path} is not YAML: ${messageOf(error)}`);
  }
  const parsed = FILE.safeParse(content);
  if (!parsed.success) throw new Problem(`${path} is wrong:\n${z.prettifyError(parsed.error)}`);
  const { name, main, runtime, config = {}, stackConfigDir = ".", plugins } = parsed.data;
  const nodeargs = typeof runtime === "string" ? undefined : runtime.options?.nodeargs;
  return {
    name,
    main,
    nodeargs: nodeargs?.split(/\s+/).filter((word) => word !== ""),
    providers: plugins?.providers,
    folder,
    configFolder: join(folder, stackConfigDir),
    defaults: config,
  };
}

function findFolder(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new Problem(
    `no Pulumi.yaml project file found in ${start} or above it; choose another folder by --cwd`,
  );
}
