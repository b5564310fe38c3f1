import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, linkSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../../../embedded/engine/types";
import { passwordFile } from "../../../../embedded/metal/bmc/identity";
import type { BareMachine, Room } from "../../../../embedded/metal/bmc/plan";
import type { Lab } from "../../../../embedded/metal/plan";
import type { BareMetalSite } from "../../../fixtures/programs/bare-metal";
import { runProgram } from "../../support/program";
import type { Ironic } from "./ironic";
import { IronicRoom } from "./ironic-room";
import { smallRoom } from "./room";

const MEND = join(__dirname, "../../../../components/metal/mend-ironic.sh");
const NUMBERS: Record<string, number> = { one: 11, two: 12, spare: 13 };

/** Two machines with their controllers, an Ironic, and the program that makes hosts of them. */
export class BareMetalRoom {
  private readonly base: IronicRoom;
  site!: BareMetalSite;
  deployment: Deployment = { resources: [], pendingOperations: [] };
  /** Of the last run. */
  warnings: string[] = [];

  constructor(
    prefix: string,
    private readonly second: number,
    names?: string[],
  ) {
    const { lab, room } = smallRoom(prefix, second, names);
    this.base = new IronicRoom(lab, room, `10.${second}.9.1`);
  }

  get lab(): Lab {
    return this.base.lab;
  }
  get room(): Room {
    return this.base.room;
  }
  get ironic(): Ironic {
    return this.base.ironic;
  }
  /** Where Ironic and the images are. */
  get seed(): string {
    return this.base.address;
  }
  private get folder(): string {
    return this.base.folder;
  }
  private get key(): string {
    return join(this.folder, "key");
  }

  /**
   * @param settings of Ironic beside those of every test, as in ironic.conf
   * @param mended as on a seed: only then does Ironic check the power of nodes that were changed
   */
  async start(settings = "", { mended = false } = {}): Promise<void> {
    await this.base.open((ironic) => {
      appendFileSync(ironic.at("state/ironic.conf"), settings);
      if (mended) copyFileSync(MEND, ironic.at("state/mend.sh"));
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", this.key]);
      linkSync(ironic.at("http/images/host.iso"), ironic.at("http/images/other.iso"));
    });
    this.site = this.declaredSite();
  }

  stop(): Promise<void> {
    return this.base.close();
  }

  private declaredSite(): BareMetalSite {
    const { room, seed, key, second } = this;
    const network = (third: number, device: string) => ({
      cidr: `10.${second}.${third}.0/24`,
      interface: device,
      mtu: 1500,
    });
    return {
      provider: { endpoint: `http://${seed}:6385`, userName: "any", password: "any" },
      redfishVerifyCa: "/state/ca.crt",
      image: { bootIso: `http://${seed}:8080/images/host.iso` },
      networks: {
        management: { ...network(0, "mgmt0"), gateway: `10.${second}.0.1` },
        api: network(1, "api0"),
        storage: network(2, "stor0"),
        tenant: network(3, "ten0"),
      },
      hardware: {
        deploy: "ramdisk",
        cleaning: "none",
        secureBoot: false,
        bonds: {},
        cpus: 2,
        memory: 4,
        disk: 6,
      },
      login: {
        user: "root",
        privateKey: readFileSync(key, "utf8"),
        publicKey: readFileSync(`${key}.pub`, "utf8").split(" ").slice(0, 2).join(" "),
      },
      machines: Object.fromEntries(
        room.machines.map((machine) => [machine.name, this.declared(machine)]),
      ),
    };
  }

  /** The last part of a machine's addresses. */
  numberOf(name: string): number {
    return NUMBERS[name] ?? assert.fail(name);
  }

  declared(machine: BareMachine): BareMetalSite["machines"][string] {
    const number = this.numberOf(machine.name);
    const [management = "", api = ""] = machine.cards.map(({ mac }) => mac);
    return {
      addresses: {
        management: `10.${this.second}.0.${number}`,
        api: `10.${this.second}.1.${number}`,
      },
      nics: { mgmt0: management, api0: api },
      bmc: {
        address: machine.bmc,
        username: "root",
        password: readFileSync(passwordFile(machine), "utf8").trim(),
      },
      installation: 1,
    };
  }

  /** @param more of one machine of the site */
  withMachine(name: string, more: object, from = this.site): BareMetalSite {
    const machine = { ...from.machines[name], ...more } as BareMetalSite["machines"][string];
    return { ...from, machines: { ...from.machines, [name]: machine } };
  }

  /**
   * What is done, `OP TYPE NAME` sorted, without what stays the same, and with what a refresh found
   * changed: `OP TYPE NAME: PATH ...`; and errors, `TYPE NAME: ERROR`.
   */
  async pulumi(command: "up" | "preview" | "refresh" | "destroy", wanted = this.site) {
    const done: string[] = [];
    const errors: string[] = [];
    const warnings = (this.warnings = [] as string[]);
    const { result, deployment } = await runProgram("bare-metal", this.deployment, {
      command,
      config: { "program:site": JSON.stringify(wanted) },
      emit: (event) => {
        if (event.kind === "step-done" && event.step.op !== "same") {
          const found = command === "refresh" ? (event.step.diff ?? []) : [];
          const paths = found.length > 0 ? `: ${found.map(({ path }) => path).join(" ")}` : "";
          done.push(`${event.step.op} ${nameOf(event.step.urn)}${paths}`);
        }
        if (event.kind === "step-failed") {
          errors.push(`${nameOf(event.step.urn)}: ${event.message}`);
        }
        if (event.kind !== "diagnostic") return;
        // What a step failed of is told again by the engine's own diagnostic.
        const isTold = errors.some((text) => text.endsWith(event.message));
        if (event.severity === "error" && !isTold) errors.push(event.message);
        if (event.severity === "warning") warnings.push(event.message);
      },
    });
    this.deployment = deployment;
    assert.equal(result.failed, errors.length > 0);
    return { done: done.sort(), errors };
  }

  /** Runs a command on a host, whose key has to be this one. @param hostKey by default, what was made for it */
  on(name: string, command: string, hostKey?: string): string {
    const { folder, key, second } = this;
    const made = this.deployment.resources.find(({ urn }) =>
      urn.endsWith(`PrivateKey::${name}-host`),
    );
    const address = `10.${second}.0.${this.numberOf(name)}`;
    const pin = `${address} ${hostKey ?? (made?.outputs?.publicKeyOpenssh as string)}`;
    writeFileSync(join(folder, "known"), pin);
    const options = ["BatchMode=yes", "ConnectTimeout=3", `UserKnownHostsFile=${folder}/known`];
    const words = ["-F", "none", "-i", key, ...options.flatMap((option) => ["-o", option])];
    return execFileSync("ssh", [...words, `root@${address}`, command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Another one after each start. */
  boot(name: string, hostKey?: string): string {
    return this.on(name, "cut -d ' ' -f 22 /proc/1/stat", hostKey);
  }
}

function nameOf(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(-2);
  return `${type.split("$").at(-1)?.split(":").at(-1)} ${name}`;
}
