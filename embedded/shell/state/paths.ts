import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The folder of all stacks: PULUMI_BACKEND_URL where it is a file:// address, else
 * `openstack-environment/stacks` in the user's state folder.
 * @throws Error for a backend that is not a folder
 */
export function backendFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const url = environment.PULUMI_BACKEND_URL;
  if (url !== undefined && url !== "") {
    if (!url.startsWith("file://")) {
      throw new Error(
        `PULUMI_BACKEND_URL is '${url}'; the embedded engine keeps stacks in folders only ` +
          "(file:///path). Unset it, or install pulumi",
      );
    }
    return resolve(url.slice("file://".length).replace(/^~(?=\/|$)/, homedir()));
  }
  const state = environment.XDG_STATE_HOME ?? join(homedir(), ".local", "state");
  return join(state, "openstack-environment", "stacks");
}

export function stackFolder(backend: string, project: string, stack: string): string {
  return join(backend, project, stack);
}
