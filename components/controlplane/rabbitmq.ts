import { createHash } from "node:crypto";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";

const CONFIG = "/etc/rabbitmq/rabbitmq.conf";
const ENVIRONMENT = "/etc/rabbitmq/rabbitmq-env.conf";
const DEFINITIONS = "/etc/rabbitmq/definitions.json";
const COOKIE = "/var/lib/rabbitmq/.erlang.cookie";

const node = (host: { name: string }): string => `rabbit@${host.name}`;

const settings = ({ host, peers }: Place): string => {
  const cluster =
    peers.length === 1
      ? []
      : [
          "cluster_formation.peer_discovery_backend = classic_config",
          ...peers.map(
            (peer, n) => `cluster_formation.classic_config.nodes.${n + 1} = ${node(peer)}`,
          ),
          "cluster_partition_handling = pause_minority",
        ];
  return [
    `listeners.tcp.1 = ${host.addresses.management}:5672`,
    "vm_memory_high_watermark.absolute = 400MiB",
    "disk_free_limit.absolute = 200MB",
    `load_definitions = ${DEFINITIONS}`,
    ...cluster,
    "",
  ].join("\n");
};

/** RabbitMQ's salted hash. The salt follows from the password, so that the file stays the same. */
export function passwordHash(user: string, password: string): string {
  const salt = createHash("sha256").update(`${user}\n${password}`).digest().subarray(0, 4);
  const hash = createHash("sha256").update(salt).update(password, "utf8").digest();
  return Buffer.concat([salt, hash]).toString("base64");
}

/** Users are read from this file at every start: no call of the slow rabbitmqctl is needed. */
export function definitions(services: Service[], { secrets }: Place): string {
  const users = services.filter((service) => service.messageQueue).map((service) => service.name);
  const all = ".*";
  return JSON.stringify(
    {
      vhosts: [{ name: "/" }],
      users: users.map((name) => ({
        name,
        password_hash: passwordHash(name, secrets.messageQueue[name] ?? ""),
        hashing_algorithm: "rabbit_password_hashing_sha256",
        tags: [],
      })),
      permissions: users.map((user) => ({
        user,
        vhost: "/",
        configure: all,
        write: all,
        read: all,
      })),
    },
    null,
    2,
  );
}

/**
 * RabbitMQ, clustered where there are several controllers.
 * @param clients the services that talk over it
 */
export const rabbitmq = (clients: Service[]): Service => ({
  name: "rabbitmq",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.rabbitmq,
  files: (place) => [
    { path: CONFIG, content: settings(place) },
    {
      path: ENVIRONMENT,
      // One scheduler that does not spin: what the cloud asks of the queue is little.
      content: `NODENAME=${node(place.host)}
RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"
`,
    },
    { path: DEFINITIONS, content: definitions(clients, place), mode: "0640", group: "rabbitmq" },
    { path: COOKIE, content: place.secrets.erlangCookie, mode: "0400", owner: "rabbitmq" },
  ],
  // A node that runs with another cookie can no longer be asked to stop.
  before: () => `if changed ${COOKIE} && systemctl is-active -q rabbitmq-server; then
  systemctl kill -s KILL rabbitmq-server epmd 2>/dev/null || true
fi`,
  units: ["rabbitmq-server"],
  ports: [
    { port: 5672, protocol: "tcp", from: ["management"] },
    { port: 4369, protocol: "tcp", from: ["management"], roles: ["controller"] },
    { port: 25672, protocol: "tcp", from: ["management"], roles: ["controller"] },
  ],
  health: ({ host }) => [{ tcp: { address: host.addresses.management, port: 5672 } }],
  logFiles: ["/var/log/rabbitmq/*.log"],
  backup: [DEFINITIONS],
});
