import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readPartitions } from "../../../embedded/metal/bmc/gpt";
import { extractIso, readIso } from "../../../embedded/metal/bmc/iso9660";
import {
  bootableDisk,
  bootableMedium,
  configDrive,
  parseGrub,
} from "../../../embedded/metal/bmc/medium";
import { makeIso } from "./support/iso";

const SECTOR = 2048;
let folder: string;
const file = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** A disk of 1 MiB with a GPT of these partitions: type, name, first and last block. */
function makeDisk(partitions: [string, string, number, number][]): Buffer {
  const disk = Buffer.alloc(1024 * 1024);
  disk.write("EFI PART", 512, "latin1");
  disk.writeBigUInt64LE(2n, 512 + 72);
  disk.writeUInt32LE(128, 512 + 80);
  disk.writeUInt32LE(128, 512 + 84);
  partitions.forEach(([type, name, first, last], at) => {
    const entry = 1024 + at * 128;
    const groups = type.split("-").map((group) => Buffer.from(group, "hex"));
    Buffer.concat(groups.map((group, n) => (n < 3 ? group.reverse() : group))).copy(disk, entry);
    disk.fill(at + 1, entry + 16, entry + 32);
    disk.writeBigUInt64LE(BigInt(first), entry + 32);
    disk.writeBigUInt64LE(BigInt(last), entry + 40);
    disk.write(name, entry + 56, "utf16le");
  });
  return disk;
}

const EFI = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
const LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";

describe("what is on a medium or a disk", () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), "medium-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("reads names and places of a volume's files, with and without Rock Ridge names", async () => {
    const iso = file(
      "a.iso",
      makeIso("HOST", {
        "": [
          { plain: "README.TXT;1", content: "hello" },
          { plain: "LONG_NAM.;1", name: "long name.with.dots", content: "x".repeat(3000) },
        ],
        BOOT: [{ plain: "EMPTY;1", content: "" }],
      }),
    );
    assert.deepEqual(await readIso(iso), {
      label: "HOST",
      files: new Map([
        ["boot/empty", { offset: 23 * SECTOR, size: 0 }],
        ["readme.txt", { offset: 20 * SECTOR, size: 5 }],
        ["long name.with.dots", { offset: 21 * SECTOR, size: 3000 }],
      ]),
    });
  });

  it("copies out what any file holds", async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,60}$/);
    const files = fc.uniqueArray(fc.record({ name, content: fc.string({ maxLength: 5000 }) }), {
      minLength: 1,
      maxLength: 8,
      selector: ({ name: own }) => own,
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(files, async (made) => {
        const iso = file(
          "b.iso",
          makeIso("any", { "": made.map((each, at) => ({ plain: `F${at};1`, ...each })) }),
        );
        const out = join(folder, `out${round++}`);
        await extractIso(iso, await readIso(iso), out);
        const found = readdirSync(out).map((each) => [each, readFileSync(join(out, each), "utf8")]);
        const utf8 = (text: string): string => Buffer.from(text).toString("utf8");
        const expected = made.map((each) => [each.name, utf8(each.content)]);
        assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
      }),
      { numRuns: 30 },
    );
  });

  it("refuses names that lead out of the volume, and what is no volume", async () => {
    const evil = file(
      "c.iso",
      makeIso("evil", { "": [{ plain: "A;1", name: "../../evil", content: "x" }] }),
    );
    await assert.rejects(extractIso(evil, await readIso(evil), join(folder, "out")), {
      message: `${evil} holds a file named '../../evil', which leads out of its volume.`,
    });
    const zeros = file("d.iso", Buffer.alloc(64 * 1024));
    await assert.rejects(readIso(zeros), { message: `${zeros} holds no ISO 9660 volume.` });
    await assert.rejects(readIso(file("e.iso", Buffer.from("short"))), {
      message: `${join(folder, "e.iso")} holds no ISO 9660 volume.`,
    });
  });

  it("knows the two kinds of boot media by their GRUB configuration", async () => {
    const grub = (line: string) => ({
      plain: "GRUB.CFG;1",
      name: "grub.cfg",
      content: `menuentry x {\n  ${line}\n  initrd /initrd\n}\n`,
    });
    const root = [
      { plain: "VMLINUZ;1", name: "vmlinuz", content: "k" },
      { plain: "INITRD;1", name: "initrd", content: "memory" },
    ];
    const agent = file(
      "f.iso",
      makeIso("VMEDIA", { "": root, BOOT: [grub("linuxefi /vmlinuz ipa-debug=1 --")] }),
    );
    const initramfs = { offset: 21 * SECTOR, size: 6 };
    assert.deepEqual(await bootableMedium(agent), {
      kind: "initramfs",
      file: agent,
      arguments: "ipa-debug=1",
      initramfs,
    });
    const live = file(
      "g.iso",
      makeIso("HOST", {
        "": root,
        BOOT: [grub("linux /vmlinuz boot=live quiet")],
        LIVE: [{ plain: "F;1", name: "filesystem.squashfs", content: "hsqs" }],
      }),
    );
    assert.deepEqual(await bootableMedium(live), {
      kind: "live",
      file: live,
      arguments: "boot=live quiet",
      squashfs: { offset: 24 * SECTOR, size: 4 },
    });
  });

  it("takes nothing for bootable that lacks what its configuration names", async () => {
    const config = "linux /vmlinuz\ninitrd /initrd\n";
    const none = file("h.iso", makeIso("x", { "": [{ plain: "A;1", content: "" }] }));
    const lacking = file(
      "i.iso",
      makeIso("x", { "": [{ plain: "G;1", name: "grub.cfg", content: config }] }),
    );
    assert.equal(await bootableMedium(none), undefined);
    assert.equal(await bootableMedium(lacking), undefined);
    assert.equal(await bootableMedium(file("j.iso", Buffer.alloc(0))), undefined);
  });

  it("reads the first entry of a GRUB configuration", () => {
    assert.deepEqual(
      parseGrub('set timeout=1\nmenuentry "a" {\n\tlinux /k a=b c\n\tinitrd /i\n}'),
      {
        kernel: "k",
        arguments: "a=b c",
        initramfs: "i",
      },
    );
    assert.deepEqual(parseGrub("set timeout=1\n"), { kernel: "", arguments: "", initramfs: "" });
  });

  it("finds a config drive by its label, on a medium and within a disk", async () => {
    const drive = makeIso("config-2", { "": [{ plain: "A;1", content: "x" }] });
    const alone = file("k.iso", drive);
    const within = file("l.img", Buffer.concat([Buffer.alloc(4096), drive]));
    const files = (iso: Awaited<ReturnType<typeof configDrive>>) => iso && [...iso.files.keys()];
    assert.deepEqual(files(await configDrive(alone)), ["a"]);
    assert.deepEqual(files(await configDrive(within, 4096)), ["a"]);
    assert.equal((await configDrive(within, 4096))?.files.get("a")?.offset, 4096 + 19 * SECTOR);
    assert.equal(await configDrive(within), undefined);
    assert.equal(await configDrive(file("m.iso", makeIso("HOST", { "": [] }))), undefined);
  });

  it("boots a disk that has a boot and a root partition", async () => {
    const disk = file(
      "n.img",
      makeDisk([
        [EFI, "boot", 34, 99],
        [LINUX, "root", 100, 299],
      ]),
    );
    const root = { number: 2, type: LINUX, name: "root", offset: 51200, size: 102400 };
    assert.deepEqual(await readPartitions(disk), [
      { number: 1, type: EFI, name: "boot", offset: 17408, size: 33792 },
      root,
    ]);
    assert.deepEqual(await bootableDisk(disk), {
      kind: "disk",
      file: disk,
      arguments: "root=/dev/sda rw",
      root,
    });
  });

  it("boots no empty disk and none without a boot partition", async () => {
    const empty = file("o.img", Buffer.alloc(4096));
    const rootOnly = file("p.img", makeDisk([[LINUX, "root", 100, 299]]));
    assert.deepEqual(await readPartitions(empty), []);
    assert.equal(await bootableDisk(empty), undefined);
    assert.equal(await bootableDisk(rootOnly), undefined);
  });
});
