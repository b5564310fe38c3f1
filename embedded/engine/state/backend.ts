import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { isMissing, Problem } from "../cli/problem";
import { writeDurably } from "./files";
import { StackStore } from "./store";

const NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** The folder that holds the stacks: `<project>/<stack>/`, and per project which one is selected. */
export class Backend {
  constructor(readonly folder: string) {}

  /** PULUMI_BACKEND_URL=file://PATH, else below XDG_STATE_HOME. */
  static find(environment: NodeJS.ProcessEnv): Backend {
    const url = environment.PULUMI_BACKEND_URL;
    if (url) {
      if (!url.startsWith("file://")) {
        throw new Problem(
          `PULUMI_BACKEND_URL is "${url}"; the embedded engine keeps stacks in a folder only: use ` +
            "file://PATH, or unset it",
        );
      }
      return new Backend(resolve(url.slice("file://".length).replace(/^~(?=\/|$)/, homedir())));
    }
    const state = environment.XDG_STATE_HOME || join(homedir(), ".local", "state");
    return new Backend(join(state, "openstack-environment", "stacks"));
  }

  stack(project: string, name: string): StackStore {
    if (!NAME.test(name) || /^\.+$/.test(name)) {
      throw new Problem(
        `"${name}" is not a stack's name: it may hold 1 to 100 letters, digits, "-", "_" and "."`,
      );
    }
    return new StackStore(join(this.folder, project, name));
  }

  /** Names of the stacks of a project, sorted. */
  async stacks(project: string): Promise<string[]> {
    return (await foldersIn(join(this.folder, project)))
      .filter((name) => existsSync(join(this.folder, project, name, "state.json")))
      .sort();
  }

  async selected(project: string): Promise<string | undefined> {
    try {
      return (await readFile(this.selectionPath(project), "utf8")).trim() || undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async select(project: string, name: string): Promise<void> {
    await writeDurably(this.selectionPath(project), `${name}\n`);
  }

  private selectionPath(project: string): string {
    return join(this.folder, project, ".selected");
  }
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
