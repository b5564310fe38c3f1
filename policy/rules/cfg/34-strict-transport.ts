import type { Rule } from "../../rule";
import { onServices } from "./common";
import { balancer, bindsOf, found, inHaproxy, listenersIn } from "./haproxy";
import { starting, type Proxy } from "./lines";

const HALF_A_YEAR = 15_768_000;

/** For how long browsers are told to come by TLS alone. */
function seconds({ lines }: Proxy): number {
  const headers = ["set-header", "add-header"].flatMap((action) =>
    starting(lines, "http-response", action, "Strict-Transport-Security"),
  );
  return Math.max(
    0,
    ...headers.map(([value = ""]) => Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0)),
  );
}

export const strictTransport: Rule = onServices({
  id: "CFG-34",
  title: "Browsers are told to come to the dashboard by TLS only",
  severity: "low",
  reason:
    "the first request to a name that somebody types goes out by plain HTTP: who is on the way " +
    "answers it himself and shows a login of his own",
  sources: ["OpenStack Security Guide, HTTPS, HSTS, XSS, and SSRF", "RFC 6797"],
  remedy: 'write http-response set-header Strict-Transport-Security "max-age=31536000" on port 443',
  check: (deployment) =>
    inHaproxy(deployment, (proxies) =>
      listenersIn(proxies)
        .filter((proxy) => bindsOf(proxy).some(({ port }) => port === "443"))
        .filter((proxy) => seconds(proxy) < HALF_A_YEAR)
        .map((proxy) =>
          seconds(proxy) === 0
            ? `${proxy.kind} ${proxy.name} sends no Strict-Transport-Security`
            : `${proxy.kind} ${proxy.name} has browsers remember TLS for ${seconds(proxy)} seconds only`,
        ),
    ),
  cases: {
    passes: [
      {
        of: "a year for the dashboard, and nothing for an API",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\nfrontend horizon\n  bind 10.0.1.10:443 ssl crt a.pem\n" +
              '  http-response set-header Strict-Transport-Security "max-age=31536000; includeSubDomains"',
          ),
        },
      },
    ],
    fails: [
      {
        of: "no header",
        resources: { haproxy: balancer("frontend horizon\n  bind 10.0.1.10:443 ssl crt a.pem") },
        finds: { haproxy: [found("frontend horizon sends no Strict-Transport-Security")] },
      },
      {
        of: "a minute",
        resources: {
          haproxy: balancer(
            "frontend horizon\n  bind 10.0.1.10:443 ssl crt a.pem\n" +
              "  http-response set-header Strict-Transport-Security max-age=60",
          ),
        },
        finds: {
          haproxy: [found("frontend horizon has browsers remember TLS for 60 seconds only")],
        },
      },
    ],
  },
});
