import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EnvironmentError, type Mistake } from "../../../stacks/environment/mistakes";
import { parseEnvironment, type RawEnvironment } from "../../../stacks/environment/parse";

const ROOT = join(__dirname, "..", "..", "..");

/** What an environment file of the project holds, by section. */
export function readFile(environment: string): RawEnvironment {
  const text = readFileSync(join(ROOT, `Pulumi.${environment}.yaml`), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace("openstack-environment:", ""),
      value,
    ]),
  );
}

/** A value in a file that has not been checked: anything may stand anywhere. */
type Loose = { [key: string]: Loose } & Loose[];

/** The lab's environment with a change to it. */
export function labWith(change: (lab: Loose) => void): RawEnvironment {
  const lab = readFile("lab");
  change(lab as Loose);
  return lab;
}

/** Puts any value anywhere. */
export function set(holder: Loose, key: string | number, value: unknown): void {
  holder[key as number] = value as Loose;
}

/** All mistakes that are found. */
export function mistakesIn(raw: RawEnvironment): readonly Mistake[] {
  try {
    parseEnvironment(raw, "lab");
  } catch (error) {
    if (error instanceof EnvironmentError) return error.mistakes;
    throw error;
  }
  return [];
}
