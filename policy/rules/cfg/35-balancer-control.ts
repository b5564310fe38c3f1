import type { Rule } from "../../rule";
import { onServices } from "./common";
import { balancer, found, inHaproxy } from "./haproxy";
import { starting } from "./lines";

/** A socket that HAProxy is told by what to do. */
function sockets(lines: string[][]): string[] {
  return starting(lines, "stats", "socket").flatMap(([where = "", ...options]) => {
    if (/^ipv[46]@|:\d+$/.test(where)) return [`its control is on ${where}`];
    const mode = options[options.indexOf("mode") + 1] ?? "";
    return options.includes("mode") && (parseInt(mode, 8) & 0o006) !== 0
      ? [`its control ${where} is open to every user of the host (mode ${mode})`]
      : [];
  });
}

export const balancerControl: Rule = onServices({
  id: "CFG-35",
  title: "The load balancer is controlled from its own host, by its own group",
  severity: "high",
  reason:
    "who controls it takes an API out of service, or reads from its page which hosts there are, " +
    "without having any login",
  sources: ["HAProxy Management Guide, Unix Socket commands", "own"],
  remedy: "write stats socket PATH mode 660, and publish no page of statistics without a login",
  check: (deployment) =>
    inHaproxy(deployment, (proxies) =>
      proxies.flatMap(({ kind, name, lines }) => {
        const shows = ["enable", "uri"].some((word) => starting(lines, "stats", word).length > 0);
        return [
          ...(kind === "global" ? sockets(lines) : []),
          ...(shows && starting(lines, "stats", "auth").length === 0
            ? [`${kind}${name && ` ${name}`} shows its statistics to everybody`]
            : []),
        ];
      }),
    ),
  cases: {
    passes: [
      {
        of: "a socket for its group, and a page with a login",
        resources: {
          haproxy: balancer(
            "  bind 10.0.1.10:5000 ssl crt a.pem\nlisten stats\n  stats enable\n  stats auth a:[secret]",
            "  stats socket /run/haproxy/admin.sock mode 660 level admin",
          ),
        },
      },
    ],
    fails: [
      {
        of: "sockets and a page for all",
        resources: {
          haproxy: balancer(
            "listen stats\n  stats uri /stats",
            "  stats socket ipv4@0.0.0.0:9999 level admin\n  stats socket /run/a.sock mode 666",
          ),
        },
        finds: {
          haproxy: [
            found("its control is on ipv4@0.0.0.0:9999"),
            found("its control /run/a.sock is open to every user of the host (mode 666)"),
            found("listen stats shows its statistics to everybody"),
          ],
        },
      },
    ],
  },
});
