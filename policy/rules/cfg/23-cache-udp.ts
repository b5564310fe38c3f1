import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";
import { linesOf } from "./lines";

const PATH = "/etc/memcached.conf";

export const cacheUdp: Rule = onServices({
  id: "CFG-23",
  title: "The cache takes no UDP, and does not run as root",
  severity: "high",
  reason:
    "by UDP anybody has it answer to an address that is not his, with many times of what he sent; a " +
    "flaw in it would be one of root's",
  sources: ["CVE-2018-1000115"],
  remedy: "write -U 0 and -u memcache",
  check: (deployment) =>
    inContents(deployment, /\/memcached\.conf$/, (text) =>
      linesOf(text).flatMap(([option = "", value = ""]) => {
        // Memcached itself has it off since 1.5.6.
        if (option === "-U" && value !== "0") return [`it takes UDP on port ${value}`];
        return option === "-u" && value === "root" ? ["it runs as root"] : [];
      }),
    ),
  cases: {
    passes: [
      {
        of: "no UDP, said or by default",
        resources: {
          memcached: service("memcached", { [PATH]: "-U 0\n-u memcache\n" }),
          other: service("memcached", { [PATH]: "# -U 11211\n-l 10.0.0.11\n" }),
        },
      },
    ],
    fails: [
      {
        of: "UDP, as root",
        resources: { memcached: service("memcached", { [PATH]: "-U 11211\n-u root\n" }) },
        finds: {
          memcached: [
            `${PATH}: it takes UDP on port 11211 (on controller1)`,
            `${PATH}: it runs as root (on controller1)`,
          ],
        },
      },
    ],
  },
});
