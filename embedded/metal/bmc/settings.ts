import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BareMachine } from "./plan";

/** Redfish's names of what a machine can be told to boot from. */
export const BOOT_TARGETS = ["None", "Cd", "Usb", "Hdd"] as const;
export type BootTarget = (typeof BOOT_TARGETS)[number];
export const OVERRIDES = ["Disabled", "Once", "Continuous"] as const;
export type Override = (typeof OVERRIDES)[number];

/** The virtual drives of a controller, by their Redfish id. */
export const DRIVES = ["Cd", "Usb"] as const;
export type Drive = (typeof DRIVES)[number];

/** What is in a virtual drive. */
export interface Inserted {
  /** Where it was fetched from. */
  url: string;
  /** The fetched copy. */
  file: string;
}

/** What a controller keeps over power loss: machine and controller both read it anew each time. */
export interface Settings {
  boot: { target: BootTarget; override: Override };
  media: Partial<Record<Drive, Inserted>>;
}

const settingsFile = ({ folder }: Pick<BareMachine, "folder">): string =>
  join(folder, "settings.json");

export function readSettings(machine: Pick<BareMachine, "folder">): Settings {
  const file = settingsFile(machine);
  if (!existsSync(file)) return { boot: { target: "None", override: "Disabled" }, media: {} };
  return JSON.parse(readFileSync(file, "utf8")) as Settings;
}

/** Changes the settings in one step: controller and firmware are different processes. */
export function changeSettings(
  machine: Pick<BareMachine, "folder">,
  change: (settings: Settings) => void,
): void {
  const settings = readSettings(machine);
  change(settings);
  const file = settingsFile(machine);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(settings, null, 2));
  renameSync(`${file}.${process.pid}`, file);
}
