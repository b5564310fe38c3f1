import type { Rule } from "../../rule";
import { hostsOf, onServices, portsOf, service } from "./common";
import { balancer, bindsOf, listenersIn } from "./haproxy";
import { proxiesOf } from "./lines";

export const publicPorts: Rule = onServices({
  id: "CFG-19",
  title: "The API network reaches what the load balancer publishes, and nothing else",
  severity: "critical",
  reason:
    "tenants' people and machines come in by the API network: a port of a host that is open to it " +
    "has neither TLS nor a limit of requests, and may not ask who they are",
  sources: ["OpenStack Security Guide, API endpoint configuration recommendations", "own"],
  remedy:
    "publish the port through the load balancer, or take api out of the networks it is open to",
  check: (deployment) => {
    const open = portsOf(deployment).filter(
      // VRRP has no port: it is how controllers agree on who has the address.
      ({ from, protocol }) => from.includes("api") && protocol !== "vrrp",
    );
    const configs = hostsOf(deployment)
      .flatMap(({ files }) => files)
      .flatMap(({ path, content }) =>
        content !== undefined && path.endsWith("/haproxy.cfg") ? [content] : [],
      );
    const published = new Set(
      configs.flatMap((text) => listenersIn(proxiesOf(text)).flatMap(bindsOf)).map((b) => b.port),
    );
    return open.flatMap(({ port, protocol, moving }) => {
      const opened = `port ${port}/${protocol} is open to the API network`;
      if (!moving) return [`${opened} on each host itself`];
      return configs.length > 0 && !published.has(port)
        ? [`${opened}, where nothing is published`]
        : [];
    });
  },
  cases: {
    passes: [
      {
        of: "a published port, VRRP, and a port for other hosts",
        resources: {
          haproxy: balancer("  bind 10.0.1.10:5000 ssl crt a.pem"),
          keepalived: service("keepalived", {}, [
            { protocol: "vrrp", from: ["api", "management"], roles: ["controller"] },
          ]),
          nova: service("nova", {}, [{ port: 8774, protocol: "tcp", from: ["management"] }]),
        },
      },
    ],
    fails: [
      {
        of: "a port of a host, and one that nothing is behind",
        resources: {
          nova: service("nova", {}, [
            { port: "5900-6900", protocol: "tcp", from: ["management", "api"] },
          ]),
          haproxy: balancer("  bind 10.0.1.10:5001 ssl crt a.pem"),
        },
        finds: {
          nova: ["port 5900-6900/tcp is open to the API network on each host itself"],
          haproxy: ["port 5000/tcp is open to the API network, where nothing is published"],
        },
      },
    ],
  },
});
