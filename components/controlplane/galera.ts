import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place, Service } from "../service/service";

const SCRIPT = "/usr/local/lib/openstack-environment/galera.py";
const CONFIG = "/etc/openstack-environment/galera.json";
const UNIT = "openstack-environment-galera";
const UNIT_FILE = `/etc/systemd/system/${UNIT}.service`;

/** Where a controller says whether its database node can be used. */
export const GALERA_PORT = 9200;

/** Run before the database starts: whether it joins its cluster or forms it. */
export const startCommand = `/usr/bin/python3 ${SCRIPT} start ${CONFIG}`;

const settings = ({ host, peers }: Place): string => {
  const others = peers.filter((peer) => peer.name !== host.name);
  return JSON.stringify(
    {
      name: host.name,
      rank: peers.findIndex((peer) => peer.name === host.name),
      address: host.addresses.management,
      port: GALERA_PORT,
      peers: Object.fromEntries(others.map(({ name, addresses }) => [name, addresses.management])),
    },
    null,
    2,
  );
};

const UNIT_TEXT = `[Unit]
Description=State of this host's node of the database cluster
After=network.target

[Service]
User=mysql
ExecStart=/usr/bin/python3 ${SCRIPT} serve ${CONFIG}
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
`;

/** What each controller says of its database node: to the load balancers, and to nodes that start. */
export const galera: Service = {
  name: "galera",
  roles: ["controller"],
  packages: ["python3-pymysql", "mariadb-server"],
  files: (place) => [
    { path: SCRIPT, content: readFileSync(join(__dirname, "galera.py"), "utf8") },
    { path: CONFIG, content: settings(place) },
    { path: UNIT_FILE, content: UNIT_TEXT },
  ],
  before: () => `if changed ${UNIT_FILE}; then systemctl daemon-reload; fi`,
  units: [UNIT],
  ports: [{ port: GALERA_PORT, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  health: ({ host }) => [{ tcp: { address: host.addresses.management, port: GALERA_PORT } }],
  logFiles: [],
};
