import type { Declared } from "../../declared/resource";
import type { CaseResource } from "../../rule";
import { inContents, service } from "./common";
import { proxiesOf, starting, type Proxy } from "./lines";

export const HAPROXY_CONFIG = "/etc/haproxy/haproxy.cfg";

/** What is wrong with the load balancer's configuration. */
export const inHaproxy = (deployment: Declared, judge: (proxies: Proxy[]) => string[]): string[] =>
  inContents(deployment, /\/haproxy\.cfg$/, (text) => judge(proxiesOf(text)));

/** Where a frontend listens, and how. */
export interface Bind {
  address: string;
  port: string;
  options: string[];
}

/** Listeners on the network; sockets of the host itself and its loopback are none. */
export const bindsOf = ({ lines }: Proxy): Bind[] =>
  starting(lines, "bind").flatMap(([where = "", ...options]) =>
    where.split(",").flatMap((one) => {
      const [, address, port] = /^(?:ipv[46]@)?(.*):(\d+(?:-\d+)?)$/.exec(one) ?? [];
      if (address === undefined || port === undefined) return [];
      return /^(127\.|localhost|\[?::1\]?$)/.test(address) ? [] : [{ address, port, options }];
    }),
  );

/** What clients connect to. */
export const listenersIn = (proxies: Proxy[]): Proxy[] =>
  proxies.filter(({ kind }) => kind === "frontend" || kind === "listen");

/** The load balancer of a case, with port 5000 of Keystone published on the API network. */
export const balancer = (frontend: string, head = ""): CaseResource =>
  service("haproxy", { [HAPROXY_CONFIG]: `global\n${head}\nfrontend keystone\n${frontend}\n` }, [
    { port: 5000, protocol: "tcp", from: ["management", "api"], moving: true },
  ]);

export const found = (text: string): string => `${HAPROXY_CONFIG}: ${text} (on controller1)`;
