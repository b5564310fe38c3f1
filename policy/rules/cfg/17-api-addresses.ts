import type { Declared } from "../../declared/resource";
import { texts } from "../../declared/resource";
import type { Rule } from "../../rule";
import { inContents, inOslo, onServices, service, type ShownFile } from "./common";
import { Ini } from "./ini";
import { linesOf } from "./lines";

/** Options that say where a service listens. */
const OPTIONS = new Set(["bind_host", "host_ip", "metadata_listen", "novncproxy_host"]);

export const isEverywhere = (address: string): boolean =>
  ["", "*", "0.0.0.0", "::", "[::]"].includes(address);

const isLoopback = (address: string): boolean => /^(127\.|localhost$|\[?::1\]?$)/.test(address);

function wrong(what: string, address: string, own: string): string[] {
  if (isEverywhere(address)) return [`${what} listens on every address`];
  return own === "" || address === own || isLoopback(address)
    ? []
    : [`${what} listens on ${address}, which is not ${own} of the management network`];
}

const hostPart = (listen: string): string => listen.replace(/:?\d+$/, "");

/** uWSGI, by its arguments in /etc/default. */
const uwsgi = (text: string, own: string): string[] =>
  [...text.matchAll(/--(?:https?|uwsgi)(?:-socket)?[ =]([^\s"',]+)/g)].flatMap(([, listen = ""]) =>
    wrong("uWSGI", hostPart(listen), own),
  );

/** Apache and nginx, which may have reasons to listen on another network, but not on all. */
const web = (text: string): string[] =>
  linesOf(text).flatMap(([word = "", listen = ""]) => {
    const where = listen.replace(/[;>]+$/, "");
    const listens = /^(listen|<virtualhost)$/i.test(word);
    return listens && isEverywhere(hostPart(where)) ? [`${word} ${where} is every address`] : [];
  });

/** What is left out, where the default is every address. */
function leftOut(config: Ini, { path }: ShownFile, deployment: Declared): string[] {
  const nova = path === "/etc/nova/nova.conf" && config.has("vnc");
  if (nova && texts(deployment, "units").includes("nova-novncproxy")) {
    return config.get("vnc", "novncproxy_host") === undefined
      ? ["[vnc] novncproxy_host is left out: it listens on every address"]
      : [];
  }
  return path === "/etc/glance/glance-api.conf" && config.get("DEFAULT", "bind_host") === undefined
    ? ["[DEFAULT] bind_host is left out: it listens on every address"]
    : [];
}

export const apiAddresses: Rule = onServices({
  id: "CFG-17",
  title: "APIs listen on the management network only",
  severity: "high",
  reason:
    "an API that listens elsewhere is reached without TLS, without the limit of requests, and with " +
    "headers that it takes for those of the load balancer",
  sources: ["OpenStack Security Guide, API endpoint configuration recommendations"],
  remedy: "bind it to the host's management address; the load balancer publishes it",
  check: (deployment) => [
    ...inOslo(deployment, (config, file, { address }) => [
      ...config
        .all()
        .filter(({ option }) => OPTIONS.has(option) || /_listen$/.test(option))
        .filter(({ option }) => option !== "server_listen")
        .flatMap(({ section, option, value }) => wrong(`[${section}] ${option}`, value, address)),
      ...leftOut(config, file, deployment),
    ]),
    ...inContents(deployment, /^\/etc\/default\//, (text, { address }) => uwsgi(text, address)),
    ...inContents(deployment, /^\/etc\/(apache2|nginx)\/.*\.conf$/, web),
  ],
  cases: {
    passes: [
      {
        of: "the management address and the host itself",
        resources: {
          glance: service("glance", {
            "/etc/glance/glance-api.conf": "[DEFAULT]\nbind_host = 10.0.0.11\n",
            "/etc/default/nova-api":
              'DAEMON_ARGS="--http-socket 10.0.0.11:8774 --ini /etc/a.ini"\n',
            "/etc/apache2/ports.conf": "Listen 10.0.0.11:80\nListen 127.0.0.1:8080\n",
            "/etc/nginx/site.conf": "server {\n  listen 10.0.9.5:8080;\n}\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "every address, and one of another network",
        resources: {
          all: service("nova-novncproxy", {
            "/etc/nova/nova.conf":
              "[vnc]\nenabled = true\n[DEFAULT]\nmetadata_listen = 10.0.1.11\n",
            "/etc/glance/glance-api.conf": "[DEFAULT]\nworkers = 1\n",
            "/etc/ironic/ironic.conf": "[api]\nhost_ip = ::\n",
            "/etc/default/nova-api": 'DAEMON_ARGS="--http-socket :8774"\n',
            "/etc/apache2/ports.conf": "Listen 80\n<VirtualHost *:443>\n",
            "/etc/nginx/site.conf": "listen 0.0.0.0:8080;\n",
          }),
        },
        finds: {
          all: [
            "/etc/nova/nova.conf: [DEFAULT] metadata_listen listens on 10.0.1.11, which is not 10.0.0.11 of the management network (on controller1)",
            "/etc/nova/nova.conf: [vnc] novncproxy_host is left out: it listens on every address (on controller1)",
            "/etc/glance/glance-api.conf: [DEFAULT] bind_host is left out: it listens on every address (on controller1)",
            "/etc/ironic/ironic.conf: [api] host_ip listens on every address (on controller1)",
            "/etc/default/nova-api: uWSGI listens on every address (on controller1)",
            "/etc/apache2/ports.conf: Listen 80 is every address (on controller1)",
            "/etc/apache2/ports.conf: <VirtualHost *:443 is every address (on controller1)",
            "/etc/nginx/site.conf: listen 0.0.0.0:8080 is every address (on controller1)",
          ],
        },
      },
    ],
  },
});
