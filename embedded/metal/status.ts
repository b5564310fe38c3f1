import { processesIn } from "./cgroup";
import { sshCommand } from "./keys";
import { groupOf, isRunning } from "./machine";
import type { Lab, Machine } from "./plan";
import { memoryOf } from "./requirements";
import { tryRun } from "./run";

/** A table of the machines, a line each. */
export async function status(lab: Lab): Promise<string> {
  const rows = await Promise.all(lab.machines.map((machine) => row(lab, machine)));
  const table = [["HOST", "STATE", "SSH", "MEMORY", "ADDRESSES"], ...rows];
  const widths = (table[0] ?? []).map((_, at) =>
    Math.max(...table.map((cells) => cells[at]?.length ?? 0)),
  );
  return table
    .map(
      (cells) =>
        cells
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("  ")
          .trimEnd() + "\n",
    )
    .join("");
}

async function row(lab: Lab, machine: Machine): Promise<string[]> {
  const addresses = machine.cards
    .flatMap(({ device, address }) => (address === undefined ? [] : [`${device} ${address}`]))
    .join(", ");
  if (!isRunning(lab, machine)) return [machine.name, "off", "-", "-", addresses];
  const { code } = await tryRun(sshCommand(lab, machine, ["true"]));
  const memory = await memoryOf(await processesIn(groupOf(machine)));
  return [
    machine.name,
    "running",
    code === 0 ? "yes" : "no",
    `${Math.round(memory / 2 ** 20)} MiB`,
    addresses,
  ];
}
