import { SEED_PACKAGES } from "../service/packages";
import type { SeedPlace, SeedService } from "./seed-site";

export const IMAGES_PORT = 8080;
/** What the web server shows: Ironic's media, and the folder `images`. */
export const WEB_ROOT = "/srv/ironic";
export const WEB_USER = "www-data";

const CONFIG = "/etc/nginx/openstack-environment.conf";
const UNIT = "/etc/systemd/system/ironic-images.service";

export const imagesUrl = (address: string): string => `http://${address}:${IMAGES_PORT}/images`;

/**
 * Controllers see all: media with config drives, which hold secrets, are on their network alone. Agents
 * are on the management network and see the images. Nobody gets a list of what there is.
 */
const configuration = ({ site }: SeedPlace): string => `worker_processes 2;
pid /run/ironic-images/nginx.pid;
events {
  worker_connections 512;
}
http {
  default_type application/octet-stream;
  access_log /var/log/ironic-images/access.log;
  sendfile on;
  tcp_nopush on;
  server_tokens off;
  client_body_temp_path /run/ironic-images/body;
  proxy_temp_path /run/ironic-images/proxy;
  fastcgi_temp_path /run/ironic-images/fastcgi;
  uwsgi_temp_path /run/ironic-images/uwsgi;
  scgi_temp_path /run/ironic-images/scgi;
  server {
    listen ${site.addresses.bmc}:${IMAGES_PORT};
    root ${WEB_ROOT};
  }
  server {
    listen ${site.addresses.management}:${IMAGES_PORT};
    location / {
      return 404;
    }
    location /images/ {
      root ${WEB_ROOT};
    }
  }
}
`;

const UNIT_TEXT = `[Unit]
Description=Images and boot media for machines and their controllers
Wants=network-online.target
After=network-online.target
# Its address may be there later than it is.
StartLimitIntervalSec=0

[Service]
User=${WEB_USER}
Group=${WEB_USER}
RuntimeDirectory=ironic-images
LogsDirectory=ironic-images
LogsDirectoryMode=0750
ExecStart=/usr/sbin/nginx -e stderr -c ${CONFIG} -g "daemon off;"
Restart=always
RestartSec=2
NoNewPrivileges=yes

[Install]
WantedBy=multi-user.target
`;

/** The web server of images and of the media that Ironic makes. */
export const imagesServer: SeedService = {
  name: "ironic-images",
  roles: ["seed"],
  packages: SEED_PACKAGES.images,
  files: (place) => [
    { path: CONFIG, content: configuration(place) },
    { path: UNIT, content: UNIT_TEXT },
    {
      path: "/etc/logrotate.d/ironic-images",
      content: `/var/log/ironic-images/*.log {
    weekly
    rotate 8
    missingok
    compress
    notifempty
    copytruncate
}
`,
    },
  ],
  before: () => `mask_units nginx
systemctl daemon-reload`,
  units: ["ironic-images"],
  restartOn: [CONFIG, UNIT],
  ports: [{ port: IMAGES_PORT, protocol: "tcp", from: ["bmc", "management"] }],
  health: ({ site: { addresses } }) => [
    { tcp: { address: addresses.bmc, port: IMAGES_PORT } },
    { tcp: { address: addresses.management, port: IMAGES_PORT } },
  ],
  logFiles: ["/var/log/ironic-images/*.log"],
};
