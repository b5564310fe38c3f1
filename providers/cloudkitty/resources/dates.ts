import type { CloudKitty } from "../api/client";
import type { Tools } from "../config";
import { textOf } from "../../fields/text";
import { ApiError } from "../../openstack";
import type { CheckFailure, Properties } from "../../server";

const DATES = ["start", "end"];

const told = new WeakMap<CloudKitty, Map<string, Promise<boolean>>>();

/** Says of dates that this CloudKitty knows none, before it refuses them. */
export async function dateMistakes(
  tools: () => Tools,
  path: string,
  inputs: Properties,
): Promise<CheckFailure[]> {
  const given = DATES.filter((name) => (inputs[name] ?? null) !== null);
  if (given.length === 0 || (await knowsDates(tools().cloudkitty, path))) return [];
  return given.map((property) => ({
    property,
    reason:
      "this CloudKitty does not know when a rule holds (a release after 22.0.0 does): leave it out. " +
      "What is declared holds for every period that is not rated yet.",
  }));
}

function knowsDates(cloudkitty: CloudKitty, path: string): Promise<boolean> {
  const known = told.get(cloudkitty) ?? new Map<string, Promise<boolean>>();
  told.set(cloudkitty, known);
  const asked = known.get(path) ?? ask(cloudkitty, path);
  known.set(path, asked);
  asked.catch(() => known.delete(path));
  return asked;
}

/**
 * Asks by a request that no release can fulfil, for a rule without a parent and a script without a
 * name are refused: what it is refused for tells.
 */
async function ask(cloudkitty: CloudKitty, path: string): Promise<boolean> {
  const start = "2100-01-01T00:00:00+00:00";
  const body: Properties = path.endsWith("/scripts") ? { start } : { start, cost: "0" };
  try {
    await cloudkitty.call({ method: "POST", path, body });
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) {
      return !/unknown attributes?/i.test(error.reason);
    }
    throw error;
  }
  return true;
}

/** Whether it holds already by the dates that CloudKitty tells: then it can only be ended. */
export function hasStarted(olds: Properties): boolean {
  const start = Date.parse(textOf(olds.start));
  return !Number.isNaN(start) && start <= Date.now();
}
