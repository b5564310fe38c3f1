import type { Rule } from "../../rule";
import { onServices, portsOf, service } from "./common";

const CACHE = "11211";

export const cacheClients: Rule = onServices({
  id: "CFG-41",
  title: "Only hosts that use the cache reach it",
  severity: "high",
  reason:
    "the cache asks for no password and holds the dashboard's sessions, which Django reads as " +
    "Python objects: who writes to it runs what he likes on a controller",
  sources: ["OpenStack Security Guide, Front-end caching and session back end", "own"],
  remedy: "name in the port's roles those that use it: controller, network and compute",
  check: (deployment) =>
    portsOf(deployment)
      .filter(({ port, limited }) => port === CACHE && !limited)
      .flatMap(({ protocol, from }) =>
        from.map((network) => `port ${CACHE}/${protocol} is open to all of the ${network} network`),
      ),
  cases: {
    passes: [
      {
        of: "a cache for some roles",
        resources: {
          memcached: service("memcached", {}, [
            { port: 11211, protocol: "tcp", from: ["management"], roles: ["controller"] },
            { port: 22, protocol: "tcp", from: ["management"] },
          ]),
        },
      },
    ],
    fails: [
      {
        of: "a cache for all hosts",
        resources: {
          memcached: service("memcached", {}, [
            { port: 11211, protocol: "tcp", from: ["management"] },
          ]),
        },
        finds: { memcached: ["port 11211/tcp is open to all of the management network"] },
      },
    ],
  },
});
