import type { Rule } from "../../rule";
import { onServices, portsOf } from "./common";
import { balancer, bindsOf, found, inHaproxy, listenersIn } from "./haproxy";
import { starting, type Proxy, type Words } from "./lines";

/** Sixteen addresses. */
const SHORTEST_PREFIX = 28;

const denials = ({ lines }: Proxy): Words[] =>
  starting(lines, "http-request").filter(
    ([action = "", ...words]) =>
      /^(deny|tarpit|reject|silent-drop)$/.test(action) &&
      words.some((word) => /http_req_rate/.test(word)),
  );

/** Networks whose senders have no limit: those of access lists that the limit is `if not` in. */
function trusted(proxy: Proxy): string[] {
  const conditions = starting(proxy.lines, "http-request").flat();
  return starting(proxy.lines, "acl")
    .filter(([name = "", test]) => test === "src" && conditions.includes(`!${name}`))
    .flatMap(([, , ...sources]) => sources)
    .filter((source) => {
      const prefix = source.split("/")[1];
      return prefix !== undefined && !source.includes(":") && Number(prefix) < SHORTEST_PREFIX;
    });
}

export const rateLimit: Rule = onServices({
  id: "CFG-20",
  title: "Clients on the API network have a limit of requests",
  severity: "high",
  reason:
    "one tenant's script, or one who tries passwords, otherwise takes all processes of an API: no " +
    "other tenant's request is answered",
  sources: [
    "OpenStack Security Guide, API endpoint configuration recommendations",
    "own: an API has a few processes on each controller, which all tenants share",
  ],
  remedy:
    "deny by http_req_rate on each published port, and trust single hosts (monitoring, say) alone",
  check: (deployment) => {
    const open = portsOf(deployment)
      .filter(({ from }) => from.includes("api"))
      .map(({ port }) => port);
    return inHaproxy(deployment, (proxies) =>
      listenersIn(proxies)
        .filter((proxy) => bindsOf(proxy).some(({ port }) => open.includes(port)))
        .flatMap((proxy) => [
          ...(denials(proxy).length === 0
            ? [`${proxy.kind} ${proxy.name} takes any number of requests`]
            : []),
          ...trusted(proxy).map(
            (network) => `${proxy.kind} ${proxy.name} has no limit for all of ${network}`,
          ),
        ]),
    );
  },
  cases: {
    passes: [
      {
        of: "a limit for all but one host",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\n  acl trusted src 10.0.1.41\n" +
              "  http-request track-sc0 src table clients if !trusted\n" +
              "  http-request deny deny_status 429 if !trusted { sc0_http_req_rate(clients) gt 300 }",
          ),
        },
      },
    ],
    fails: [
      {
        of: "no limit",
        resources: { haproxy: balancer("  bind 10.0.1.10:5000 ssl crt a.pem") },
        finds: { haproxy: [found("frontend keystone takes any number of requests")] },
      },
      {
        of: "a limit that a whole network is free of",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\n  acl friends src 10.0.1.41 10.0.0.0/8\n" +
              "  http-request deny if !friends { sc0_http_req_rate(clients) gt 300 }",
          ),
        },
        finds: { haproxy: [found("frontend keystone has no limit for all of 10.0.0.0/8")] },
      },
    ],
  },
});
