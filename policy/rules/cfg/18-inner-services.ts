import type { Rule } from "../../rule";
import { isEverywhere } from "./17-api-addresses";
import { inContents, onServices, portsOf, service } from "./common";
import { linesOf, valuesOf } from "./lines";

/** What only services talk to, by port. */
const INNER = new Map([
  ["3306", "the database"],
  ["4444", "the database cluster"],
  ["4567-4568", "the database cluster"],
  ["4567", "the database cluster"],
  ["4568", "the database cluster"],
  ["4369", "the message queue's cluster"],
  ["5671", "the message queue"],
  ["5672", "the message queue"],
  ["15672", "the message queue's management"],
  ["25672", "the message queue's cluster"],
  ["11211", "the cache"],
]);

const mariadb = (text: string): string[] => {
  const values = valuesOf(text);
  const address = values.get("bind-address") ?? values.get("bind_address");
  return address?.split(",").some((one) => isEverywhere(one.trim())) === true
    ? [`bind-address is ${address}, which is every address`]
    : [];
};

/** RabbitMQ listens on every address unless it is told where. */
const rabbitmq = (text: string): string[] => {
  const listeners = [...valuesOf(text)].filter(([name]) => /^listeners\.(tcp|ssl)\b/.test(name));
  if (listeners.length === 0) return ["no listeners.tcp is there: it listens on every address"];
  return listeners
    .filter(([, value]) => value !== "none" && isEverywhere(value.replace(/:?\d+$/, "")))
    .map(([name, value]) => `${name} is ${value}, which is every address`);
};

const memcached = (text: string): string[] => {
  const addresses = linesOf(text).filter(([option]) => option === "-l" || option === "--listen");
  if (addresses.length === 0) return ["no -l is there: it listens on every address"];
  return addresses
    .filter(([, address = ""]) => address.split(",").some(isEverywhere))
    .map(([, address = ""]) => `-l is ${address}, which is every address`);
};

export const innerServices: Rule = onServices({
  id: "CFG-18",
  title: "Databases, queues and caches are on the management network only",
  severity: "critical",
  reason:
    "they hold every tenant's data, calls and sessions, and the cache asks for no password at all: " +
    "who writes to it is whom he likes in the dashboard and in every API",
  sources: [
    "OpenStack Security Guide, Database access control",
    "OpenStack Security Guide, Messaging security",
  ],
  remedy: "bind it to the host's management address, and open its port to that network alone",
  check: (deployment) => [
    ...portsOf(deployment).flatMap(({ port, protocol, from }) =>
      from
        .filter((network) => network !== "management" && INNER.has(port))
        .map(
          (network) =>
            `port ${port}/${protocol} of ${INNER.get(port) ?? ""} is open to the ${network} network`,
        ),
    ),
    ...inContents(deployment, /^\/etc\/mysql\/.*\.cnf$/, mariadb),
    ...inContents(deployment, /\/rabbitmq\.conf$/, rabbitmq),
    ...inContents(deployment, /\/memcached\.conf$/, memcached),
  ],
  cases: {
    passes: [
      {
        of: "the management network",
        resources: {
          all: service(
            "all",
            {
              "/etc/mysql/mariadb.conf.d/70-site.cnf": "[mariadbd]\nbind-address = 10.0.0.11\n",
              "/etc/rabbitmq/rabbitmq.conf": "listeners.tcp.1 = 10.0.0.11:5672\n",
              "/etc/memcached.conf": "-d\n-l 10.0.0.11\n",
            },
            [{ port: 3306, protocol: "tcp", from: ["management"] }],
          ),
        },
      },
    ],
    fails: [
      {
        of: "every address, and a port that is open to another network",
        resources: {
          all: service(
            "all",
            {
              "/etc/mysql/mariadb.conf.d/70-site.cnf": "[mariadbd]\nbind-address = 0.0.0.0\n",
              "/etc/rabbitmq/rabbitmq.conf": "listeners.tcp.default = 5672\n",
              "/etc/memcached.conf": "-d\n-p 11211\n",
            },
            [{ port: 5672, protocol: "tcp", from: ["management", "api"] }],
          ),
        },
        finds: {
          all: [
            "port 5672/tcp of the message queue is open to the api network",
            "/etc/mysql/mariadb.conf.d/70-site.cnf: bind-address is 0.0.0.0, which is every address (on controller1)",
            "/etc/rabbitmq/rabbitmq.conf: listeners.tcp.default is 5672, which is every address (on controller1)",
            "/etc/memcached.conf: no -l is there: it listens on every address (on controller1)",
          ],
        },
      },
      {
        of: "what is everywhere by default or by a star",
        resources: {
          all: service("all", {
            "/etc/rabbitmq/rabbitmq.conf": "vm_memory_high_watermark.absolute = 400MiB\n",
            "/etc/memcached.conf": "-l 10.0.0.11,0.0.0.0\n",
          }),
        },
        finds: {
          all: [
            "/etc/rabbitmq/rabbitmq.conf: no listeners.tcp is there: it listens on every address (on controller1)",
            "/etc/memcached.conf: -l is 10.0.0.11,0.0.0.0, which is every address (on controller1)",
          ],
        },
      },
    ],
  },
});
