import { readFile, writeFile } from "node:fs/promises";
import { readIdentity } from "./identity";
import type { Room } from "./plan";
import { serveRedfish } from "./redfish/server";

/**
 * The controllers of a room in one process, each on its own address. It may end at any time: the
 * machines run on, and what a controller has to remember is in files.
 * Arguments: the room as JSON, the file that says that all listen.
 */
async function main([roomFile = "", readyFile = ""]: string[]): Promise<void> {
  const room = JSON.parse(await readFile(roomFile, "utf8")) as Room;
  for (const machine of room.machines) {
    const log = (line: string) =>
      void process.stdout.write(`${new Date().toISOString()} ${machine.name} ${line}\n`);
    await serveRedfish({ machine, ...(await readIdentity(machine)), log }, machine.bmc);
  }
  await writeFile(readyFile, String(process.pid));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
