import { join } from "node:path";
import { readSections } from "../../../stacks/environment/file";
import { EnvironmentError, type Mistake } from "../../../stacks/environment/mistakes";
import { parseEnvironment, type RawEnvironment } from "../../../stacks/environment/parse";

const ROOT = join(__dirname, "..", "..", "..");

/** What an environment file of the project holds, by section. */
export const readFile = (environment: string): RawEnvironment =>
  readSections(join(ROOT, `Pulumi.${environment}.yaml`));

type Change = [path: string, value: unknown];

/** The lab's environment with a change to it. */
export const labWith = (...changes: Change[]): RawEnvironment => changed("lab", changes);

/** The reference site, whose hosts are machines with controllers, with a change to it. */
export const prodWith = (...changes: Change[]): RawEnvironment => changed("prod", changes);

function changed(environment: string, changes: Change[]): RawEnvironment {
  const raw = readFile(environment);
  for (const [path, value] of changes) put(raw, path.split("."), value);
  return raw;
}

/** Puts any value anywhere; undefined removes what is there. */
function put(holder: object, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length > 0) put((holder as Record<string, object>)[key] ?? {}, rest, value);
  else if (value === undefined) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, value);
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
