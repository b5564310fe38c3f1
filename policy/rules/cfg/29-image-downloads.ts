import type { Declared } from "../../declared/resource";
import type { Rule } from "../../rule";
import { hostsOf, onServices, service } from "./common";
import { Ini } from "./ini";

const GLANCE = "/etc/glance/glance-api.conf";
const IMPORT = "/etc/glance/glance-image-import.conf";
const DEFAULT_METHODS = ["glance-direct", "web-download", "copy-image"];

/** What Glance fetches for its users, unless it is told from which hosts it may. */
const downloads = (deployment: Declared): string[] =>
  hostsOf(deployment).flatMap(({ name, files }) => {
    const text = (path: string) => files.find((file) => file.path === path)?.content;
    const own = text(GLANCE);
    if (own === undefined) return [];
    const configs = [new Ini(own), new Ini(text(IMPORT) ?? "")];
    const methods = configs[0]?.list("DEFAULT", "enabled_import_methods") ?? DEFAULT_METHODS;
    const limited = configs.some(
      (config) => (config.list("import_filtering_opts", "allowed_hosts") ?? []).length > 0,
    );
    return limited
      ? []
      : methods
          .filter((method) => method === "web-download" || method === "glance-download")
          .map((method) => `${GLANCE}: ${method} fetches from any host (on ${name})`);
  });

export const imageDownloads: Rule = onServices({
  id: "CFG-29",
  title: "Glance fetches nothing from where it is told by a tenant",
  severity: "high",
  reason:
    "with web-download a tenant has a controller open any URL and reads the answer as an image: " +
    "pages that the management network alone reaches, and a search for hosts and ports on it",
  sources: [
    "OSSN-0078 and OpenStack Security Guide, Check-Image-05, on the same in API version 1",
    "Glance Administration Guide, Interoperable Image Import",
  ],
  remedy:
    "write enabled_import_methods = [glance-direct,copy-image], or name in [import_filtering_opts] " +
    "allowed_hosts the mirrors that it may fetch from",
  check: downloads,
  cases: {
    passes: [
      {
        of: "uploads alone, and downloads from a mirror",
        resources: {
          glance: service("glance", {
            [GLANCE]: "[DEFAULT]\nenabled_import_methods = [glance-direct,copy-image]\n",
          }),
          mirror: service("glance", {
            [GLANCE]: "[DEFAULT]\nworkers = 1\n",
            [IMPORT]: "[import_filtering_opts]\nallowed_hosts = [mirror.example.com]\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "Glance's own default",
        resources: { glance: service("glance", { [GLANCE]: "[DEFAULT]\nworkers = 1\n" }) },
        finds: { glance: [`${GLANCE}: web-download fetches from any host (on controller1)`] },
      },
    ],
  },
});
