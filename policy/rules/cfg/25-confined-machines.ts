import type { Rule } from "../../rule";
import { hostsOf, onServices, service, type ShownFile } from "./common";
import { Ini } from "./ini";
import { valuesOf } from "./lines";

const QEMU = "/etc/libvirt/qemu.conf";
const NOVA = "/etc/nova/nova-compute.conf";

/** Emulation is for labs, on hosts that are containers, where libvirt can confine nothing further. */
const emulates = (files: ShownFile[]): boolean =>
  files.some(
    ({ path, content = "" }) =>
      /^\/etc\/nova\/.*\.conf$/.test(path) &&
      new Ini(content).get("libvirt", "virt_type") === "qemu",
  );

export const confinedMachines: Rule = onServices({
  id: "CFG-25",
  title: "Each machine's process is confined, and is not root's",
  severity: "critical",
  reason:
    "a machine that breaks out of QEMU, for which there are new ways each year, is then on the " +
    "host, beside the disks and the memory of all other tenants' machines",
  sources: [
    "OpenStack Security Guide, Hardening the virtualization layers",
    "libvirt documentation, QEMU driver security",
  ],
  remedy:
    "leave security_driver, user and group of qemu.conf as Debian has them (AppArmor, libvirt-qemu)",
  check: (deployment) =>
    hostsOf(deployment)
      .filter(({ files }) => !emulates(files))
      .flatMap(({ name, files }) =>
        files
          .filter(({ path }) => path === QEMU)
          .flatMap(({ content = "" }) => {
            const values = valuesOf(content);
            return [
              ...(values.get("security_driver") === "none" ? ["security_driver is none"] : []),
              ...["user", "group"]
                .filter((option) => /^\+?(root|0)$/.test(values.get(option) ?? ""))
                .map((option) => `${option} is root`),
            ];
          })
          .map((wrong) => `${QEMU}: ${wrong} (on ${name})`),
      ),
  cases: {
    passes: [
      {
        of: "libvirt's own settings, and emulation in a lab",
        resources: {
          compute: service("nova-compute", { [NOVA]: "[libvirt]\nvirt_type = kvm\n" }),
          lab: service("nova-compute", {
            [NOVA]: "[libvirt]\nvirt_type = qemu\n",
            [QEMU]: 'security_driver = "none"\n',
          }),
        },
      },
    ],
    fails: [
      {
        of: "KVM without confinement, as root",
        resources: {
          compute: service("nova-compute", {
            [NOVA]: "[libvirt]\nvirt_type = kvm\n",
            [QEMU]: 'security_driver = "none"\nuser = "root"\n',
          }),
        },
        finds: {
          compute: [
            `${QEMU}: security_driver is none (on controller1)`,
            `${QEMU}: user is root (on controller1)`,
          ],
        },
      },
    ],
  },
});
