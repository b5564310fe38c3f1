import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { caFile, passwordFile } from "../../../../embedded/metal/bmc/identity";
import { planRoom, type BareMachine, type Room } from "../../../../embedded/metal/bmc/plan";
import { stateFolder } from "../../../../embedded/metal/paths";
import type { Lab, Machine } from "../../../../embedded/metal/plan";
import { Progress } from "../../../../embedded/metal/progress";

/** Two machines, or more, on networks that no environment uses, so that a running lab is left alone. */
export function smallRoom(
  prefix: string,
  second: number,
  names = ["one", "two"],
): { lab: Lab; room: Room } {
  const cidr = (third: number) => `10.${second}.${third}.0/24`;
  const machine = (name: string, number: number): Machine => ({
    name,
    management: `10.${second}.0.${number}`,
    label: `${prefix}${name}`,
    cards: ["mgmt", "api"].map((network) => ({
      device: `${network}0`,
      cable: `${prefix}${number}-${network}`,
      bridge: `${prefix}${network}`,
      mtu: 1500,
    })),
  });
  const lab: Lab = {
    prefix,
    folder: join(stateFolder(), `lab-test-${prefix}`),
    domain: "test.internal",
    gateway: `10.${second}.0.1`,
    bridges: [
      {
        name: `${prefix}mgmt`,
        cidr: cidr(0),
        address: `10.${second}.0.1/24`,
        mtu: 1500,
      },
      { name: `${prefix}api`, cidr: cidr(1), mtu: 1500 },
    ],
    machines: names.map((name, at) => machine(name, 11 + at)),
    masqueraded: [cidr(0)],
  };
  return { lab, room: planRoom(lab, cidr(9), { cpus: 2, memoryGiB: 4, diskGiB: 6 }) };
}

export const quiet = new Progress();
quiet.step = () => undefined;

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

/** A request to a machine's controller, by its password unless other headers are given. */
export function redfish(
  room: Room,
  machine: BareMachine,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Reply> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const secret = `root:${readFileSync(passwordFile(machine), "utf8")}`;
  const options = {
    host: machine.bmc,
    method,
    path: `/redfish/v1${path}`,
    ca: readFileSync(caFile(room)),
    headers: headers ?? { authorization: `Basic ${Buffer.from(secret).toString("base64")}` },
  };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject).on("end", () => {
        const said = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: said === "" ? {} : (JSON.parse(said) as Record<string, unknown>),
        });
      });
    });
    call.on("error", reject).end(text);
  });
}

/** All that carries a room's name on this computer, a line each. */
export function traces({ prefix, folder }: Lab): string[] {
  const look = `{ ip -o link; ip netns; cat /proc/mounts; losetup -a; nft list tables
    find /sys/fs/cgroup -maxdepth 3 -type d; ps -eo args; } 2>/dev/null`;
  return execFileSync("sh", ["-c", look], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(prefix) || line.includes(folder));
}

/** Waits until something is so. @throws after `seconds`, with what it was last */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T>,
  good: (found: T) => boolean,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (good(found)) return found;
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s; last: ${JSON.stringify(found)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
