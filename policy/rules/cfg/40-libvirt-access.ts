import type { Rule } from "../../rule";
import { inContents, inOslo, onServices, service } from "./common";
import { valuesOf } from "./lines";

const LIBVIRT = "/etc/libvirt/libvirtd.conf";
const NOVA = "/etc/nova/nova.conf";

export const libvirtAccess: Rule = onServices({
  id: "CFG-40",
  title: "Nobody speaks to libvirt without saying who it is",
  severity: "critical",
  reason:
    "libvirt is root on its host: who speaks to it by plain TCP starts, stops and reads the memory " +
    "of every tenant's machine there",
  sources: [
    "OpenStack Security Guide, Hardening the virtualization layers",
    "Nova Administration Guide, Configure live migrations",
  ],
  remedy: "leave listen_tcp out; have machines move by qemu+tls or qemu+ssh",
  check: (deployment) => [
    ...inContents(deployment, /^\/etc\/libvirt\/(libvirtd|virtproxyd)\.conf$/, (text) => {
      const values = valuesOf(text);
      return [
        ...(values.get("listen_tcp") === "1" ? ["listen_tcp is 1"] : []),
        ...(values.get("auth_tcp") === "none" ? ["auth_tcp is none"] : []),
        ...(/7$/.test(values.get("unix_sock_rw_perms") ?? "")
          ? [`unix_sock_rw_perms is ${values.get("unix_sock_rw_perms") ?? ""}`]
          : []),
      ];
    }),
    ...inOslo(deployment, (config) =>
      ["live_migration_uri", "connection_uri"].flatMap((option) => {
        const uri = config.get("libvirt", option) ?? "";
        return /^\w+\+tcp:/.test(uri) ? [`[libvirt] ${option} is ${uri}`] : [];
      }),
    ),
  ],
  cases: {
    passes: [
      {
        of: "a socket of the host, and TLS between hosts",
        resources: {
          nova: service("nova-compute", {
            [LIBVIRT]: 'listen_tls = 1\nunix_sock_rw_perms = "0770"\n',
            [NOVA]: "[libvirt]\nlive_migration_uri = qemu+tls://%s/system\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "TCP without a login",
        resources: {
          nova: service("nova-compute", {
            [LIBVIRT]: 'listen_tcp = 1\nauth_tcp = "none"\nunix_sock_rw_perms = "0777"\n',
            [NOVA]: "[libvirt]\nlive_migration_uri = qemu+tcp://%s/system\n",
          }),
        },
        finds: {
          nova: [
            `${LIBVIRT}: listen_tcp is 1 (on controller1)`,
            `${LIBVIRT}: auth_tcp is none (on controller1)`,
            `${LIBVIRT}: unix_sock_rw_perms is 0777 (on controller1)`,
            `${NOVA}: [libvirt] live_migration_uri is qemu+tcp://%s/system (on controller1)`,
          ],
        },
      },
    ],
  },
});
