import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Problem } from "../problem";
import { run, tryRun } from "../run";
import type { BareMachine } from "./plan";

/** What the hosts' initramfs runs for this on metal. */
const SCRIPT = resolve(__dirname, "../../../components/metal/image/state-partition.sh");

/**
 * Mounts the part of a machine's disk with what its deployment wrote, as the hosts' initramfs does;
 * another deployment, known by the uuid of its config drive, begins with an empty one.
 * @returns the folder, or undefined where there is neither a deployment nor anything of one
 * @throws Problem when the disk holds something else
 */
export async function openState(
  machine: BareMachine,
  disk: string,
  configDrive: string | undefined,
): Promise<string | undefined> {
  const uuid = configDrive === undefined ? "" : await uuidOf(configDrive);
  const { code, stdout, stderr } = await tryRun(["sh", SCRIPT, "make", uuid, disk]);
  if (code !== 0) throw new Problem(stderr.trim());
  const partition = stdout.trim();
  if (partition === "") return undefined;
  const folder = join(machine.folder, "state");
  await mkdir(folder, { recursive: true });
  await run(["mount", "-t", "ext4", "-o", "noatime", partition, folder]);
  return folder;
}

async function uuidOf(configDrive: string): Promise<string> {
  const file = join(configDrive, "openstack/latest/meta_data.json");
  if (!existsSync(file)) return "";
  return (JSON.parse(await readFile(file, "utf8")) as { uuid?: string }).uuid ?? "";
}
