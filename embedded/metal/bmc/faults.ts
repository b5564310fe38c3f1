import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../problem";
import type { BareMachine } from "./plan";

/** What can be made to go wrong with a machine or its controller. */
export const FAULTS = {
  power: "the controller accepts every reset, and nothing happens",
  media: "inserting a medium fails",
  drop: "the controller drops every connection before it answers",
  error: "the controller answers every request with an error of its own (500)",
  slow: "the controller takes some seconds for each answer",
  boot: "the machine is on and never boots",
} as const;
export type Fault = keyof typeof FAULTS;

const faultsFile = ({ folder }: Pick<BareMachine, "folder">): string => join(folder, "faults.json");

/** The faults that are switched on; read anew each time, so that they may change while all runs. */
export function readFaults(machine: Pick<BareMachine, "folder">): Set<Fault> {
  const file = faultsFile(machine);
  return new Set(existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Fault[]) : []);
}

/** Switches on exactly these faults. @throws Problem for one that does not exist, or without a controller */
export function setFaults(machine: Pick<BareMachine, "folder">, faults: string[]): void {
  const unknown = faults.filter((fault) => !(fault in FAULTS));
  if (unknown.length > 0) {
    const known = Object.entries(FAULTS).map(([name, says]) => `\n  ${name.padEnd(6)} ${says}`);
    throw new Problem(`There is no fault ${unknown.join(", ")}. There are:${known.join("")}`);
  }
  if (!existsSync(machine.folder)) {
    throw new Problem(
      "The machine has no controller. Make the controllers first: node --import tsx embedded/metal/main.ts room",
    );
  }
  if (faults.length === 0) rmSync(faultsFile(machine), { force: true });
  else writeFileSync(faultsFile(machine), JSON.stringify(faults));
}
