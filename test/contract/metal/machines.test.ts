import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { cgroupRoot, processesIn } from "../../../embedded/metal/cgroup";
import { setFaults } from "../../../embedded/metal/bmc/faults";
import { buildHostImage } from "../../../embedded/metal/bmc/images";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import { isListening, openRoom, restorePower } from "../../../embedded/metal/bmc/room";
import { readSettings } from "../../../embedded/metal/bmc/settings";
import { down } from "../../../embedded/metal/lab";
import { makeIso } from "../../unit/metal/support/iso";
import { serveFiles } from "./support/files";
import { quiet, redfish, smallRoom, traces, until } from "./support/room";

const { lab, room } = smallRoom("osm-", 253);
const [one, two] = room.machines as [BareMachine, BareMachine];
const SERVER = "10.253.9.1";

const say = (machine: BareMachine, method: string, path: string, body?: object) =>
  redfish(room, machine, method, path, body);
const reset = async (machine: BareMachine, ResetType: string): Promise<void> => {
  const path = "/Systems/1/Actions/ComputerSystem.Reset";
  assert.equal((await say(machine, "POST", path, { ResetType })).status, 204);
};
const power = async (machine: BareMachine): Promise<unknown> =>
  (await say(machine, "GET", "/Systems/1")).body.PowerState;
const bootFrom = async (machine: BareMachine, target: string, enabled: string): Promise<void> => {
  const boot = { BootSourceOverrideTarget: target, BootSourceOverrideEnabled: enabled };
  assert.equal((await say(machine, "PATCH", "/Systems/1", { Boot: boot })).status, 204);
};
const insert = async (machine: BareMachine, drive = "Cd", file = "host.iso"): Promise<void> => {
  const path = `/Managers/1/VirtualMedia/${drive}/Actions/VirtualMedia.InsertMedia`;
  const answer = await say(machine, "POST", path, { Image: `http://${SERVER}:8080/${file}` });
  assert.equal(answer.status, 204, JSON.stringify(answer.body));
};
const eject = async (machine: BareMachine, drive: string): Promise<void> => {
  const path = `/Managers/1/VirtualMedia/${drive}/Actions/VirtualMedia.EjectMedia`;
  assert.equal((await say(machine, "POST", path, {})).status, 204);
};

/** A config drive of a deployment. */
const configDrive = (uuid: string): Buffer =>
  makeIso("config-2", {
    "": [
      {
        plain: "META.;1",
        name: "openstack/latest/meta_data.json",
        content: JSON.stringify({ uuid, hostname: "one" }),
      },
    ],
  });

const group = ({ label }: BareMachine): string => join(cgroupRoot(), label);
const statusOf = (id: number): string => {
  try {
    return readFileSync(`/proc/${id}/status`, "utf8");
  } catch {
    return "";
  }
};

/** The first process of the operating system that runs on a machine, or undefined. */
async function init(machine: BareMachine): Promise<number | undefined> {
  const ids = await processesIn(group(machine));
  return ids.find((id) => /^NSpid:.*\t1$/m.test(statusOf(id)));
}

/** Runs a command by a machine's own service manager, with the machine's own rights. */
async function on(machine: BareMachine, command: string): Promise<string> {
  const id = String(await init(machine));
  const enter = ["nsenter", "--target", id, "--mount", "--pid", "--net", "--root"];
  const start = ["systemd-run", "--quiet", "--wait", "--pipe", "--", "sh", "-c", command];
  return execFileSync("env", ["-i", "PATH=/usr/bin:/bin", ...enter, ...start], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** Waits until a machine's operating system is up. @returns which boot that is */
async function booted(machine: BareMachine, before = ""): Promise<string> {
  const look = async (): Promise<string> => {
    try {
      const state = await on(machine, "systemctl is-system-running --wait");
      return state === "running" ? String(await init(machine)) : state;
    } catch {
      return "";
    }
  };
  return until(`${machine.name} boots`, 60, look, (id) => /^\d+$/.test(id) && id !== before);
}

/** What of a machine there is on this computer besides its folder and its groups' names. */
const remains = (machine: BareMachine): string[] =>
  traces(lab).filter((line) => {
    const own = [machine.folder, machine.label, ...machine.cards.map(({ cable }) => cable)];
    return own.some((name) => line.includes(name)) && !line.startsWith("/sys/fs/cgroup");
  });

/** Namespaces and what is in them go a moment after the last process. */
const gone = (machine: BareMachine): Promise<unknown> =>
  until(
    "all is gone",
    5,
    () => Promise.resolve(remains(machine)),
    (left) => left.length === 0,
  );

describe("machines that boot what their controllers say", function () {
  this.timeout(1_200_000);
  let files: Server;
  let image: string;

  before(async () => {
    await down(lab, quiet);
    image = await buildHostImage(quiet, []);
    await openRoom(lab, room, quiet);
    const served = join(lab.folder, "served");
    mkdirSync(served);
    symlinkSync(join(image, "host.iso"), join(served, "host.iso"));
    for (const name of ["1", "2"]) {
      const uuid = "00000000-0000-4000-8000-00000000000".concat(name);
      writeFileSync(join(served, `drive-${name}.iso`), configDrive(uuid));
    }
    files = await serveFiles(served, SERVER, 8080);
  });
  afterEach(async () => {
    for (const machine of room.machines) {
      setFaults(machine, []);
      await reset(machine, "ForceOff");
    }
  });
  after(async () => {
    files?.close();
    await down(lab, quiet);
  });

  it("are off at first, and stay on without an operating system", async () => {
    assert.equal(await power(one), "Off");
    await reset(one, "On");
    assert.equal(await power(one), "On");
    const log = join(lab.folder, "logs", "one.log");
    const said = await until(
      "the firmware gives up",
      20,
      () => Promise.resolve(existsSync(log) ? readFileSync(log, "utf8") : ""),
      (text) => text.includes("firmware"),
    );
    assert.equal(said, "firmware: No bootable device. The boot override says None.\n");
    await reset(one, "GracefulShutdown");
    assert.equal(await power(one), "On");
    await reset(one, "ForceOff");
    assert.equal(await power(one), "Off");
    await gone(one);
  });

  it("boot a medium once, and forget what they wrote with the power", async () => {
    await insert(one);
    await bootFrom(one, "Cd", "Once");
    await reset(one, "On");
    await booted(one);
    assert.deepEqual(readSettings(one).boot, { target: "None", override: "Disabled" });
    await on(one, "touch /root/note");
    assert.equal(await on(one, "findmnt -no FSTYPE /; ls /root"), "overlay\nnote");
    await bootFrom(one, "Cd", "Continuous");
    await reset(one, "ForceRestart");
    await booted(one);
    assert.equal(await on(one, "ls /root"), "");
    assert.deepEqual(readSettings(one).boot, { target: "Cd", override: "Continuous" });
  });

  it("keep what a deployment wrote, whatever happens to the power, and begin afresh with another", async () => {
    await insert(one, "Usb", "drive-1.iso");
    await bootFrom(one, "Cd", "Continuous");
    await reset(one, "On");
    const first = await booted(one);
    await on(one, "echo kept >/root/note; rm /etc/motd; apt-mark hold bash >/dev/null");
    await reset(one, "ForceRestart");
    const second = await booted(one, first);
    const look = "cat /root/note; ls /etc/motd 2>/dev/null; apt-mark showhold; cat /etc/machine-id";
    const [note, hold, id] = (await on(one, look)).split("\n");
    assert.deepEqual([note, hold], ["kept", "bash"]);
    await on(one, "echo more >>/root/note; systemctl reboot").catch(() => undefined);
    const third = await booted(one, second);
    // Power fails in the middle of writing: the power supply's processes are all gone at once.
    await on(one, "echo last >>/root/note");
    writeFileSync(join(group(one), "cgroup.kill"), "1");
    await until(
      "one is off",
      5,
      () => power(one),
      (state) => state === "Off",
    );
    await reset(one, "On");
    const fourth = await booted(one, third);
    assert.equal(await on(one, "cat /root/note /etc/machine-id"), `kept\nmore\nlast\n${id}`);

    await reset(one, "ForceOff");
    await eject(one, "Usb");
    await insert(one, "Usb", "drive-2.iso");
    await reset(one, "On");
    await booted(one, fourth);
    assert.equal(await on(one, "ls /root; ls /etc/motd"), "/etc/motd");
    await reset(one, "ForceOff");
    await eject(one, "Usb");
  });

  it("are switched on again after the power of all went, if they were on", async () => {
    await insert(two);
    await bootFrom(two, "Cd", "Continuous");
    await bootFrom(one, "Cd", "Continuous");
    for (const machine of room.machines) await reset(machine, "On");
    const before = await booted(one);
    await booted(two);
    // One goes off by itself; then nothing is left of anything.
    await on(two, "systemctl poweroff").catch(() => undefined);
    await until(
      "two is off",
      30,
      () => power(two),
      (state) => state === "Off",
    );
    for (const name of [group(one), group(two), join(cgroupRoot(), `${lab.prefix}bmc`)]) {
      if (existsSync(name)) writeFileSync(join(name, "cgroup.kill"), "1");
    }
    await until(
      "nothing runs",
      5,
      () => processesIn(group(one)),
      (left) => left.length === 0,
    );
    await openRoom(lab, room, quiet);
    await restorePower(room, quiet);
    assert.deepEqual([await power(one), await power(two)], ["On", "Off"]);
    await booted(one, before);
    // Machines with the same medium have one file of it.
    const media = room.machines.map(({ folder }) => statSync(join(folder, "media/Cd.iso")).ino);
    assert.equal(media[0], media[1]);
    await eject(two, "Cd");
    await reset(one, "ForceOff");
    await restorePower(room, quiet);
    assert.equal(await power(one), "Off");
  });

  it("boot their disk, which keeps what was written, however they are switched", async () => {
    // What an agent does: the image is written to the disk, whose size stays.
    const disk = join(one.folder, "disk.img");
    const write = [`if=${join(image, "host.img")}`, `of=${disk}`, "bs=1M", "conv=notrunc,sparse"];
    execFileSync("dd", [...write, "status=none"]);
    await bootFrom(one, "Hdd", "Continuous");
    await reset(one, "On");
    const first = await booted(one);
    assert.equal(await on(one, "findmnt -no FSTYPE /"), "ext4");
    await on(one, "echo kept >/root/note; sync");

    await reset(one, "GracefulRestart");
    const second = await booted(one, first);
    assert.equal(await on(one, "cat /root/note"), "kept");
    await on(one, "echo more >>/root/note; systemctl reboot");
    await booted(one, second);
    assert.equal(await on(one, "cat /root/note"), "kept\nmore");

    await reset(one, "GracefulShutdown");
    await until(
      "one is off",
      30,
      () => power(one),
      (state) => state === "Off",
    );
    await gone(one);
    await reset(one, "PushPowerButton");
    await booted(one);
    assert.equal(await on(one, "cat /root/note"), "kept\nmore");
  });

  it("reach no disk of this computer, whatever nodes they come by", async () => {
    await bootFrom(one, "Cd", "Continuous");
    await reset(one, "On");
    await booted(one);
    const root = `/proc/${await init(one)}/root/root`;
    // Made from outside, as an image could bring them: a disk, and the memory of this computer.
    execFileSync("mknod", [`${root}/disk`, "b", "7", "200"]);
    execFileSync("mknod", [`${root}/mem`, "c", "1", "1"]);
    const refused = await on(
      one,
      "for f in disk mem; do head -c1 /root/$f 2>&1; done; mknod /root/own b 7 0 2>&1; head -c1 /dev/zero | wc -c",
    ).catch((error: Error) => error.message);
    assert.deepEqual(refused.split("\n"), [
      "head: cannot open '/root/disk' for reading: Operation not permitted",
      "head: cannot open '/root/mem' for reading: Operation not permitted",
      "mknod: /root/own: Operation not permitted",
      "1",
    ]);
  });

  it("leave nothing behind in whatever order things end", async () => {
    await bootFrom(one, "Cd", "Continuous");
    // Cut off while the firmware works, at several moments.
    for (const pause of [0, 100, 400, 800, 1500]) {
      await reset(one, "On");
      await new Promise((resolve) => setTimeout(resolve, pause));
      await reset(one, "ForceOff");
      assert.equal(await power(one), "Off");
      await gone(one);
    }
    // The power supply dies; what it powered is not on, and the next start finds a clean place.
    await reset(one, "On");
    const before = await booted(one);
    process.kill(Number(readFileSync(join(one.folder, "pid"), "utf8")), "SIGKILL");
    await until(
      "one is off",
      5,
      () => power(one),
      (state) => state === "Off",
    );
    await reset(one, "On");
    const second = await booted(one, before);
    // The operating system dies: as a machine that powered itself off.
    process.kill(Number(second), "SIGKILL");
    await until(
      "one is off",
      10,
      () => power(one),
      (state) => state === "Off",
    );
    await gone(one);
  });

  it("run on while their controllers die and come again", async () => {
    await bootFrom(one, "Cd", "Continuous");
    await reset(one, "On");
    const before = await booted(one);
    process.kill(Number(readFileSync(join(room.folder, "ready"), "utf8")), "SIGKILL");
    await until(
      "they are gone",
      5,
      () => Promise.resolve(isListening(room)),
      (there) => !there,
    );
    await openRoom(lab, room, quiet);
    assert.equal(await power(one), "On");
    assert.equal(String(await init(one)), before);
    assert.equal((await say(one, "GET", "/Managers/1/VirtualMedia/Cd")).body.Inserted, true);
  });

  it("hang when told to, and then obey force alone", async () => {
    setFaults(two, ["boot"]);
    await reset(two, "On");
    await reset(two, "GracefulRestart");
    assert.equal(await power(two), "On");
    assert.equal(await init(two), undefined);
    setFaults(two, ["power"]);
    await reset(two, "ForceOff");
    assert.equal(await power(two), "On");
    setFaults(two, []);
    await reset(two, "ForceOff");
    assert.equal(await power(two), "Off");
    assert.equal(await power(one), "Off");
  });

  it("are all gone when the lab is taken down, on or off, and may be again", async () => {
    await bootFrom(one, "Cd", "Continuous");
    await reset(one, "On");
    await booted(one);
    await down(lab, quiet);
    assert.deepEqual(traces(lab), []);
    assert.equal(existsSync(lab.folder), false);
    await down(lab, quiet);
    await openRoom(lab, room, quiet);
  });
});
