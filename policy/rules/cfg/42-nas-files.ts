import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

const CINDER = "/etc/cinder/cinder.conf";
const OPTIONS = ["nas_secure_file_operations", "nas_secure_file_permissions"];

export const nasFiles: Rule = onServices({
  id: "CFG-42",
  title: "Volumes in files are closed to all but Cinder",
  severity: "high",
  reason:
    "with these off a volume on a file share is a file that every user of every host of it may " +
    "read and write, and root on one host is root on the share",
  sources: ["OpenStack Security Guide, Check-Block-07"],
  remedy: "leave both out: auto, the default, is on for a share without volumes of before",
  check: (deployment) =>
    inOslo(
      deployment,
      (config) =>
        config
          .all()
          .filter(
            ({ section, option }) => OPTIONS.includes(option) && config.isOff(section, option),
          )
          .map(({ section, option }) => `[${section}] ${option} is off`),
      /^\/etc\/cinder\/.*\.conf$/,
    ),
  cases: {
    passes: [
      {
        of: "the default, and both on",
        resources: {
          cinder: service("cinder", {
            [CINDER]:
              "[DEFAULT]\nauth_strategy = keystone\n[nfs]\nnas_secure_file_operations = auto\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "one backend with both off",
        resources: {
          cinder: service("cinder", {
            [CINDER]:
              "[nfs]\nnas_secure_file_operations = False\nnas_secure_file_permissions = false\n",
          }),
        },
        finds: {
          cinder: [
            `${CINDER}: [nfs] nas_secure_file_operations is off (on controller1)`,
            `${CINDER}: [nfs] nas_secure_file_permissions is off (on controller1)`,
          ],
        },
      },
    ],
  },
});
