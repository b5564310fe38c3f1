import { deploymentInputs } from "../fields/deployment";
import type { Field, Fields } from "../../fields/field";
import type { DiffRequest, DiffResult, Properties } from "../../server";
import { diffInputs } from "../../server";
import { unmask } from "./patch";

/**
 * Compares by the table: in place, or as a replacement that deletes first, for there is one machine.
 * A value that was only ever read masked is no difference.
 */
export function diffByTable(fields: Fields, request: DiffRequest): DiffResult {
  const olds = Object.fromEntries(
    Object.entries(request.oldInputs).map(([name, value]) => [
      name,
      unmask(value, request.inputs[name]),
    ]),
  );
  const replaces = (name: string): boolean => (fields[name]?.change ?? "in place") !== "in place";
  return diffInputs(olds, request.inputs, replaces, true);
}

/**
 * Compares deployments. Where an installation is named, what would redeploy waits for another one;
 * naming it at first, or no more, is no other installation.
 */
export function diffDeployment(request: DiffRequest): DiffResult {
  const now = request.inputs.installation ?? null;
  const before = request.oldInputs.installation ?? null;
  const waits = (name: string): boolean =>
    name === "installation" ? now === null || before === null : now !== null;
  const fields = Object.fromEntries(
    Object.entries(deploymentInputs).map(([name, field]): [string, Field] => [
      name,
      field.change === "redeploy" && waits(name) ? { ...field, change: "in place" } : field,
    ]),
  );
  return diffByTable(fields, request);
}

/** Values that are written in more than one way, in the one that the state keeps. */
export function normalised(fields: Fields, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, fields[name]?.normal?.(value) ?? value]),
  );
}
