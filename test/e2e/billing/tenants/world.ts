import assert from "node:assert/strict";
import type { Client } from "../../personas/client";
import { type LabOutputs, labOutputs } from "../../support/outputs";
import { removeMachines, type Running, startMachine } from "./machine";
import { adminOf, peopleOf, type Person } from "./people";

/** The lab, those who ask, and a machine that runs while all else is tested: it takes minutes to be rated. */
export interface World {
  lab: LabOutputs;
  admin: Client;
  people: Person[];
  owner: Person;
  machine: Running;
  /** When it was deleted, in milliseconds. */
  gone: number;
}

export async function begin(): Promise<World> {
  const lab = await labOutputs();
  const people = await peopleOf(lab);
  const owner = people.find(({ tenant }) => tenant === "engineering") ?? assert.fail("nobody");
  await removeMachines(owner);
  const machine = await startMachine(lab, owner);
  return { lab, admin: await adminOf(lab), people, owner, machine, gone: 0 };
}
