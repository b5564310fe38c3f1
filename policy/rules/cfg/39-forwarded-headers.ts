import type { Rule } from "../../rule";
import { onServices } from "./common";
import { balancer, bindsOf, found, inHaproxy, listenersIn } from "./haproxy";
import { starting, type Proxy } from "./lines";

const HEADER = "x-forwarded-proto";

/** Whether a client's own header is replaced or taken away; one that is added leaves it there. */
const owns = ({ lines }: Proxy): boolean =>
  ["set-header", "del-header"].some((action) =>
    starting(lines, "http-request", action).some(([name = ""]) => name.toLowerCase() === HEADER),
  );

export const forwardedHeaders: Rule = onServices({
  id: "CFG-39",
  title: "Services learn from the load balancer, not from clients, whether a request came by TLS",
  severity: "medium",
  reason:
    "services take X-Forwarded-Proto for true: left as clients send it, links and cookies go out " +
    "for plain HTTP when a client wants them to",
  sources: [
    "OpenStack Security Guide, Check-Dashboard-11",
    "Django, Settings: SECURE_PROXY_SSL_HEADER",
  ],
  remedy: "write http-request set-header X-Forwarded-Proto https in each frontend with TLS",
  check: (deployment) =>
    inHaproxy(deployment, (proxies) => {
      const defaults = proxies.filter(({ kind }) => kind === "defaults");
      const isTcp = ({ lines }: Proxy) => starting(lines, "mode", "tcp").length > 0;
      return listenersIn(proxies)
        .filter((proxy) => bindsOf(proxy).some(({ options }) => options.includes("ssl")))
        .filter((proxy) => !isTcp(proxy) && !owns(proxy) && !defaults.some(owns))
        .map(({ kind, name }) => `${kind} ${name} passes on X-Forwarded-Proto as clients send it`);
    }),
  cases: {
    passes: [
      {
        of: "the load balancer's own header",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\n  http-request set-header X-Forwarded-Proto https",
          ),
        },
      },
    ],
    fails: [
      {
        of: "one that is added to the client's",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\n  http-request add-header X-Forwarded-Proto https",
          ),
        },
        finds: {
          haproxy: [found("frontend keystone passes on X-Forwarded-Proto as clients send it")],
        },
      },
    ],
  },
});
