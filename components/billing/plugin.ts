import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostDirectory, HostFile } from "../host";

/** Where Debian 13's Python looks for what no package brings. */
const FOLDER = "/usr/local/lib/python3.13/dist-packages";

/** A class of our own that a service finds by its entry points, as it finds those that packages bring. */
export interface Plugin {
  /** The file of it in this folder. */
  file: string;
  /** The Python module that it becomes. */
  module: string;
  /** Which kind of plugin, such as cloudkitty.fetchers. */
  namespace: string;
  /** The name by which it is chosen. */
  name: string;
  class: string;
}

export const pluginPath = ({ module }: Plugin): string => `${FOLDER}/${module}.py`;

const about = ({ module }: Plugin): string => `${FOLDER}/${module}-1.dist-info`;

export const pluginDirectories = (plugin: Plugin): HostDirectory[] => [
  { path: about(plugin), mode: "0755" },
];

export const pluginFiles = (plugin: Plugin): HostFile[] =>
  [
    {
      path: pluginPath(plugin),
      content: readFileSync(join(__dirname, plugin.file), "utf8"),
    },
    {
      path: `${about(plugin)}/METADATA`,
      content: `Metadata-Version: 2.1\nName: ${plugin.module}\nVersion: 1\n`,
    },
    {
      path: `${about(plugin)}/entry_points.txt`,
      content: `[${plugin.namespace}]\n${plugin.name} = ${plugin.module}:${plugin.class}\n`,
    },
  ].map((file) => ({ ...file, mode: "0644" }));
