import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";

/** Memcached: caches of tokens, of the catalogue, and the dashboard's sessions. */
export const memcached: Service = {
  name: "memcached",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.memcached,
  files: ({ host }) => [
    {
      path: "/etc/memcached.conf",
      content: `-d
logfile /var/log/memcached.log
-m 64
-p 11211
-U 0
-u memcache
-l ${host.addresses.management}
-c 4096
-P /var/run/memcached/memcached.pid
`,
    },
  ],
  units: ["memcached"],
  // Whoever writes to it is believed: so only hosts with services that use it come in.
  ports: [
    {
      port: 11211,
      protocol: "tcp",
      from: ["management"],
      roles: ["controller", "network", "compute"],
    },
  ],
  health: ({ host }) => [{ tcp: { address: host.addresses.management, port: 11211 } }],
  logFiles: ["/var/log/memcached.log"],
};
