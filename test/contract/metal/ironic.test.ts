import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskFile } from "../../../embedded/metal/bmc/firmware";
import { readPartitions } from "../../../embedded/metal/bmc/gpt";
import { buildAgentImage } from "../../../embedded/metal/bmc/images";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import type { Ironic } from "./support/ironic";
import { controllerOf, IronicRoom } from "./support/ironic-room";
import { quiet, smallRoom } from "./support/room";

const { lab, room } = smallRoom("osi-", 252);
const [machine, other] = room.machines as [BareMachine, BareMachine];
const SEED = "10.252.9.1";

/** What a deployment tells its host: a name, a key, and the networks by MAC address. */
function configDrive({ cards }: BareMachine, name: string, number: number, publicKey: string) {
  const [management, api] = cards;
  const links = [
    { id: "l0", name: "mgmt0", type: "phy", ethernet_mac_address: management?.mac, mtu: 1500 },
    { id: "l1", name: "api0", type: "phy", ethernet_mac_address: api?.mac, mtu: 1500 },
  ];
  const network = (link: string, address: string, routes: object[]) => {
    return {
      id: `n-${link}`,
      link,
      type: "ipv4",
      ip_address: address,
      netmask: "255.255.255.0",
      routes,
    };
  };
  const out = [{ network: "0.0.0.0", netmask: "0.0.0.0", gateway: "10.252.0.1" }];
  return {
    meta_data: {
      uuid: "11111111-1111-4111-8111-111111111111",
      name,
      hostname: `${name}.test.internal`,
      public_keys: { operator: publicKey },
    },
    network_data: {
      links,
      networks: [network("l0", `10.252.0.${number}`, out), network("l1", `10.252.1.${number}`, [])],
      services: [],
    },
    user_data: "#cloud-config\nwrite_files:\n- { path: /etc/marker, content: deployed }\n",
  };
}

describe("a machine, its controller and a real Ironic", function () {
  this.timeout(1_200_000);
  const base = new IronicRoom(lab, room, SEED);
  const key = join(base.folder, "key");
  let ironic: Ironic;

  const ssh = (host: string, command: string): string => {
    const options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];
    const words = [...options, "ConnectTimeout=3", "LogLevel=ERROR"].flatMap((word) => [
      "-o",
      word,
    ]);
    return execFileSync("ssh", ["-F", "none", "-i", key, ...words, `root@${host}`, command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  };
  const sshWithin = async (seconds: number, host: string, command: string): Promise<string> => {
    for (const end = Date.now() + seconds * 1000; ;) {
      try {
        return ssh(host, command);
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  };

  before(async () => {
    await base.open();
    ({ ironic } = base);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  });
  after(() => base.close());

  it("is enrolled, and inspected through its controller", async () => {
    await ironic.call("POST", "/v1/nodes", {
      name: "one",
      driver: "redfish",
      driver_info: controllerOf(machine),
      properties: { capabilities: "boot_mode:uefi" },
      instance_info: { boot_iso: `http://${SEED}:8080/images/host.iso` },
      deploy_interface: "ramdisk",
      automated_clean: false,
    });
    await ironic.provision("one", "manage", "manageable");
    const { properties, uuid } = await ironic.provision("one", "inspect", "manageable");
    assert.deepEqual(properties, {
      capabilities: "boot_mode:uefi",
      vendor: "Lab",
      cpus: 2,
      cpu_arch: "x86_64",
      memory_mb: 4096,
      local_gb: "5",
    });
    const { ports } = await ironic.call<{ ports: { address: string }[] }>(
      "GET",
      `/v1/ports?node_uuid=${String(uuid)}`,
    );
    assert.deepEqual(
      ports.map(({ address }) => address).sort(),
      machine.cards.map(({ mac }) => mac),
    );
  });

  it("becomes a host by its boot medium and config drive", async () => {
    await ironic.provision("one", "provide", "available");
    const publicKey = readFileSync(`${key}.pub`, "utf8").trim();
    await ironic.provision("one", "active", "active", {
      configdrive: configDrive(machine, "host1", 11, publicKey),
    });
    const said = await sshWithin(
      60,
      "10.252.0.11",
      "hostname; cat /etc/marker; echo; ip -br address show scope global | tr '@' ' ' | awk '{ print $1, $NF }'",
    );
    assert.equal(said, "host1\ndeployed\nmgmt0 10.252.0.11/24\napi0 10.252.1.11/24");
  });

  it("is switched off and empty of media when it is given back", async () => {
    const node = await ironic.provision("one", "deleted", "available");
    assert.equal(node.power_state, "power off");
    const settings: unknown = JSON.parse(
      readFileSync(join(machine.folder, "settings.json"), "utf8"),
    );
    assert.deepEqual(settings, { boot: { target: "Cd", override: "Continuous" }, media: {} });
  });

  // The agent is a whole root file system, which is built and unpacked for this.
  it("gets its disk cleaned and written by a real agent, and boots from it", async function () {
    if (!process.env.METAL_DIRECT) return this.skip();
    const agent = await buildAgentImage(quiet);
    for (const file of ["agent.kernel", "agent.initramfs"]) {
      linkSync(join(agent, file), ironic.at(`http/images/${file}`));
    }
    // Containers have no use for a boot loader.
    writeFileSync(ironic.at("http/esp.img"), Buffer.alloc(1024 * 1024));
    const images = `http://${SEED}:8080/images`;
    const [sum = ""] = readFileSync(ironic.at("http/images/host.img.sha256"), "utf8").split(" ");
    const { network_data } = configDrive(other, "agent", 12, "");
    await ironic.call("POST", "/v1/nodes", {
      name: "two",
      driver: "redfish",
      driver_info: {
        ...controllerOf(other),
        deploy_kernel: `${images}/agent.kernel`,
        deploy_ramdisk: `${images}/agent.initramfs`,
      },
      properties: { capabilities: "boot_mode:uefi" },
      // The agent has the management network alone.
      network_data: {
        links: network_data.links.slice(0, 1).map(({ id, type, ethernet_mac_address }) => {
          return { id, type, ethernet_mac_address };
        }),
        networks: network_data.networks
          .slice(0, 1)
          .map((network) => ({ ...network, network_id: "management" })),
        services: [],
      },
      instance_info: {
        image_source: `${images}/host.img`,
        image_os_hash_algo: "sha256",
        image_os_hash_value: sum,
        image_disk_format: "raw",
        image_type: "whole-disk",
      },
      deploy_interface: "direct",
    });
    await ironic.provision("two", "manage", "manageable");
    await ironic.provision("two", "inspect", "manageable");
    await ironic.provision("two", "provide", "available");
    const publicKey = readFileSync(`${key}.pub`, "utf8").trim();
    const configdrive = configDrive(other, "host2", 12, publicKey);
    await ironic.provision("two", "active", "active", { configdrive });
    const said = await sshWithin(60, "10.252.0.12", "hostname; findmnt -no FSTYPE /");
    assert.equal(said, "host2\next4");
    await ironic.provision("two", "deleted", "available");
    assert.deepEqual(await readPartitions(diskFile(other)), []);
  });
});
