import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { TenantCredentials } from "../../../components/tenant/outputs";

interface Clouds {
  clouds: Record<string, { auth: { password?: string } }>;
}

/** Every password and secret that the lab's outputs hold. */
export function secretsIn(outputs: {
  adminPassword: string;
  tenantCredentials: Record<string, TenantCredentials>;
}): string[] {
  const perTenant = Object.values(outputs.tenantCredentials).flatMap((credentials) => [
    ...Object.values(credentials.applicationCredentials).map(({ secret }) => secret),
    ...Object.values((parse(credentials.cloudsYaml) as Clouds).clouds).flatMap(
      ({ auth }) => auth.password ?? [],
    ),
  ]);
  return [outputs.adminPassword, ...perTenant];
}

/** The files below a folder, at any depth. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files that hold one of the words. */
export function holding(files: string[], words: string[]): string[] {
  return files.filter((file) => {
    const content = readFileSync(file);
    return words.some((word) => content.includes(word));
  });
}

export const isPrivate = (file: string): boolean => (statSync(file).mode & 0o077) === 0;
