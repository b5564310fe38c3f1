import type { Rule } from "../../rule";
import { onServices } from "./common";
import { balancer, found, inHaproxy, listenersIn } from "./haproxy";
import { starting, type Words } from "./lines";

/** Options that let versions below 1.2 in. HAProxy's own lowest is 1.2, so none need be there. */
function oldVersions(options: Words): string[] {
  return options.flatMap((option, n) => {
    if (/^force-(sslv3|tlsv10|tlsv11)$/.test(option)) return [option];
    const version = options[n + 1] ?? "";
    const old = option === "ssl-min-ver" && /^(SSLv3|TLSv1\.[01])$/i.test(version);
    return old ? [`ssl-min-ver ${version}`] : [];
  });
}

export const tlsVersion: Rule = onServices({
  id: "CFG-04",
  title: "No client may use TLS below 1.2",
  severity: "high",
  reason:
    "TLS 1.0 and 1.1 rest on MD5 and SHA-1: someone between a client and the API can bring both " +
    "down to them and read or change what is sent",
  sources: ["RFC 8996", "OpenStack Security Guide, Introduction to TLS and SSL"],
  remedy: "write `ssl-default-bind-options ssl-min-ver TLSv1.2`, and nothing lower on bind lines",
  check: (deployment) =>
    inHaproxy(deployment, (proxies) => [
      ...proxies
        .filter(({ kind }) => kind === "global")
        .flatMap(({ lines }) => starting(lines, "ssl-default-bind-options"))
        .flatMap((options) => oldVersions(options).map((old) => `every listener has ${old}`)),
      ...listenersIn(proxies).flatMap(({ kind, name, lines }) =>
        starting(lines, "bind").flatMap(([where = "", ...options]) =>
          oldVersions(options).map((old) => `${kind} ${name} has ${old} on ${where}`),
        ),
      ),
    ]),
  cases: {
    passes: [
      {
        of: "1.2 said",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem",
            "  ssl-default-bind-options ssl-min-ver TLSv1.2",
          ),
        },
      },
      {
        of: "HAProxy's own lowest version",
        resources: { haproxy: balancer("  bind 10.0.1.10:5000 ssl crt a.pem") },
      },
    ],
    fails: [
      {
        of: "1.0 for all, and 1.1 on one listener",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem force-tlsv11",
            "  ssl-default-bind-options prefer-client-ciphers ssl-min-ver TLSv1.0",
          ),
        },
        finds: {
          haproxy: [
            found("every listener has ssl-min-ver TLSv1.0"),
            found("frontend keystone has force-tlsv11 on 10.0.1.10:5000"),
          ],
        },
      },
    ],
  },
});
