import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";
import { startCommand } from "./galera";

const PATH = "/etc/mysql/mariadb.conf.d/70-openstack-environment.cnf";

const UNIT_DROPIN = "/etc/systemd/system/mariadb.service.d/openstack-environment.conf";

const clusterAddress = ({ peers }: Place): string =>
  `gcomm://${peers.map((peer) => peer.addresses.management).join(",")}`;

/** A node that waits for others keeps waiting, whatever the reason that its start failed. */
const UNIT_SETTINGS = `[Unit]
StartLimitIntervalSec=0
Wants=network-online.target
After=network-online.target

[Service]
ExecStartPre=+${startCommand}
ExecStopPost=+/bin/rm -f /run/mariadb-wsrep-new-cluster
TimeoutStartSec=600
Restart=on-failure
RestartSec=5
`;

const settings = (place: Place): string => `[mariadbd]
bind-address = ${place.host.addresses.management}
max_connections = 1000
innodb_flush_log_at_trx_commit = 2
# On since 11.6.2: two that change one row at once get error 1020, which services of this release take for
# a fault of their own and answer with 500 (https://bugs.launchpad.net/nova/+bug/2116186).
innodb_snapshot_isolation = OFF
sync_binlog = 0
innodb_buffer_pool_size = 256M
innodb_log_file_size = 64M
performance_schema = OFF
skip_name_resolve = 1
local_infile = OFF
wait_timeout = 3600
[galera]
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = openstack-environment
wsrep_cluster_address = ${clusterAddress(place)}
wsrep_node_address = ${place.host.addresses.management}
wsrep_node_name = ${place.host.name}
wsrep_sst_method = mariabackup
wsrep_sst_auth = sst:${place.secrets.galera}
binlog_format = ROW
default_storage_engine = InnoDB
innodb_autoinc_lock_mode = 2
`;

/** Schemas and users, in one conversation; what is there already stays as it is. */
export function databaseSql(services: Service[], place: Place): string {
  const statements = services.flatMap((service) => {
    const password = place.secrets.database[service.name];
    if (service.databases === undefined || password === undefined) return [];
    const user = `'${service.name}'@'%'`;
    return [
      `CREATE USER IF NOT EXISTS ${user};`,
      `ALTER USER ${user} IDENTIFIED BY '${password}';`,
      ...service.databases.flatMap((schema) => [
        `CREATE DATABASE IF NOT EXISTS ${schema} CHARACTER SET utf8mb4;`,
        `GRANT ALL ON ${schema}.* TO ${user};`,
      ]),
    ];
  });
  const transfer = [
    "CREATE USER IF NOT EXISTS 'sst'@'localhost';",
    `ALTER USER 'sst'@'localhost' IDENTIFIED BY '${place.secrets.galera}';`,
    "GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO 'sst'@'localhost';",
  ];
  return [...transfer, ...statements].join("\n");
}

/**
 * MariaDB with Galera, for any number of controllers.
 * @param clients the services whose schemas and users it holds
 */
export const mariadb = (clients: Service[]): Service => ({
  name: "mariadb",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.mariadb,
  files: (place) => [
    { path: PATH, content: settings(place), mode: "0640", group: "mysql" },
    { path: UNIT_DROPIN, content: UNIT_SETTINGS },
  ],
  before: () => `if changed ${UNIT_DROPIN}; then systemctl daemon-reload; fi`,
  units: ["mariadb"],
  restartOn: [PATH],
  after: (place) =>
    place.host.name === place.peers[0]?.name
      ? `mariadb --batch <<'SQL'\n${databaseSql(clients, place)}\nSQL`
      : "",
  ports: [
    { port: 3306, protocol: "tcp", from: ["management"] },
    { port: "4567-4568", protocol: "tcp", from: ["management"], roles: ["controller"] },
    { port: 4444, protocol: "tcp", from: ["management"], roles: ["controller"] },
  ],
  health: ({ host }) => [
    { tcp: { address: host.addresses.management, port: 3306 } },
    { command: `mariadb --batch -N -e "SHOW STATUS LIKE 'wsrep_ready'" | grep -qw ON` },
  ],
  logFiles: ["/var/log/mysql/error.log"],
  backup: ["/var/lib/mysql"],
});
