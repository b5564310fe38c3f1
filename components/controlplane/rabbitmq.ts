import { createHash } from "node:crypto";
import { quote, quoteAll } from "../host";
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
          "cluster_partition_handling = pause_minority",
          // Queues made when there were fewer nodes come to the new ones too.
          "quorum_queue.continuous_membership_reconciliation.enabled = true",
          "quorum_queue.continuous_membership_reconciliation.auto_remove = true",
          `quorum_queue.continuous_membership_reconciliation.target_group_size = ${Math.min(3, peers.length)}`,
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

/**
 * A node without company joins the first other one that runs. RabbitMQ's own discovery would have the
 * first node wait for all others, and they start one after the other.
 */
const join = ({ host, peers }: Place): string => {
  const others = peers.filter((peer) => peer.name !== host.name);
  if (others.length === 0) return "";
  return `members=$(rabbitmqctl -q eval 'length(rabbit_nodes:list_members()).')
if [[ $members == 1 ]]; then
  for peer in ${quoteAll(others.map(({ name }) => name))}; do
    answers_tcp "$peer" 5672 || continue
    # A machine that stood here before may still be known by this name.
    rabbitmqctl -q -n "rabbit@$peer" forget_cluster_node ${quote(node(host))} || true
    rabbitmqctl -q stop_app
    rabbitmqctl -q join_cluster "rabbit@$peer" || { rabbitmqctl -q start_app; fail "RabbitMQ could not join $peer"; }
    rabbitmqctl -q start_app
    break
  done
fi`;
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
      // One scheduler that does not spin: what the cloud asks of the queue is little. A node without
      // power is missed after 15 s; with the default of 60 s, what it holds up waits so long.
      content: `NODENAME=${node(place.host)}
RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none -kernel net_ticktime 15"
`,
    },
    { path: DEFINITIONS, content: definitions(clients, place), mode: "0640", group: "rabbitmq" },
    { path: COOKIE, content: place.secrets.erlangCookie, mode: "0400", owner: "rabbitmq" },
  ],
  // A node that runs with another cookie can no longer be asked to stop.
  before: () => `if changed ${COOKIE}; then
  systemctl kill -s KILL rabbitmq-server epmd 2>/dev/null || true
fi`,
  units: ["rabbitmq-server"],
  after: join,
  ports: [
    { port: 5672, protocol: "tcp", from: ["management"] },
    { port: 4369, protocol: "tcp", from: ["management"], roles: ["controller"] },
    { port: 25672, protocol: "tcp", from: ["management"], roles: ["controller"] },
  ],
  health: ({ host }) => [{ tcp: { address: host.addresses.management, port: 5672 } }],
  logFiles: ["/var/log/rabbitmq/*.log"],
  backup: [DEFINITIONS],
});
