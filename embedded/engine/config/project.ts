import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { isMissing, messageOf, Problem } from "../cli/problem";
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

export async function readProject(folder: string): Promise<ProjectFile> {
  const path = join(folder, "Pulumi.yaml");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Problem(`no Pulumi.yaml project file found in ${folder}; choose another by --cwd`);
  }
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
