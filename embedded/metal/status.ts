import { join } from "node:path";
import { isOn } from "./bmc/power";
import { readSettings } from "./bmc/settings";
import { cgroupRoot, processesIn } from "./cgroup";
import { sshCommand } from "./keys";
import { isRunning } from "./machine";
import type { Lab, Machine } from "./plan";
import { memoryOf } from "./requirements";
import { tryRun } from "./run";
import type { MetalLab } from "./site";

/** A table of the machines, a line each; of those with controllers also what these know. */
export async function status(lab: Lab, metal?: MetalLab): Promise<string> {
  const columns = ["HOST", "STATE", "SSH", "MEMORY", "ADDRESSES"];
  const rows = await Promise.all([
    ...lab.machines.map(async (machine) => [
      ...(await row(lab, machine, isRunning(lab, machine))),
      ...(metal ? ["-", "-"] : []),
    ]),
    ...(metal ? metal.room.machines : []).map(async (bare) => {
      const host = metal?.hosts.find(({ name }) => name === bare.name);
      const { target, override } = readSettings(bare).boot;
      const source = override === "Disabled" ? "Hdd" : `${target} ${override.toLowerCase()}`;
      return [...(host ? await row(lab, host, isOn(bare)) : []), source, bare.bmc];
    }),
  ]);
  return table([[...columns, ...(metal ? ["BOOT", "BMC"] : [])], ...rows]);
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return rows.map((cells) => `${line(cells).trimEnd()}\n`).join("");
}

async function row(lab: Lab, machine: Machine, on: boolean): Promise<string[]> {
  const addresses =
    machine.cards
      .flatMap(({ device, address }) => (address === undefined ? [] : [`${device} ${address}`]))
      .join(", ") || "-";
  if (!on) return [machine.name, "off", "-", "-", addresses];
  const { code } = await tryRun(sshCommand(lab, machine, ["true"]));
  const memory = await memoryOf(await processesIn(join(cgroupRoot(), machine.label)));
  const state = machine.deployed ? "on" : "running";
  const answers = code === 0 ? "yes" : "no";
  return [machine.name, state, answers, `${Math.round(memory / 2 ** 20)} MiB`, addresses];
}
