import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import { qemuArguments, virtualScript, type Equipment } from "../../../embedded/metal/bmc/virtual";

const machine: BareMachine = {
  name: "one",
  kind: "virtual",
  label: "t-one",
  bmc: "10.0.9.11",
  uuid: "11111111-1111-4111-8111-111111111111",
  serial: "ABCD1234",
  hardware: { cpus: 2, memoryGiB: 3, diskGiB: 6 },
  cards: [
    {
      device: "eno1",
      mac: "52:54:00:01:00:0b",
      cable: "t-11-mgmt",
      bridge: "t-mgmt",
      mtu: 1500,
    },
    { device: "eno2", mac: "52:54:00:02:00:0b", cable: "t-11-ten", bridge: "t-ten", mtu: 9000 },
  ],
  folder: "/state/bmc/one",
};
const equipment: Equipment = {
  disk: "/dev/loop3",
  media: {
    Cd: { url: "http://s/host.iso", file: "/state/bmc/one/media/Cd.iso" },
    Usb: { url: "http://s/drive.iso", file: "/state/bmc/one/media/Usb.iso" },
  },
  target: "Cd",
  log: "/state/logs/one.log",
};
const more = (change: Partial<Equipment>): string[] =>
  qemuArguments(machine, { ...equipment, ...change });

describe("a virtual machine", () => {
  it("has the machine's identity, drives and cards", () => {
    assert.equal(
      more({}).join(" ").replaceAll(" -", "\n-"),
      `-name one
-uuid 11111111-1111-4111-8111-111111111111
-smbios type=1,manufacturer=Lab,serial=ABCD1234
-no-user-config
-nodefaults
-machine q35,smm=on
-global driver=cfi.pflash01,property=secure,value=on
-global ICH9-LPC.disable_s3=1
-accel tcg
-cpu qemu64
-smp 2
-m 3G
-drive if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd
-drive if=pflash,format=raw,unit=1,file=variables.fd
-device virtio-scsi-pci
-drive if=none,id=Hdd,format=raw,file=/dev/loop3,discard=unmap
-device scsi-hd,serial=ABCD1234-1,drive=Hdd,scsi-id=0
-drive if=none,id=Cd,format=raw,file=/state/bmc/one/media/Cd.iso,readonly=on
-device scsi-cd,drive=Cd,scsi-id=1,bootindex=1
-drive if=none,id=Usb,format=raw,file=/state/bmc/one/media/Usb.iso,readonly=on
-device scsi-hd,removable=on,drive=Usb,scsi-id=2
-netdev tap,id=eno1,ifname=t-11-mgmt,script=./cable.sh,downscript=no
-device virtio-net-pci,netdev=eno1,mac=52:54:00:01:00:0b,host_mtu=1500,romfile=
-netdev tap,id=eno2,ifname=t-11-ten,script=./cable.sh,downscript=no
-device virtio-net-pci,netdev=eno2,mac=52:54:00:02:00:0b,host_mtu=9000,romfile=
-device virtio-rng-pci
-display none
-chardev file,id=console,path=/state/logs/one.log,append=on
-serial chardev:console
-qmp stdio
-action reboot=shutdown`,
    );
  });

  it("starts from what the boot override says, and from its disk without one", () => {
    const first = (change: Partial<Equipment>): string[] =>
      more(change).flatMap((word) => /drive=(\w+),.*bootindex=1$/.exec(word)?.[1] ?? []);
    assert.deepEqual(
      (["None", "Hdd", "Cd", "Usb"] as const).map((target) => first({ target })),
      [["Hdd"], ["Hdd"], ["Cd"], ["Usb"]],
    );
  });

  it("has no drive without a medium, and then nothing to start from there", () => {
    const devices = (media: Equipment["media"]): string[] =>
      more({ media }).filter((word) => word.startsWith("scsi-"));
    assert.deepEqual(devices({}), ["scsi-hd,serial=ABCD1234-1,drive=Hdd,scsi-id=0"]);
    assert.deepEqual(devices({ Usb: equipment.media.Usb }), [
      "scsi-hd,serial=ABCD1234-1,drive=Hdd,scsi-id=0",
      "scsi-hd,removable=on,drive=Usb,scsi-id=2",
    ]);
  });

  it("is run by a script that a shell understands, which plugs in its cables", () => {
    const script = virtualScript(machine, equipment);
    execFileSync("sh", ["-n"], { input: script });
    const [, cables = ""] = /<<'END'\n(.*?)END\n/s.exec(script) ?? [];
    const plug = (cable: string): string =>
      execFileSync("sh", ["-c", `ip() { echo "$@"; }\n${cables}`, "sh", cable], {
        encoding: "utf8",
      });
    assert.equal(plug("t-11-mgmt"), "link set t-11-mgmt mtu 1500 master t-mgmt up\n");
    assert.equal(plug("t-11-ten"), "link set t-11-ten mtu 9000 master t-ten up\n");
  });
});
