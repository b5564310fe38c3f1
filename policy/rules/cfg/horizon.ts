import type { Declared } from "../../declared/resource";
import type { CaseResource } from "../../rule";
import { hostsOf, service } from "./common";

const FOLDER = "/etc/openstack-dashboard";

/** Horizon's settings as they count in the end: by name, in Python. */
export type Settings = Map<string, string>;

/**
 * Settings of all files, of which the last that names one counts. Only values of one line are read; of
 * what goes on over lines, the first one is.
 */
export function settingsOf(files: { path: string; content?: string }[]): Settings {
  const settings: Settings = new Map();
  const sorted = files
    .filter(({ path }) => path.startsWith(`${FOLDER}/`) && path.endsWith(".py"))
    // local_settings.py is read first, then what is in local_settings.d in the order of names.
    .sort(
      (a, b) => a.path.split("/").length - b.path.split("/").length || (a.path < b.path ? -1 : 1),
    );
  for (const { content = "" } of sorted) {
    for (const line of content.split("\n")) {
      const [, name, value] = /^([A-Z_]+(?:\[.*?\])?)\s*=\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) settings.set(name.replaceAll("'", '"'), value);
    }
  }
  return settings;
}

/** What is wrong with the dashboard of a host, where one is. */
export function inDashboard(
  deployment: Declared,
  judge: (settings: Settings) => string[],
): string[] {
  return hostsOf(deployment).flatMap(({ name, files }) => {
    const settings = settingsOf(files);
    if (settings.size === 0) return [];
    return judge(settings).map((wrong) => `${FOLDER}: ${wrong} (on ${name})`);
  });
}

/** The dashboard of a case. */
export const dashboard = (content: string): CaseResource =>
  service("horizon", { [`${FOLDER}/local_settings.d/_0100_site.py`]: content });

export const inSettings = (text: string): string => `${FOLDER}: ${text} (on controller1)`;
