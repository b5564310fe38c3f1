import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const here = (name: string): string => readFileSync(join(__dirname, name), "utf8");
const PYTHON = "usr/lib/python3/dist-packages";

/**
 * What Ironic's agent needs besides to work in a container, by path: its image is the one that metal
 * boots, and knows of udev and of disks on a bus.
 */
const FILES: Record<string, string> = {
  [`${PYTHON}/lab_hardware.py`]: here("lab_hardware.py"),
  [`${PYTHON}/lab_hardware-1.dist-info/METADATA`]:
    "Metadata-Version: 2.1\nName: lab-hardware\nVersion: 1\n",
  [`${PYTHON}/lab_hardware-1.dist-info/entry_points.txt`]:
    "[ironic_python_agent.hardware_managers]\nlab = lab_hardware:LabHardwareManager\n",
  "usr/local/bin/udevadm": here("udevadm.sh"),
  // A container has no boot entries to write.
  "etc/ironic-python-agent.d/lab.conf": "[DEFAULT]\nignore_bootloader_failure = true\n",
};

/** Adds the agent's way to see this kind of machine to a root file system, where that is an agent's. */
export function equipAgent(root: string): void {
  if (!existsSync(join(root, PYTHON, "ironic_python_agent"))) return;
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    if (text.startsWith("#!")) chmodSync(join(root, path), 0o755);
  }
}
