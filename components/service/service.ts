import type { Billing } from "../billing/plan/types";
import type { Outage, TenantReportSettings, WebhookSettings } from "../billing/reports/settings";
import type { Host, HostDirectory, HostFile, NetworkName, Role } from "../host";
import type { Secrets } from "./secrets";

/** What every service of the cloud is rendered from: plain values, known before anything runs. */
export interface Site {
  domain: string;
  region: string;
  /** The networks by name: CIDR and the device on every host. */
  networks: Record<NetworkName, { cidr: string; interface: string; mtu?: number }>;
  /** The addresses that move between controllers. */
  vip: { api: string; management: string };
  hosts: Host[];
  virtualization: "kvm" | "qemu";
  datapath: "system" | "netdev";
  /** Processes of the APIs that are used most, on each controller. */
  workers: number;
  rateLimit: { requests: number; logins: number; seconds: number; trusted: string[] };
  dnsServers: string[];
  /** Where use is metered, rated and reported. @default it is not */
  billing?: BillingSite;
  /** Networks outside the cloud, by name. */
  externalNetworks: Record<
    string,
    {
      physicalNetwork: string;
      vlan?: number;
      /** Addresses of tenants' routers and floating IPs. */
      pool: { start: string; end: string };
    }
  >;
}

/** What use costs, and who is told. */
export interface BillingSite extends Billing {
  /** What is metered beside what every cloud has, by the name of the meter. */
  meters: Record<string, CustomMeter>;
  /** What tenants have of their own, by the name of the project. */
  tenants: Record<string, TenantReportSettings>;
  /** Times in which the cloud did not deliver, which are credited. */
  outages: Outage[];
  /** Where reports and alerts are sent. @default nowhere */
  webhook?: WebhookSettings;
}

/** Something of an application's or a service's own that is asked for by HTTP, and rated. */
export interface CustomMeter {
  /** What is counted, such as GiB. */
  unit: string;
  /** The service that is asked, by its type in the catalogue, such as volumev3. */
  service: string;
  /** What follows the service's address. */
  path: string;
  /** Where the answer has the list. */
  entries: string;
  /** Where an entry has how much there is, whose it is (a project's id), and its own id (a UUID). */
  value: string;
  project: string;
  resource: string;
}

/** One host's view while a service is rendered for it; of the cloud, unless another site is named. */
export interface Place<S = Site, X = Secrets> {
  site: S;
  host: Host;
  /** Every host that carries the service, this one included. */
  peers: Host[];
  secrets: X;
}

/** A port that a service listens on, and the networks whose hosts may reach it. */
export interface Port<Network extends string = NetworkName> {
  /** A number, or a range such as "5900-6900". */
  port: number | string;
  protocol: "tcp" | "udp" | "vrrp";
  from: Network[];
  /** Which roles need it; without it the whole network may reach the port. */
  roles?: Role[];
  /** Whether it listens on the addresses that move, not on those of the host. */
  moving?: boolean;
}

/** How the load balancer offers a service on the addresses that move. */
export interface Publication {
  /** The port on the addresses, and on every host that carries the service. */
  port: number;
  /** The port on the hosts, when it is another one. */
  backendPort?: number;
  /** What the load balancer asks to learn whether a host answers. */
  check: string;
  /** Whether clients on the API network reach it too, within their rate limit. */
  public: boolean;
  /** Keeps a client on one host. */
  sticky?: boolean;
  /** All go to the first host that answers; the others stand by. */
  standby?: boolean;
  /** Paths (a regular expression) to which passwords are posted: they have a limit of their own. */
  logins?: string;
  /** Where `/` leads. */
  home?: string;
}

export interface Endpoint {
  /** As in the catalogue: identity, compute, network, ... */
  type: string;
  description: string;
  port: number;
  /** What follows the port. */
  path: string;
}

/** A check that ends when a service works. */
export type Health =
  { http: string } | { tcp: { address: string; port: number } } | { command: string };

/**
 * A service: everything the cloud must know to run it, as data. Adding a service is one such
 * description; what runs it (steps on hosts), reaches it (load balancer, firewall), and registers it
 * (database, message queue, identity) reads it. It is one of the cloud, unless another kind of site, of
 * secrets and of networks is named.
 */
export interface Service<S = Site, X = Secrets, Network extends string = NetworkName> {
  name: string;
  /** The role whose hosts carry it. */
  roles: Role[];
  packages: string[];
  directories?: (place: Place<S, X>) => HostDirectory[];
  files?: (place: Place<S, X>) => HostFile[];
  /** Schemas that belong to the database user of the service's name. */
  databases?: string[];
  /** Whether it has a user of its name on the message queue. */
  messageQueue?: boolean;
  /** Its user in the Service domain, and what it offers in the catalogue. */
  identity?: { user?: boolean; endpoints?: Endpoint[] };
  /** Bash, run once for all hosts (on the first) before any unit starts, e.g. schema migrations. */
  prepare?: (place: Place<S, X>) => string;
  /** Bash, run on each host before its units. */
  before?: (place: Place<S, X>) => string;
  units: string[];
  /** Files of other services whose change asks for a restart too. */
  restartOn?: string[];
  /** Bash, run on each host when it is healthy. */
  after?: (place: Place<S, X>) => string;
  ports?: Port<Network>[];
  publish?: Publication[];
  health?: (place: Place<S, X>) => Health[];
  /** Seconds until the health checks must have passed. @default 90 */
  patience?: number;
  logFiles: string[];
  /** What a backup of the service holds: paths on its hosts. */
  backup?: string[];
}
