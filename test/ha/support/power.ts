import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cgroupRoot } from "../../../embedded/metal/cgroup";
import { must } from "../../e2e/support/command";

/** Takes the power from hosts, all in the same moment: nothing in them gets to say goodbye. */
export function powerOff(...hosts: string[]): void {
  for (const host of hosts) writeFileSync(join(cgroupRoot(), `osl-${host}`, "cgroup.kill"), "1");
}

/** Gives power to every host that has none, and waits until all answer SSH. */
export const powerOn = (): Promise<string> =>
  must(["node", "--import", "tsx", "embedded/metal/main.ts", "up"]);
