import type { Host } from "../host";
import { hostsWith } from "../host";
import { apiName, controllers } from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Place, Port, Publication, Service, Site } from "../service/service";
import { GALERA_PORT } from "./galera";

const CERTIFICATE = "/etc/haproxy/openstack-environment.pem";

const head = (site: Site): string => `global
  log /dev/log local0
  user haproxy
  group haproxy
  nbthread 1
  maxconn 4000
  ssl-default-bind-options ssl-min-ver TLSv1.2
  stats socket /run/haproxy/admin.sock mode 660 level admin
defaults
  mode http
  log global
  option httplog
  option dontlognull
  option forwardfor
  # A kept connection that a service closes just as it is taken again is cut to the client as well, for
  # it to try again, which no client does with a POST. So none is kept to services; those to clients
  # are kept for longer than clients keep them (Go's 90 s).
  option http-server-close
  timeout http-keep-alive 120s
  # A host without power answers nothing: the next try goes to another one.
  option redispatch 1
  retries 3
  timeout connect 2s
  timeout client 300s
  timeout server 300s
  timeout tunnel 1h
  timeout queue 60s
  timeout http-request 10s
  # A busy API answers its check when the requests before it are done: slow is not down.
  timeout check 60s
backend clients
  stick-table type ip size 100k expire ${2 * site.rateLimit.seconds}s store conn_cur,http_req_rate(${site.rateLimit.seconds}s),gpc0_rate(${site.rateLimit.seconds}s)
`;

/**
 * What a client may do on the API address: so many requests in a time; fewer logins, for each costs the
 * hash of a password; and as many connections at once as requests, or one client could take them all.
 * What is refused is counted, too: who goes on is refused until it stops.
 */
function limits(site: Site, { logins }: Publication): string[] {
  const { requests, seconds, trusted } = site.rateLimit;
  const counted = trusted.length === 0 ? "limited" : "limited !trusted";
  const refuse = `http-request deny deny_status 429 hdr Retry-After ${seconds} if ${counted}`;
  return [
    `  acl limited dst ${site.vip.api}`,
    ...(trusted.length === 0 ? [] : [`  acl trusted src ${trusted.join(" ")}`]),
    `  tcp-request connection track-sc0 src table clients if ${counted}`,
    `  tcp-request connection reject if ${counted} { sc0_conn_cur(clients) gt ${requests} }`,
    `  ${refuse} { sc0_http_req_rate(clients) gt ${requests} }`,
    ...(logins === undefined
      ? []
      : [
          `  acl login path,url_dec -m reg ${logins}`,
          `  http-request sc-inc-gpc0(0) if METH_POST login ${counted}`,
          `  ${refuse} METH_POST login { sc0_gpc0_rate(clients) gt ${site.rateLimit.logins} }`,
        ]),
  ];
}

/** Services reach the management address without limit; clients on the API network have one. */
function frontend(site: Site, name: string, publication: Publication): string {
  const { port } = publication;
  const tls = `ssl crt ${CERTIFICATE} alpn http/1.1`;
  const lines = [
    `frontend ${name}`,
    `  bind ${site.vip.management}:${port} ${tls}`,
    ...(publication.public
      ? [`  bind ${site.vip.api}:${port} ${tls}`, ...limits(site, publication)]
      : []),
    "  http-request set-header X-Forwarded-Proto https",
    ...(publication.home === undefined
      ? []
      : [
          `  http-request redirect location ${publication.home} if { path / }`,
          // Where `/` leads somewhere there are browsers: they come by TLS alone from then on.
          "  http-response set-header Strict-Transport-Security max-age=31536000",
        ]),
    `  default_backend ${name}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A host that takes no connections is left alone until its check succeeds. */
const SERVER =
  "check inter 5s fastinter 500ms rise 1 fall 3 observe layer4 error-limit 2 on-error mark-down";

function backend(site: Site, hosts: Host[], name: string, publication: Publication): string {
  const port = publication.backendPort ?? publication.port;
  const lines = [
    `backend ${name}`,
    ...(publication.sticky ? ["  balance source"] : []),
    "  option httpchk",
    `  http-check send meth GET uri ${publication.check} hdr Host ${apiName(site)}`,
    "  http-check expect rstatus [234]..",
    ...hosts.map(({ name: host, addresses }, n) => {
      const standby = publication.standby && n > 0 ? " backup" : "";
      return `  server ${host} ${addresses.management}:${port} ${SERVER}${standby}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * With several controllers, all write to one database node, the first that is in step: the others
 * stand by. Connections to a node that is no longer the one are cut, so that none is left behind.
 */
function database(site: Site): string {
  const hosts = controllers(site);
  if (hosts.length === 1) return "";
  const servers = hosts.map(
    ({ name, addresses }, n) =>
      `  server ${name} ${addresses.management}:3306 ${n === 0 ? "on-marked-up shutdown-backup-sessions" : "backup"}`,
  );
  return `listen mariadb
  bind 127.0.0.1:3306
  bind ${site.vip.management}:3306
  mode tcp
  option tcplog
  option httpchk GET /
  timeout client 3600s
  timeout server 3600s
  timeout check 2s
  default-server check port ${GALERA_PORT} inter 1s fall 2 rise 2 on-marked-down shutdown-sessions
${servers.join("\n")}
`;
}

/** The load balancer's configuration: one frontend and one backend for each published port. */
export function haproxyConfig(services: Service[], site: Site): string {
  const published = services.flatMap((service) =>
    (service.publish ?? []).map((publication, n) => {
      const name = n === 0 ? service.name : `${service.name}-${publication.port}`;
      const hosts = hostsWith(site.hosts, ...service.roles);
      return frontend(site, name, publication) + backend(site, hosts, name, publication);
    }),
  );
  return head(site) + database(site) + published.join("");
}

const certificate = ({ secrets }: Place): string =>
  [secrets.certificates.server, secrets.certificates.serverKey]
    .map((text) => `${text.trim()}\n`)
    .join("");

const publishedPort = (publication: Publication): Port => ({
  port: publication.port,
  protocol: "tcp",
  from: publication.public ? ["management", "api"] : ["management"],
  moving: true,
});

/**
 * HAProxy: TLS, balancing and request limits on the addresses that move.
 * @param published the services it leads to
 */
export const haproxy = (published: Service[]): Service => ({
  name: "haproxy",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.haproxy,
  files: (place) => [
    { path: "/etc/haproxy/haproxy.cfg", content: haproxyConfig(published, place.site) },
    {
      path: CERTIFICATE,
      content: certificate(place),
      mode: "0640",
      group: "haproxy",
    },
    {
      // A controller without the addresses must be able to listen on them already.
      path: "/etc/sysctl.d/70-openstack-environment.conf",
      content: "net.ipv4.ip_nonlocal_bind = 1\n",
    },
  ],
  before: () => `sysctl -q -p /etc/sysctl.d/70-openstack-environment.conf
haproxy -c -q -f /etc/haproxy/haproxy.cfg`,
  units: ["haproxy"],
  ports: [
    ...published.flatMap(({ publish = [] }) => publish.map(publishedPort)),
    // Used where there are several controllers.
    { port: 3306, protocol: "tcp", from: ["management"], moving: true },
  ],
  health: () => [{ command: "test -S /run/haproxy/admin.sock" }],
  logFiles: ["/var/log/haproxy.log"],
});
