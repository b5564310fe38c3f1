import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { metaData, userData, type HostKey } from "../../components/metal/config-drive";
import { networkData } from "../../components/metal/network-data";
import { diskFile, logFile } from "../../embedded/metal/bmc/firmware";
import type { BareMachine } from "../../embedded/metal/bmc/plan";
import type { Ironic } from "../contract/metal/support/ironic";
import { controllerOf, IronicRoom } from "../contract/metal/support/ironic-room";
import { redfish, smallRoom, until } from "../contract/metal/support/room";

const NET = "10.241";
const { lab, room: containers } = smallRoom("osu-", 241);
const [first] = containers.machines as [BareMachine];
const machine: BareMachine = {
  ...first,
  kind: "virtual",
  hardware: { cpus: 2, memoryGiB: 2, diskGiB: 6 },
};
const room = { ...containers, machines: [machine] };
const SERVER = `${NET}.9.1`;
const ADDRESS = `${NET}.0.11`;
const GIB = 2 ** 30;

/** A boot takes a minute or two where processors are emulated. */
const BOOT_SECONDS = 900;

/** What the program declares of a host's networks. */
const networks = networkData(
  {
    addresses: { management: ADDRESS, api: `${NET}.1.11` },
    externalInterfaces: {},
    nics: { mgmt0: machine.cards[0]?.mac ?? "", api0: machine.cards[1]?.mac ?? "" },
    bonds: {},
  },
  {
    management: { cidr: `${NET}.0.0/24`, gateway: `${NET}.0.1`, interface: "mgmt0", mtu: 1500 },
    api: { cidr: `${NET}.1.0/24`, interface: "api0", mtu: 1400 },
    storage: { cidr: `${NET}.2.0/24`, interface: "stor0", mtu: 1500 },
    tenant: { cidr: `${NET}.3.0/24`, interface: "ten0", mtu: 1500 },
  },
  [`${NET}.0.53`],
);

/**
 * One machine that is no container: it has UEFI with secure boot and starts by its own boot loader,
 * kernel and initramfs, from the same media, through the same controller and by a real Ironic. Not
 * proven here: firmware, drives and network cards of real makers, whose drivers this kernel lacks.
 */
describe("a machine with UEFI", function () {
  this.timeout(2 * BOOT_SECONDS * 1000);
  const base = new IronicRoom(lab, room, SERVER);
  const { folder } = base;
  const login = join(folder, "login");
  let ironic: Ironic;

  function newKey(name: string): HostKey {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name]);
    const publicKey = readFileSync(`${name}.pub`, "utf8").trim();
    return { privateKey: readFileSync(name, "utf8"), publicKey };
  }

  /** What the program gives a host at an installation; from now on only its key is taken for it. */
  function configDrive(installation: number): Record<string, unknown> {
    const hostKey = newKey(join(folder, `host-${installation}`));
    writeFileSync(join(folder, "known_hosts"), `${ADDRESS} ${hostKey.publicKey}\n`);
    const account = { user: "root", publicKey: readFileSync(`${login}.pub`, "utf8").trim() };
    const host = { name: "one", domain: "test.internal", installation };
    return {
      meta_data: metaData(host, hostKey, account),
      user_data: userData(hostKey, account),
      network_data: networks,
    };
  }

  function ssh(command: string): string {
    const options = {
      BatchMode: "yes",
      StrictHostKeyChecking: "yes",
      UserKnownHostsFile: join(folder, "known_hosts"),
      ConnectTimeout: "10",
      LogLevel: "ERROR",
    };
    const words = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    return execFileSync("ssh", ["-F", "none", "-i", login, ...words, `root@${ADDRESS}`, command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Waits until the machine has started, by another boot than that one. @returns which boot that is */
  async function booted(before = ""): Promise<string> {
    const look = (): Promise<string> => {
      try {
        return Promise.resolve(ssh("cat /proc/sys/kernel/random/boot_id"));
      } catch (error) {
        return Promise.resolve((error as Error).message);
      }
    };
    return until(
      "SSH answers",
      BOOT_SECONDS,
      look,
      (id) => /^[0-9a-f-]{36}$/.test(id) && id !== before,
    );
  }

  const say = (method: string, path: string, body?: object) =>
    redfish(room, machine, method, path, body);
  const reset = async (ResetType: string): Promise<void> => {
    const path = "/Systems/1/Actions/ComputerSystem.Reset";
    assert.equal((await say("POST", path, { ResetType })).status, 204);
  };
  const power = async (): Promise<unknown> => (await say("GET", "/Systems/1")).body.PowerState;

  /** From a machine that Ironic has never seen to one that starts. */
  async function deploy(installation: number): Promise<void> {
    await ironic.call("POST", "/v1/nodes", {
      name: "one",
      driver: "redfish",
      driver_info: controllerOf(machine),
      properties: { capabilities: "boot_mode:uefi" },
      instance_info: { boot_iso: `http://${SERVER}:8080/images/host.iso` },
      deploy_interface: "ramdisk",
      automated_clean: false,
    });
    await ironic.provision("one", "manage", "manageable");
    await ironic.provision("one", "inspect", "manageable");
    await ironic.provision("one", "provide", "available");
    await ironic.provision("one", "active", "active", { configdrive: configDrive(installation) });
  }

  before(async () => {
    await base.open();
    ({ ironic } = base);
    newKey(login);
  });
  after(() => base.close());

  it("becomes a host by its boot medium and config drive, with secure boot", async () => {
    await deploy(1);
    await booted();
    const said = ssh(`hostname
      ip -brief address show scope global | awk '{ print $1, $3 }'
      ip route show default
      cat /sys/class/net/api0/mtu
      resolvectl dns mgmt0
      echo secure boot: $(od -An -tu1 -j4 -N1 /sys/firmware/efi/efivars/SecureBoot-*)
      findmnt -no FSTYPE /
      lsblk -no FSTYPE,PARTLABEL $(findmnt -no SOURCE /run/live/overlay) | xargs
      systemctl is-system-running --wait`);
    assert.deepEqual(said.split("\n"), [
      "one",
      `mgmt0 ${ADDRESS}/24`,
      `api0 ${NET}.1.11/24`,
      `default via ${NET}.0.1 dev mgmt0 proto static `,
      "1400",
      `Link 2 (mgmt0): ${NET}.0.53`,
      "secure boot: 1",
      "overlay",
      "ext4 state",
      "running",
    ]);
  });

  it("keeps what it wrote on its disk, whatever happens to its power", async () => {
    const first = ssh("cat /proc/sys/kernel/random/boot_id");
    const id = ssh("echo kept >/root/note; sync; cat /etc/machine-id");
    await reset("ForceRestart");
    const second = await booted(first);
    assert.equal(ssh("cat /root/note /etc/machine-id; echo more >>/root/note"), `kept\n${id}`);
    await reset("GracefulRestart");
    await booted(second);
    assert.equal(ssh("cat /root/note"), "kept\nmore");
  });

  it("stops by itself when its power button is pressed", async () => {
    // Ironic would switch it on again.
    await ironic.call("PUT", "/v1/nodes/one/maintenance", { reason: "switched by hand" });
    await reset("GracefulShutdown");
    await until("the machine is off", BOOT_SECONDS, power, (state) => state === "Off");
    const log = readFileSync(logFile(machine), "utf8").trimEnd();
    assert.match(log.slice(log.lastIndexOf("\n") + 1), /reboot: Power down$/);
  });

  it("begins afresh with another installation", async () => {
    await ironic.provision("one", "deleted", "available");
    await ironic.call("DELETE", "/v1/nodes/one/maintenance");
    await ironic.call("DELETE", "/v1/nodes/one");
    await deploy(2);
    await booted();
    assert.equal(ssh("ls /root"), "");
  });

  it("starts from the disk image alone", async () => {
    // Ironic looks away while the machine is switched by hand; the config drive is still inserted.
    await ironic.call("PUT", "/v1/nodes/one/maintenance", { reason: "switched by hand" });
    await reset("ForceOff");
    const disk = diskFile(machine);
    truncateSync(disk, 0);
    truncateSync(disk, machine.hardware.diskGiB * GIB);
    const image = ironic.at("http/images/host.img");
    execFileSync("dd", [
      `if=${image}`,
      `of=${disk}`,
      "bs=1M",
      "conv=notrunc,sparse",
      "status=none",
    ]);
    await say("POST", "/Managers/1/VirtualMedia/Cd/Actions/VirtualMedia.EjectMedia", {});
    const boot = { BootSourceOverrideTarget: "Hdd", BootSourceOverrideEnabled: "Continuous" };
    assert.equal((await say("PATCH", "/Systems/1", { Boot: boot })).status, 204);
    await reset("On");
    await booted();
    // The root grows to the disk's end.
    const said = ssh(`hostname; ls /root
      findmnt -no FSTYPE,LABEL / | xargs
      df --block-size=1G --output=size / | tail -n 1 | xargs
      echo secure boot: $(od -An -tu1 -j4 -N1 /sys/firmware/efi/efivars/SecureBoot-*)
      systemctl is-system-running --wait`);
    assert.deepEqual(said.split("\n"), ["one", "ext4 root", "6", "secure boot: 1", "running"]);
    await ironic.provision("one", "deleted", "available");
    assert.equal(await power(), "Off");
  });
});
