import type { Rule } from "../../rule";
import { onServices, portsOf } from "./common";
import { balancer, bindsOf, found, inHaproxy, listenersIn } from "./haproxy";
import { starting, type Proxy } from "./lines";

/** One that does nothing but lead browsers to HTTPS. */
const leadsToTls = ({ lines }: Proxy): boolean =>
  starting(lines, "http-request", "redirect", "scheme", "https").length > 0 ||
  starting(lines, "redirect", "scheme", "https").length > 0;

export const tls: Rule = onServices({
  id: "CFG-03",
  title: "Every port that the load balancer publishes has TLS",
  severity: "critical",
  reason:
    "tokens and passwords go over these ports: whoever is on the way of one request has all rights " +
    "of its sender until the token expires",
  sources: [
    "OpenStack Security Guide, Check-Identity-03, Check-Neutron-05, TLS proxies and HTTP services",
  ],
  remedy: "write `ssl crt FILE` on the bind line, or leave the listener to the management network",
  check: (deployment) => {
    const inner = portsOf(deployment)
      .filter(({ from }) => from.every((network) => network === "management"))
      .map(({ port }) => port);
    return inHaproxy(deployment, (proxies) =>
      listenersIn(proxies)
        .filter((proxy) => !leadsToTls(proxy))
        .flatMap((proxy) => {
          const passesBytes = starting(proxy.lines, "mode", "tcp").length > 0;
          return bindsOf(proxy)
            .filter(({ options, port }) => {
              // A database, say, that only hosts of the cloud reach.
              return !options.includes("ssl") && !(passesBytes && inner.includes(port));
            })
            .map(
              ({ address, port }) =>
                `${proxy.kind} ${proxy.name} binds ${address}:${port} without TLS`,
            );
        }),
    );
  },
  cases: {
    passes: [
      {
        of: "TLS, a redirect to it, and sockets of the host itself",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt /etc/haproxy/a.pem alpn http/1.1\n" +
              "  bind 127.0.0.1:5001\n  bind /run/keystone.sock\n" +
              "frontend plain\n  bind 10.0.1.10:80\n  http-request redirect scheme https",
          ),
        },
      },
    ],
    fails: [
      {
        of: "a frontend without TLS, and a listener that passes bytes to the API network",
        resources: {
          haproxy: balancer(
            "  bind 10.0.0.10:5000,10.0.1.10:5000 # no ssl here\n" +
              "listen database\n  mode tcp\n  bind 10.0.1.10:3306",
          ),
        },
        finds: {
          haproxy: [
            found("frontend keystone binds 10.0.0.10:5000 without TLS"),
            found("frontend keystone binds 10.0.1.10:5000 without TLS"),
            found("listen database binds 10.0.1.10:3306 without TLS"),
          ],
        },
      },
    ],
  },
});
