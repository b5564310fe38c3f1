import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { FIRMWARE_TOOLS } from "../../../embedded/metal/packages";
import { requireTools } from "../../../embedded/metal/requirements";
import { quiet } from "./support/room";

const SCRIPT = resolve(__dirname, "../../../components/metal/image/state-partition.sh");
const FIRST = "11111111-1111-4111-8111-11111111111a";
const SECOND = "22222222-2222-4222-8222-22222222222b";

/** The script that the hosts' initramfs runs, on disks of this computer's making. */
describe("the partition with a host's state", function () {
  this.timeout(60_000);
  let folder: string;
  let disks: string[];

  before(() => requireTools(quiet, FIRMWARE_TOOLS));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "state-"));
    disks = ["one", "two"].map((name) => {
      const file = join(folder, name);
      writeFileSync(file, "");
      truncateSync(file, 64 * 1024 * 1024);
      return say("losetup", "--find", "--show", "--partscan", file);
    });
  });
  afterEach(() => {
    for (const disk of disks) say("losetup", "--detach", disk);
    rmSync(folder, { recursive: true });
  });

  const say = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { encoding: "utf8" }).trim();
  const run = (action: string, uuid: string, ...on: string[]): string =>
    say("sh", SCRIPT, action, uuid, ...on);
  const on = (partition: string, command: string): string =>
    say(
      "unshare",
      ...["--mount", "sh", "-euc", `mount "$1" /mnt; cd /mnt; ${command}; cd /; umount /mnt`],
      ...["sh", partition],
    );
  const one = (): string => disks[0] ?? "";
  const two = (): string => disks[1] ?? "";

  it("is made on the first empty disk, and found again wherever it is", () => {
    assert.equal(run("find", FIRST, one(), two()), "");
    const partition = run("make", FIRST, one(), two());
    assert.equal(partition, `${one()}p1`);
    on(partition, "echo kept >note");
    assert.equal(run("find", FIRST.toUpperCase(), two(), one()), partition);
    assert.equal(run("make", FIRST, two(), one()), partition);
    assert.equal(run("find", "", two(), one()), partition);
    assert.equal(on(partition, "cat note"), "kept");
  });

  it("is empty for another deployment, in the same place", () => {
    const partition = run("make", FIRST, two(), one());
    on(partition, "echo kept >note");
    assert.equal(run("find", SECOND, one(), two()), "");
    assert.equal(run("make", SECOND, one(), two()), partition);
    assert.equal(on(partition, "ls"), "lost+found");
    assert.equal(run("find", FIRST, one(), two()), "");
  });

  it("is made anew when its making was interrupted", () => {
    const partition = run("make", FIRST, one());
    say("wipefs", "--quiet", "--all", partition);
    assert.equal(run("find", "", one()), "");
    assert.equal(run("make", FIRST, one()), partition);
    assert.equal(on(partition, "ls"), "lost+found");
  });

  it("is nowhere without a deployment", () => {
    assert.equal(run("make", "", one(), two()), "");
    assert.equal(spawnSync("blkid", ["--probe", one()]).status, 2);
  });

  it("never takes a disk that holds something else", () => {
    say("mke2fs", "-q", "-F", "-t", "ext4", "-L", "data", one());
    assert.equal(run("make", FIRST, one(), two()), `${two()}p1`);
    const { status, stderr } = spawnSync("sh", [SCRIPT, "make", FIRST, one()], {
      encoding: "utf8",
    });
    assert.equal(
      stderr,
      `No disk for this machine's state (state=disk): found ${one()}; all hold something. Have Ironic clean the machine, which empties its disks.\n`,
    );
    assert.equal(status, 1);
    assert.equal(say("blkid", "--probe", "-o", "value", "-s", "LABEL", one()), "data");
  });
});
