import type { Properties } from "../../../engine/types";
import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { Scope } from "../table/types";
import { flavorOf } from "./instance-create";
import { text } from "../table/text";

/** What the steps of an update need of the server. */
export interface ServerAccess {
  call(method: string, path: string, body?: Body, microversion?: string): Promise<Body>;
  /** Waits until the server is in one of these statuses. */
  reach(...statuses: string[]): Promise<void>;
}

/** Makes a server what the inputs say, one change after the other. */
export async function updateServer(
  server: ServerAccess,
  inputs: Properties,
  olds: Properties,
  changed: ReadonlySet<string>,
  scope: Scope,
): Promise<void> {
  if (changed.has("name")) await server.call("PUT", "", { server: { name: inputs.name } });
  if (changed.has("powerState")) await setPower(server, inputs, olds);
  if (changed.has("metadata")) await setMetadata(server, inputs, olds);
  if (changed.has("securityGroups")) await setGroups(server, inputs, olds);
  if (changed.has("adminPass") && inputs.adminPass) {
    await server.call("POST", "/action", { changePassword: { adminPass: inputs.adminPass } });
  }
  if (changed.has("flavorId") || changed.has("flavorName")) {
    await resize(server, inputs, changed, scope);
  }
  if (changed.has("imageId") || changed.has("imageName") || changed.has("personalities")) {
    const image = inputs.imageId ?? olds.imageId;
    await server.call("POST", "/action", { rebuild: { imageRef: image } });
    await server.reach("ACTIVE", "SHUTOFF");
  }
  if (changed.has("tags")) await server.call("PUT", "/tags", { tags: inputs.tags ?? [] }, "2.26");
}

async function setPower(server: ServerAccess, inputs: Properties, olds: Properties): Promise<void> {
  const wanted = text(inputs.powerState).toLowerCase();
  if (wanted === "shelved_offloaded") {
    await server.call("POST", "/action", { shelve: null });
    return server.reach("SHELVED_OFFLOADED");
  }
  if (wanted === "shutoff") {
    await server.call("POST", "/action", { "os-stop": null });
    return server.reach("SHUTOFF");
  }
  const shelved = text(olds.powerState).startsWith("shelved");
  await server.call("POST", "/action", shelved ? { unshelve: null } : { "os-start": null });
  return server.reach("ACTIVE");
}

async function setMetadata(
  server: ServerAccess,
  inputs: Properties,
  olds: Properties,
): Promise<void> {
  const now = (inputs.metadata ?? {}) as Body;
  const gone = Object.keys((olds.metadata ?? {}) as Body).filter((key) => !(key in now));
  for (const key of gone) {
    await server.call("DELETE", `/metadata/${encodeURIComponent(key)}`);
  }
  if (Object.keys(now).length > 0) await server.call("POST", "/metadata", { metadata: now });
}

async function setGroups(
  server: ServerAccess,
  inputs: Properties,
  olds: Properties,
): Promise<void> {
  const now = (inputs.securityGroups ?? []) as string[];
  const old = (olds.securityGroups ?? []) as string[];
  for (const name of now.filter((group) => !old.includes(group))) {
    await server.call("POST", "/action", { addSecurityGroup: { name } });
  }
  for (const name of old.filter((group) => !now.includes(group))) {
    try {
      await server.call("POST", "/action", { removeSecurityGroup: { name } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

async function resize(
  server: ServerAccess,
  inputs: Properties,
  changed: ReadonlySet<string>,
  scope: Scope,
): Promise<void> {
  const flavor = await flavorOf(
    changed.has("flavorId") ? inputs : { flavorName: inputs.flavorName ?? null },
    scope,
  );
  await server.call("POST", "/action", { resize: { flavorRef: flavor } });
  const options = inputs.vendorOptions as { ignoreResizeConfirmation?: boolean } | undefined;
  if (options?.ignoreResizeConfirmation === true) return server.reach("ACTIVE", "SHUTOFF");
  await server.reach("VERIFY_RESIZE");
  await server.call("POST", "/action", { confirmResize: null });
  return server.reach("ACTIVE", "SHUTOFF");
}
