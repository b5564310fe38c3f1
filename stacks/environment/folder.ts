import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, YAMLError } from "yaml";
import { EnvironmentError, type Mistake } from "./mistakes";
import { isObject } from "./structure";

/** Tenants by name, and the file of each that has one of its own. */
export interface TenantSources {
  tenants: unknown;
  tenantFiles?: Record<string, string>;
}

/**
 * The tenants of an environment: as written, or from a folder when they are `{ folder: PATH }`. There
 * each `NAME.yaml` holds one tenant; PATH is relative to the project.
 * @throws EnvironmentError when the folder or a file in it cannot be read
 */
export function readTenants(setting: unknown, environment: string): TenantSources {
  if (!isObject(setting) || typeof setting.folder !== "string") return { tenants: setting };
  const folder = setting.folder;
  const mistakes: Mistake[] = Object.keys(setting)
    .filter((key) => key !== "folder")
    .map((key) => ({
      path: `tenants.${key}`,
      problem: "stands beside folder",
      allowed: "either a folder, or tenants by name",
      advice: `move it to ${join(folder, `${key}.yaml`)}`,
    }));
  const tenants: Record<string, unknown> = {};
  const tenantFiles: Record<string, string> = {};
  for (const file of listFiles(folder, environment)) {
    const tenant = basename(file, ".yaml");
    const path = join(folder, file);
    tenantFiles[tenant] = path;
    try {
      tenants[tenant] = parse(readFileSync(path, "utf8"));
    } catch (error) {
      if (!(error instanceof YAMLError)) throw error;
      mistakes.push({
        path,
        problem: "is not YAML",
        found: error.message.split("\n")[0],
        allowed: "one tenant's settings in YAML",
        advice: "correct the file there",
      });
    }
  }
  if (mistakes.length > 0) throw new EnvironmentError(`Pulumi.${environment}.yaml`, mistakes);
  return { tenants, tenantFiles };
}

function listFiles(folder: string, environment: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".yaml"))
      .sort();
  } catch (error) {
    throw new EnvironmentError(`Pulumi.${environment}.yaml`, [
      {
        path: "tenants.folder",
        problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`,
        found: folder,
        allowed: "a folder with one YAML file for each tenant",
        advice: "create it, or correct the path; it is relative to the project's folder",
      },
    ]);
  }
}
