import { readFileSync } from "node:fs";
import { join } from "node:path";

const here = (name: string): string => readFileSync(join(__dirname, name), "utf8");
const PYTHON = "usr/lib/python3/dist-packages";

/** What the agent's image has in the lab besides Debian's: how to work in a container. By path. */
export const AGENT_FILES: Record<string, string> = {
  [`${PYTHON}/lab_hardware.py`]: here("lab_hardware.py"),
  [`${PYTHON}/lab_hardware-1.dist-info/METADATA`]:
    "Metadata-Version: 2.1\nName: lab-hardware\nVersion: 1\n",
  [`${PYTHON}/lab_hardware-1.dist-info/entry_points.txt`]:
    "[ironic_python_agent.hardware_managers]\nlab = lab_hardware:LabHardwareManager\n",
  "usr/local/bin/udevadm": here("udevadm.sh"),
};
