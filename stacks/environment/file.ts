import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { RawEnvironment } from "./parse";

const PREFIX = "openstack-environment:";

/** The sections of an environment file, for what reads it without Pulumi: not checked, secrets still encrypted. */
export function readSections(file: string): RawEnvironment {
  const { config = {} } = (parse(readFileSync(file, "utf8")) ?? {}) as {
    config?: Record<string, unknown>;
  };
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), value]));
}
