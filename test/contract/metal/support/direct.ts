import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BMC_CA } from "../../../../components/metal/ironic";
import { caFile } from "../../../../embedded/metal/bmc/identity";
import { buildAgentImage, buildHostImage } from "../../../../embedded/metal/bmc/images";
import type { BareMachine, Room } from "../../../../embedded/metal/bmc/plan";
import { openRoom } from "../../../../embedded/metal/bmc/room";
import { keyFile } from "../../../../embedded/metal/keys";
import { down } from "../../../../embedded/metal/lab";
import type { Lab, Machine } from "../../../../embedded/metal/plan";
import { imagesFolder } from "../../../../embedded/metal/site";
import { controllerOf } from "./ironic-room";
import { quiet, smallRoom, traces, until } from "./room";
import { ask, bootSeed, connection, SeedStack, type Login } from "./seed";

const FOLDER = "/var/lib/metal/images";

/** A seed and a machine whose disk the seed's Ironic has an agent clean and write. */
export class DirectRoom {
  readonly lab: Lab;
  readonly seed: Machine;
  readonly machine: BareMachine;
  private readonly bare: Lab;
  private readonly room: Room;
  private login?: Login;

  constructor(
    prefix: string,
    private readonly second: number,
    change: Partial<BareMachine> = {},
  ) {
    const { lab, room } = smallRoom(prefix, second);
    const [first] = room.machines as [BareMachine];
    this.machine = { ...first, ...change };
    this.bare = lab;
    this.room = { ...room, machines: [this.machine] };
    this.seed = {
      name: "seed",
      management: this.at(0, 5),
      label: `${prefix}seed`,
      cards: ["mgmt", "bmc"].map((network) => ({
        device: `${network}0`,
        cable: `${prefix}s-${network}`,
        bridge: `${prefix}${network}`,
        address: `${this.at(network === "mgmt" ? 0 : 9, 5)}/24`,
        mtu: 1500,
      })),
      folders: { [FOLDER]: imagesFolder(lab) },
    };
    this.lab = { ...lab, machines: [this.seed], bridges: [...lab.bridges, room.network] };
  }

  private at(third: number, fourth: number): string {
    return `10.${this.second}.${third}.${fourth}`;
  }

  async start(): Promise<void> {
    const { lab, seed } = this;
    await down(lab, quiet);
    mkdirSync(imagesFolder(lab), { recursive: true });
    for (const image of [await buildAgentImage(quiet), await buildHostImage(quiet, [])]) {
      for (const file of readdirSync(image)) {
        linkSync(join(image, file), join(imagesFolder(lab), file));
      }
    }
    await openRoom(this.bare, this.room, quiet);
    await bootSeed(lab, seed);
    const host = {
      name: "seed",
      roles: [],
      addresses: { management: seed.management },
      externalInterfaces: {},
      connection: connection(lab, seed),
    };
    const stack = new SeedStack({
      seed: {
        host,
        addresses: { management: seed.management, bmc: this.at(9, 5) },
        bmcCa: readFileSync(caFile(this.room), "utf8"),
      },
      image: { needs: { iso: false, disk: true, agent: true }, folder: FOLDER },
    });
    const { outputs, errors } = await stack.up();
    assert.deepEqual(errors, []);
    this.login = outputs as unknown as Login;
  }

  async stop(): Promise<void> {
    if (!existsSync(this.lab.folder)) return;
    await down(this.lab, quiet);
    assert.deepEqual(traces(this.lab), []);
  }

  private async ask(method: string, path: string, body?: object, expected = 200): Promise<object> {
    assert.ok(this.login);
    const answer = await ask(this.login, method, path, body);
    assert.equal(answer.status, expected, JSON.stringify(answer.body));
    return answer.body;
  }

  /** Asks for a provision state and waits until it is there. */
  async provision(target: string, state: string, more: object = {}): Promise<void> {
    await this.ask("PUT", "/v1/nodes/one/states/provision", { target, ...more }, 202);
    const node = await until(
      `one becomes ${state}`,
      1800,
      () => this.ask("GET", "/v1/nodes/one") as Promise<Record<string, unknown>>,
      ({ reservation, provision_state: now }) =>
        reservation === null && (now === state || / failed$|^error$/.test(String(now))),
    );
    assert.equal(node.provision_state, state, String(node.last_error));
  }

  /** Brings the machine from nothing to a host with the name host1, at .11 of the management network. */
  async deploy(): Promise<void> {
    const { lab, machine, seed } = this;
    const images = `http://${this.at(9, 5)}:8080/images`;
    const link = { id: "l0", type: "phy", ethernet_mac_address: machine.cards[0]?.mac };
    const network = {
      id: "n0",
      link: "l0",
      network_id: "management",
      type: "ipv4",
      ip_address: this.at(0, 11),
      netmask: "255.255.255.0",
      routes: [],
    };
    const sum = readFileSync(join(imagesFolder(lab), "host.img.sha256"), "utf8").split(" ")[0];
    const node = {
      name: "one",
      driver: "redfish",
      driver_info: {
        ...controllerOf(machine, BMC_CA),
        deploy_kernel: `${images}/agent.kernel`,
        deploy_ramdisk: `${images}/agent.initramfs`,
      },
      properties: { capabilities: "boot_mode:uefi" },
      network_data: { links: [link], networks: [network], services: [] },
      instance_info: {
        image_source: `http://${seed.management}:8080/images/host.img`,
        image_os_hash_algo: "sha256",
        image_os_hash_value: sum,
        image_disk_format: "raw",
        image_type: "whole-disk",
      },
    };
    await this.ask("POST", "/v1/nodes", node, 201);
    await this.provision("manage", "manageable");
    await this.provision("inspect", "manageable");
    await this.provision("provide", "available");
    const publicKey = readFileSync(`${keyFile(lab)}.pub`, "utf8").trim();
    await this.provision("active", "active", {
      configdrive: {
        meta_data: { hostname: "host1", public_keys: { operator: publicKey } },
        network_data: {
          links: [{ ...link, name: "mgmt0" }],
          networks: [network],
          services: [],
        },
      },
    });
  }

  /** What the host says to a command as soon as it answers. */
  async hear(command: string, seconds: number): Promise<string> {
    const options = ["-F", "none", "-i", keyFile(this.lab), "-o", "StrictHostKeyChecking=no"];
    const more = ["-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"];
    const words = [...options, ...more, `root@${this.at(0, 11)}`, command];
    return until(
      "the host answers SSH",
      seconds,
      () => {
        try {
          const stdio = { stdio: ["ignore", "pipe", "pipe"] as ("ignore" | "pipe")[] };
          return Promise.resolve(execFileSync("ssh", words, { encoding: "utf8", ...stdio }).trim());
        } catch (error) {
          return Promise.resolve(String(error));
        }
      },
      (text) => !text.includes("Error"),
    );
  }
}
