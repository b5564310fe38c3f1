import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BILLING_PACKAGES } from "../service/packages";
import type { Service } from "../service/service";

const CONFIG = "/etc/influxdb/influxdb.conf";
const LOGIN = "/etc/influxdb/openstack-environment-login";

/** Where CloudKitty keeps what it rated, and its user, an administrator of this InfluxDB. */
export const RATED = { database: "cloudkitty", user: "cloudkitty", retentionPolicy: "rated" };

/** How long rated data is kept: what invoices are made of, and must be shown for years. */
const RETENTION = "INF";

const CONTENT = `reporting-disabled = true
bind-address = "127.0.0.1:8088"
[meta]
  dir = "/var/lib/influxdb/meta"
[data]
  dir = "/var/lib/influxdb/data"
  wal-dir = "/var/lib/influxdb/wal"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:8086"
  auth-enabled = true
  log-enabled = false
`;

/** Told by careful-storage.py. */
const STUCK = "/run/lock/cloudkitty/influxdb-is-stuck";
const SCRIPT = "/usr/local/lib/openstack-environment/restart-stuck.sh";
const UNIT = "openstack-environment-influxdb-stuck";
const unitFile = (kind: string): string => `/etc/systemd/system/${UNIT}.${kind}`;

const WATCH = `[Unit]
Description=Whether InfluxDB found its disk full

[Path]
PathExists=${STUCK}

[Install]
WantedBy=multi-user.target
`;

/** @see restart-stuck.sh: 64 MiB are room for some days of rated data */
const RESTART = `[Unit]
Description=Starts InfluxDB anew once there is room on its disk
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/bin/sh ${SCRIPT} ${STUCK} /var/lib/influxdb 65536 systemctl restart influxdb
`;

/** InfluxDB, on the host of CloudKitty and for CloudKitty alone: nothing of it is reached from elsewhere. */
export const influxdb: Service = {
  name: "influxdb",
  roles: ["billing"],
  packages: BILLING_PACKAGES.influxdb,
  files: ({ secrets }) => [
    { path: CONFIG, content: CONTENT },
    {
      path: LOGIN,
      // Read by curl: a password in an argument would be seen by everybody on the host.
      content: `user = "${RATED.user}:${secrets.database.cloudkitty ?? ""}"\n`,
      mode: "0600",
    },
    { path: SCRIPT, content: readFileSync(join(__dirname, "restart-stuck.sh"), "utf8") },
    { path: unitFile("path"), content: WATCH },
    { path: unitFile("service"), content: RESTART },
  ],
  before: () =>
    `if changed ${unitFile("path")} ${unitFile("service")}; then systemctl daemon-reload; fi`,
  units: ["influxdb", `${UNIT}.path`],
  restartOn: [CONFIG, unitFile("path")],
  health: () => [{ http: "http://127.0.0.1:8086/ping" }],
  // The first user of an InfluxDB may be made by anybody, and has to be an administrator.
  after: ({
    secrets,
  }) => `ask() { curl -fsS -o /dev/null -K ${LOGIN} http://127.0.0.1:8086/query --data-urlencode q@-; }
if ! echo 'SHOW DATABASES' | ask 2>/dev/null; then
  curl -fsS -o /dev/null http://127.0.0.1:8086/query --data-urlencode q@- <<'END'
CREATE USER "${RATED.user}" WITH PASSWORD '${secrets.database.cloudkitty ?? ""}' WITH ALL PRIVILEGES
END
fi
echo 'CREATE DATABASE "${RATED.database}" WITH DURATION ${RETENTION} NAME "${RATED.retentionPolicy}"' | ask`,
  logFiles: [],
  backup: ["/var/lib/influxdb"],
};
