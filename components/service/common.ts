import { hostsWith, type HostFile } from "../host";
import { renderIni, type IniConfig, type IniSection } from "./ini";
import type { Place, Site } from "./service";

/** Where Debian keeps the certificates that a host trusts; the cloud's own is among them. */
export const TRUST_STORE = "/etc/ssl/certs/ca-certificates.crt";

/** The name that people reach the APIs by, beside the address. */
export const apiName = (site: Site): string => `api.${site.domain}`;

export const controllers = (site: Site) => hostsWith(site.hosts, "controller");

/** Where services reach the identity service. */
export const internalAuthUrl = (site: Site): string => `https://${site.vip.management}:5000`;

/**
 * The address of the database. A lone controller needs no detour. With several, each asks its own
 * load balancer, which leads to the one Galera node that all write to: so a move of the address that
 * moves cuts no connection to the database. Other hosts go by that address.
 */
export function databaseAddress({ site, host }: Place): string {
  const [only, ...others] = controllers(site);
  if (only !== undefined && others.length === 0) return only.addresses.management;
  return host.roles.includes("controller") ? "127.0.0.1" : site.vip.management;
}

/** Where SQLAlchemy finds a service's schema. */
export function databaseUrl(place: Place, service: string, schema = service): string {
  const password = place.secrets.database[service] ?? "";
  const address = databaseAddress(place);
  return `mysql+pymysql://${service}:${password}@${address}:3306/${schema}?charset=utf8mb4`;
}

export function databaseSection(place: Place, service: string, schema = service): IniSection {
  return {
    connection: databaseUrl(place, service, schema),
    max_pool_size: 5,
    max_overflow: 20,
    // Below MariaDB's own limit for idle connections.
    connection_recycle_time: 600,
  };
}

export function transportUrl(place: Place, service: string): string {
  const password = place.secrets.messageQueue[service] ?? "";
  const hosts = controllers(place.site).map(
    (host) => `${service}:${password}@${host.addresses.management}:5672`,
  );
  return `rabbit://${hosts.join(",")}/`;
}

export const memcachedServers = (site: Site): string[] =>
  controllers(site).map((host) => `${host.addresses.management}:11211`);

/** How a service logs in as a user of the Service domain. */
export function serviceLogin(place: Place, user: string): IniSection {
  return {
    auth_type: "password",
    auth_url: internalAuthUrl(place.site),
    project_domain_name: "Service",
    user_domain_name: "Service",
    project_name: "service",
    username: user,
    password: place.secrets.identity[user] ?? "",
    region_name: place.site.region,
    valid_interfaces: "internal",
  };
}

/** How a service checks the tokens of its callers. */
export function tokenCheck(place: Place, user: string): IniSection {
  return {
    ...serviceLogin(place, user),
    valid_interfaces: undefined,
    interface: "internal",
    www_authenticate_uri: `https://${place.site.vip.api}:5000`,
    memcached_servers: memcachedServers(place.site),
    service_token_roles: ["service"],
    service_token_roles_required: true,
  };
}

/** Sections that every OpenStack service has. */
export function commonSections(place: Place, service: string): IniConfig {
  return {
    oslo_messaging_rabbit: {
      rabbit_quorum_queue: true,
      // Answers too survive the node that holds their queue.
      rabbit_transient_quorum_queue: controllers(place.site).length > 1 ? true : undefined,
      heartbeat_in_pthread: false,
    },
    oslo_messaging_notifications: { driver: "noop" },
    oslo_middleware: { enable_proxy_headers_parsing: true },
    oslo_concurrency: { lock_path: `/var/lock/${service}` },
    cache: {
      enabled: true,
      backend: "dogpile.cache.memcached",
      memcache_servers: memcachedServers(place.site),
    },
  };
}

/** A configuration file that only root and the service may read. */
export const configuration = (path: string, group: string, config: IniConfig): HostFile => ({
  path,
  content: renderIni(config),
  mode: "0640",
  owner: "root",
  group,
});

export interface UwsgiArgs {
  /** Debian's name of the file in /etc/default. */
  defaults: string;
  /** The unit, which gives its name to the log file. */
  unit: string;
  service: string;
  wsgi: string;
  port: number;
  processes: number;
  /**
   * One, unless the service is known to bear more: while a process loads its policies at the first
   * request, oslo.policy answers 403 to what comes in on its other threads.
   */
  threads: number;
  /** More settings of uWSGI, as it reads them. */
  settings?: string[];
}

export const uwsgiIni = (args: Pick<UwsgiArgs, "service" | "unit">): string =>
  `/etc/${args.service}/openstack-environment-${args.unit}.ini`;

/**
 * Debian's uWSGI services listen on every address with 8 to 16 processes. These files bind one to
 * the host's management address, with the number of processes that the site asks for.
 */
export function uwsgiFiles(place: Place, args: UwsgiArgs): HostFile[] {
  const { service, unit } = args;
  const listen = `${place.host.addresses.management}:${args.port}`;
  const settings = [
    "plugins = python3",
    "master = true",
    "lazy-apps = true",
    "thunder-lock = true",
    "paste-logger = true",
    "no-orphans = true",
    "die-on-term = true",
    "close-on-exec = true",
    "close-on-exec2 = true",
    "buffer-size = 65535",
    "rem-header = Content-Length",
    `processes = ${args.processes}`,
    `threads = ${args.threads}`,
    "listen = 100",
    `env = OS_OSLO_MESSAGING_RABBIT__PROCESSNAME=${unit}`,
    `logto = /var/log/${service}/${unit}.log`,
    `name = ${unit}`,
    `uid = ${service}`,
    `gid = ${service}`,
    `chdir = /var/lib/${service}`,
    `wsgi-file = ${args.wsgi}`,
    ...(args.settings ?? []),
  ];
  return [
    { path: uwsgiIni(args), content: `[uwsgi]\n${settings.join("\n")}\n` },
    {
      path: `/etc/default/${args.defaults}`,
      content: `DAEMON_ARGS="--http-socket ${listen} --ini ${uwsgiIni(args)}"\n`,
    },
  ];
}
