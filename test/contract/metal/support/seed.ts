import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import type { Deployment, Properties } from "../../../../embedded/engine/types";
import { buildImage, SEED } from "../../../../embedded/metal/image";
import { hostKeyFile, keyFile, makeKeys, sshCommand } from "../../../../embedded/metal/keys";
import { boot, waitForSsh } from "../../../../embedded/metal/machine";
import { connect } from "../../../../embedded/metal/network";
import { stateFolder } from "../../../../embedded/metal/paths";
import type { Lab, Machine } from "../../../../embedded/metal/plan";
import { runProgram } from "../../support/program";
import { quiet } from "./room";

/** A lab of one machine, on a management network and on one of controllers. */
export function seedLab(prefix: string, second: number): { lab: Lab; machine: Machine } {
  const networks = [
    { device: "mgmt0", third: 0 },
    { device: "bmc0", third: 9 },
  ];
  const bridge = (device: string) => `${prefix}${device.slice(0, -1)}`;
  const machine: Machine = {
    name: "seed",
    management: `10.${second}.0.5`,
    label: `${prefix}seed`,
    cards: networks.map(({ device, third }) => ({
      device,
      cable: `${prefix}5-${device.slice(0, -1)}`,
      bridge: bridge(device),
      address: `10.${second}.${third}.5/24`,
      mtu: 1500,
    })),
  };
  const lab: Lab = {
    prefix,
    folder: join(stateFolder(), `lab-test-${prefix}`),
    domain: "test.internal",
    gateway: `10.${second}.0.1`,
    bridges: networks.map(({ device, third }) => ({
      name: bridge(device),
      cidr: `10.${second}.${third}.0/24`,
      address: `10.${second}.${third}.1/24`,
      mtu: 1500,
    })),
    machines: [machine],
    masqueraded: [`10.${second}.0.0/24`],
  };
  return { lab, machine };
}

/** Boots the machine with the packages of a seed, and as Debian starts them. */
export async function bootSeed(lab: Lab, machine: Machine): Promise<void> {
  const image = await buildImage(quiet, SEED);
  await makeKeys(lab);
  await connect(lab);
  await boot(lab, machine, image);
  await waitForSsh(lab, machine);
  on(lab, machine, "systemctl enable --quiet --now --no-block ironic-api ironic-conductor nginx");
}

/** Runs bash on the machine. @throws with what it said */
export function on(lab: Lab, machine: Machine, script: string): string {
  const [program = "", ...args] = sshCommand(lab, machine, ["bash -s"]);
  return execFileSync(program, args, {
    input: script,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  }).trim();
}

/** How steps connect to the machine. */
export const connection = (lab: Lab, machine: Machine) => ({
  host: machine.management,
  user: "root",
  privateKey: readFileSync(keyFile(lab), "utf8"),
  hostKey: readFileSync(`${hostKeyFile(lab, machine)}.pub`, "utf8")
    .split(" ")
    .slice(0, 2)
    .join(" "),
});

/** The program with a seed, by the embedded engine and its plugins. */
export class SeedStack {
  deployment: Deployment = { resources: [], pendingOperations: [] };

  constructor(private readonly config: { seed: object; image: object }) {}

  /** @returns outputs, which of them are secret, and what was done: `OP NAME` sorted; errors if it failed */
  async up(more: Partial<{ seed: object; image: object }> = {}) {
    const done: string[] = [];
    const errors: string[] = [];
    const { seed, image } = { ...this.config, ...more };
    const { result, deployment } = await runProgram("seed", this.deployment, {
      command: "up",
      config: { "program:seed": JSON.stringify(seed), "program:image": JSON.stringify(image) },
      emit: (event) => {
        if (event.kind === "step-done") done.push(`${event.step.op} ${nameOf(event.step.urn)}`);
        if (event.kind === "step-failed")
          errors.push(`${nameOf(event.step.urn)}: ${event.message}`);
        if (event.kind === "diagnostic" && event.severity === "error") errors.push(event.message);
      },
    });
    this.deployment = deployment;
    const { outputs } = result;
    const secrets = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
    return {
      outputs: plain(outputs) as Record<string, unknown>,
      secrets,
      done: done.sort(),
      errors,
    };
  }

  /** What a step sends to its host. */
  stepText(name: string): string {
    const found = this.deployment.resources.find(
      ({ urn, type }) => nameOf(urn) === name && type === "command:remote:Command",
    );
    return (plain(found?.inputs ?? {}) as { stdin: string }).stdin;
  }
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;

/** Values without the marks of secrets. */
function plain(value: Properties[string] | Properties): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return plain((value as { value: Properties[string] }).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

export interface Login {
  endpoint: string;
  userName: string;
  password: string;
  ca?: string;
}

/** Asks Ironic. @returns status and body */
export function ask(
  { endpoint, userName, password, ca }: Login,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((done, reject) => {
    const call = request(
      `${endpoint}${path}`,
      {
        method,
        ca,
        auth: `${userName}:${password}`,
        headers: {
          "X-OpenStack-Ironic-API-Version": "1.96",
          "Content-Type": "application/json",
          Connection: "close",
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", reject).on("end", () =>
          done({
            status: response.statusCode ?? 0,
            body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
          }),
        );
      },
    );
    call.on("error", reject).end(body === undefined ? "" : JSON.stringify(body));
  });
}
