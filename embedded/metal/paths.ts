import { homedir } from "node:os";
import { join } from "node:path";

const NAME = "openstack-environment";

/** What can be made again: package files, images, the guest. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), NAME);
}

/** What cannot: the lab's disks, keys and logs are below it. */
export function stateFolder(): string {
  return join(process.env.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), NAME);
}
