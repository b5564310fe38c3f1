import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { caFile, passwordFile } from "../../../embedded/metal/bmc/identity";
import { buildAgentImage, buildHostImage } from "../../../embedded/metal/bmc/images";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import { openRoom } from "../../../embedded/metal/bmc/room";
import { keyFile } from "../../../embedded/metal/keys";
import { down } from "../../../embedded/metal/lab";
import type { Machine } from "../../../embedded/metal/plan";
import { imagesFolder } from "../../../embedded/metal/site";
import { quiet, smallRoom, traces, until } from "./support/room";
import { ask, bootSeed, connection, on, SeedStack, type Login } from "./support/seed";

const { lab: bare, room } = smallRoom("osr-", 246);
const [machine] = room.machines as [BareMachine];
const FOLDER = "/var/lib/metal/images";
const MANAGEMENT = "10.246.0.5";
const seed: Machine = {
  name: "seed",
  management: MANAGEMENT,
  label: "osr-seed",
  cards: ["mgmt", "bmc"].map((network) => ({
    device: `${network}0`,
    cable: `osr-s-${network}`,
    bridge: `osr-${network}`,
    address: network === "mgmt" ? `${MANAGEMENT}/24` : "10.246.9.5/24",
    mtu: 1500,
  })),
  folders: { [FOLDER]: imagesFolder(bare) },
};
const lab = { ...bare, machines: [seed], bridges: [...bare.bridges, room.network] };

/** Its agent trusts Ironic by the certificate that its medium has for it, and nobody else. */
describe("a machine whose disk an agent writes that the seed's Ironic sent", function () {
  this.timeout(1_200_000);
  let login: Login;

  before(async function () {
    // The agent is a whole root file system, which is built and unpacked for this.
    if (!process.env.METAL_DIRECT) return this.skip();
    await down(lab, quiet);
    mkdirSync(imagesFolder(lab), { recursive: true });
    for (const image of [await buildAgentImage(quiet), await buildHostImage(quiet, [])]) {
      for (const file of readdirSync(image)) {
        linkSync(join(image, file), join(imagesFolder(lab), file));
      }
    }
    await openRoom(bare, room, quiet);
    await bootSeed(lab, seed);
    const host = {
      name: "seed",
      roles: [],
      addresses: { management: MANAGEMENT },
      externalInterfaces: {},
      connection: connection(lab, seed),
    };
    const stack = new SeedStack({
      seed: {
        host,
        addresses: { management: MANAGEMENT, bmc: "10.246.9.5" },
        bmcCa: readFileSync(caFile(room), "utf8"),
      },
      image: { needs: { iso: false, disk: true, agent: true }, folder: FOLDER },
    });
    const { outputs, errors } = await stack.up();
    assert.deepEqual(errors, []);
    login = outputs as unknown as Login;
  });
  after(async () => {
    if (!existsSync(lab.folder)) return;
    await down(lab, quiet);
    assert.deepEqual(traces(lab), []);
  });

  /** Asks for a provision state and waits until it is there. */
  async function provision(target: string, state: string, more: object = {}): Promise<void> {
    const asked = { target, ...more };
    const { status, body } = await ask(login, "PUT", "/v1/nodes/one/states/provision", asked);
    assert.equal(status, 202, JSON.stringify(body));
    const node = await until(
      `one becomes ${state}`,
      400,
      async () => (await ask(login, "GET", "/v1/nodes/one")).body,
      ({ reservation, provision_state: now }) =>
        reservation === null && (now === state || / failed$|^error$/.test(String(now))),
    );
    assert.equal(node.provision_state, state, String(node.last_error));
  }

  it("is cleaned, gets the image on its disk and boots from it", async () => {
    const images = `http://10.246.9.5:8080/images`;
    const [management] = machine.cards;
    const link = { id: "l0", type: "phy", ethernet_mac_address: management?.mac };
    const network = {
      id: "n0",
      link: "l0",
      network_id: "management",
      type: "ipv4",
      ip_address: "10.246.0.11",
      netmask: "255.255.255.0",
      routes: [],
    };
    const sum = readFileSync(join(imagesFolder(lab), "host.img.sha256"), "utf8").split(" ")[0];
    const { status, body } = await ask(login, "POST", "/v1/nodes", {
      name: "one",
      driver: "redfish",
      driver_info: {
        redfish_address: `https://${machine.bmc}`,
        redfish_system_id: "/redfish/v1/Systems/1",
        redfish_username: "root",
        redfish_password: readFileSync(passwordFile(machine), "utf8"),
        redfish_verify_ca: "/etc/ironic/ssl/bmc-ca.crt",
        deploy_kernel: `${images}/agent.kernel`,
        deploy_ramdisk: `${images}/agent.initramfs`,
      },
      properties: { capabilities: "boot_mode:uefi" },
      network_data: { links: [link], networks: [network], services: [] },
      instance_info: {
        image_source: `http://${MANAGEMENT}:8080/images/host.img`,
        image_os_hash_algo: "sha256",
        image_os_hash_value: sum,
        image_disk_format: "raw",
        image_type: "whole-disk",
      },
    });
    assert.equal(status, 201, JSON.stringify(body));
    await provision("manage", "manageable");
    await provision("inspect", "manageable");
    await provision("provide", "available");
    const publicKey = readFileSync(`${keyFile(lab)}.pub`, "utf8").trim();
    await provision("active", "active", {
      configdrive: {
        meta_data: { hostname: "host1", public_keys: { operator: publicKey } },
        network_data: {
          links: [{ ...link, name: "mgmt0" }],
          networks: [network],
          services: [],
        },
      },
    });
    const options = ["-F", "none", "-i", keyFile(lab), "-o", "StrictHostKeyChecking=no"];
    const more = ["-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"];
    const said = await until(
      "the host answers SSH",
      60,
      () => {
        const command = ["root@10.246.0.11", "hostname; findmnt -no FSTYPE /"];
        try {
          const text = execFileSync("ssh", [...options, ...more, ...command], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
          });
          return Promise.resolve(text.trim());
        } catch (error) {
          return Promise.resolve(String(error));
        }
      },
      (text) => !text.includes("Error"),
    );
    assert.equal(said, "host1\next4");
  });

  it("fetched its image where agents do, and its media where controllers do", () => {
    const log = on(
      lab,
      seed,
      "awk '{ print $1, $7, $9 }' /var/log/ironic-images/access.log | sort -u",
    );
    assert.match(log, /^10\.246\.0\.11 \/images\/host\.img 200$/m);
    assert.match(log, /^10\.246\.9\.\d+ \/redfish\/boot-[0-9a-f-]+\.iso 200$/m);
  });
});
