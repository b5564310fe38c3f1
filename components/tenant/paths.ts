import { homedir } from "node:os";
import { join } from "node:path";

/** A path with `~` for the home folder, written out. */
export function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}
