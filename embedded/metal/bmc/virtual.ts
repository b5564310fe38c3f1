import { constants, existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { BareMachine } from "./plan";
import type { BootTarget, Settings } from "./settings";

/** OVMF of Debian's package: UEFI with secure boot, and variables that hold the keys for Debian's shim. */
const CODE = "/usr/share/OVMF/OVMF_CODE_4M.secboot.fd";
const VARIABLES = "/usr/share/OVMF/OVMF_VARS_4M.ms.fd";

/** What a virtual machine has at power on. */
export interface Equipment {
  /** The machine's disk as a device or file of this computer. */
  disk: string;
  media: Settings["media"];
  target: BootTarget;
  /** Where its serial line is written to, at the end. */
  log: string;
}

/**
 * QEMU's arguments for a machine with UEFI. Paths without a slash are in the machine's folder. All
 * drives are SCSI: Debian's kernel for clouds knows no USB. Pure.
 */
export function qemuArguments(machine: BareMachine, equipment: Equipment): string[] {
  const { hardware, cards, uuid, serial, name } = machine;
  const { disk, media, target, log } = equipment;
  const pflash = "if=pflash,format=raw";
  const drive = (id: string, file: string, number: number, device: string, more = ""): string[] => {
    const first = target === id || (target === "None" && id === "Hdd") ? ",bootindex=1" : "";
    return [
      ...["-drive", `if=none,id=${id},format=raw,file=${file}${more}`],
      ...["-device", `${device},drive=${id},scsi-id=${number}${first}`],
    ];
  };
  return [
    ...["-name", name, "-uuid", uuid, "-smbios", `type=1,manufacturer=Lab,serial=${serial}`],
    "-no-user-config",
    "-nodefaults",
    // The boot loader can only be trusted where the system cannot write the firmware's variables.
    ...["-machine", "q35,smm=on", "-global", "driver=cfi.pflash01,property=secure,value=on"],
    ...["-global", "ICH9-LPC.disable_s3=1"],
    // Emulated even where there is KVM: that of a computer which is a virtual machine itself may have
    // no system management mode, and fails in the middle of a start. What a processor can do to be
    // quicker, such as to clear memory byte by byte, is slower emulated: this one cannot.
    ...["-accel", "tcg", "-cpu", "qemu64"],
    ...["-smp", String(hardware.cpus), "-m", `${hardware.memoryGiB}G`],
    ...["-drive", `${pflash},unit=0,readonly=on,file=${CODE}`],
    ...["-drive", `${pflash},unit=1,file=variables.fd`],
    ...["-device", "virtio-scsi-pci"],
    ...drive("Hdd", disk, 0, `scsi-hd,serial=${serial}-1`, ",discard=unmap"),
    ...(media.Cd ? drive("Cd", media.Cd.file, 1, "scsi-cd", ",readonly=on") : []),
    ...(media.Usb ? drive("Usb", media.Usb.file, 2, "scsi-hd,removable=on", ",readonly=on") : []),
    ...cards.flatMap(({ device, mac, cable, mtu }) => [
      ...["-netdev", `tap,id=${device},ifname=${cable},script=./cable.sh,downscript=no`],
      ...["-device", `virtio-net-pci,netdev=${device},mac=${mac},host_mtu=${mtu},romfile=`],
    ]),
    ...["-device", "virtio-rng-pci"],
    ...["-display", "none"],
    ...["-chardev", `file,id=console,path=${log},append=on`, "-serial", "chardev:console"],
    ...["-qmp", "stdio"],
    // The boot override may be another one by now: a restart goes through the firmware's start again.
    ...["-action", "reboot=shutdown"],
  ];
}

/**
 * The script that runs a virtual machine from power on until it is off or, which it says by 133 as
 * containers do, wants to restart. It is run with the power supply's rights, in its control group;
 * the ends of the cables go with QEMU, however that ends. Pure.
 */
export function virtualScript(machine: BareMachine, equipment: Equipment): string {
  const cables = machine.cards.map(
    ({ cable, bridge, mtu }) => `${cable}) ip link set ${cable} mtu ${mtu} master ${bridge} up ;;`,
  );
  return `set -eu
cd ${machine.folder}
if [ ! -e variables.fd ]; then
  cp ${VARIABLES} variables.fd.new
  mv variables.fd.new variables.fd
fi
# What QEMU calls for each cable that it makes.
cat >cable.sh <<'END'
#!/bin/sh
case $1 in
${cables.join("\n")}
esac
END
chmod 755 cable.sh
rm -f monitor
mkfifo monitor
exec 8<>monitor
echo '{ "execute": "qmp_capabilities" }' >&8
qemu-system-x86_64 ${qemuArguments(machine, equipment).join(" ")} <&8 >events
! grep -q '"reason": "guest-reset"' events || exit 133
`;
}

const qcode = (data: string) => ({ type: "qcode", data });
const BUTTONS = {
  power: { execute: "system_powerdown" },
  "ctrl-alt-delete": {
    execute: "send-key",
    arguments: { keys: ["ctrl", "alt", "delete"].map(qcode) },
  },
};

/** Presses a button or keys of a virtual machine; of one that does not run yet, in vain. */
export async function press(machine: BareMachine, button: keyof typeof BUTTONS): Promise<void> {
  const monitor = join(machine.folder, "monitor");
  if (!existsSync(monitor)) return;
  // Without a reader this would wait for one.
  const file = await open(monitor, constants.O_WRONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENXIO") throw error;
    },
  );
  await file?.appendFile(`${JSON.stringify(BUTTONS[button])}\n`);
  await file?.close();
}
