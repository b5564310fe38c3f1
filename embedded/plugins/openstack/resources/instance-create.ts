import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import { isObject } from "../../../../providers/server/values";
import type { Body } from "../client/cloud";
import { Scope, snake } from "../table/types";
import { resolve } from "./instance-networks";
import { text } from "../table/text";

/** The body of a server's creation and the microversion that it needs. */
export async function serverRequest(
  inputs: Properties,
  scope: Scope,
): Promise<{ body: Body; microversion: string | undefined }> {
  const [image, flavor, networks] = await Promise.all([
    imageOf(inputs, scope),
    flavorOf(inputs, scope),
    resolve(inputs, scope),
  ]);
  const devices = (inputs.blockDevices ?? []) as Properties[];
  const userData = inputs.userData;
  const groups = (inputs.securityGroups ?? []) as string[];
  const tags = (inputs.tags ?? []) as string[];
  const zone = inputs.availabilityZone ?? inputs.availabilityZoneHints;
  const files = (inputs.personalities ?? []) as { file: string; content: string }[];
  const server: Body = {
    name: inputs.name,
    imageRef: image,
    flavorRef: flavor,
    config_drive: inputs.configDrive ?? false,
    ...(groups.length > 0 ? { security_groups: groups.map((name) => ({ name })) } : {}),
    ...(zone ? { availability_zone: zone } : {}),
    ...(inputs.metadata ? { metadata: inputs.metadata } : {}),
    ...(inputs.adminPass ? { adminPass: inputs.adminPass } : {}),
    ...(inputs.keyPair ? { key_name: inputs.keyPair } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(typeof userData === "string" && userData !== "" ? { user_data: base64(userData) } : {}),
    ...(files.length > 0
      ? {
          personality: files.map(({ file, content }) => ({
            path: file,
            contents: base64(content),
          })),
        }
      : {}),
    ...(devices.length > 0 ? { block_device_mapping_v2: devices.map(deviceToApi) } : {}),
    ...networksToApi(inputs, networks),
  };
  return { body: { server, ...hints(inputs) }, microversion: microversionFor(inputs, devices) };
}

function networksToApi(inputs: Properties, networks: Awaited<ReturnType<typeof resolve>>): Body {
  if (inputs.networkMode) return { networks: inputs.networkMode };
  if (networks.length === 0) return {};
  return {
    networks: networks.map((network) => ({
      ...(network.port ? { port: network.port } : { uuid: network.uuid }),
      ...(network.fixedIpV4 && !network.port ? { fixed_ip: network.fixedIpV4 } : {}),
    })),
  };
}

function deviceToApi(device: Properties): Body {
  const given = Object.entries(device).filter(
    ([name, value]) => name !== "__defaults" && name !== "multiattach" && value !== "",
  );
  const body = Object.fromEntries(given.map(([name, value]) => [snake(name), value]));
  return { boot_index: 0, ...body };
}

function microversionFor(inputs: Properties, devices: Properties[]): string | undefined {
  if (devices.some((device) => device.volumeType)) return "2.67";
  if (devices.some((device) => device.multiattach)) return "2.60";
  if (((inputs.tags ?? []) as string[]).length > 0) return "2.52";
  return inputs.networkMode ? "2.37" : undefined;
}

function hints(inputs: Properties): Body {
  const hint = ((inputs.schedulerHints ?? []) as Properties[])[0];
  if (!hint) return {};
  const { additionalProperties, ...given } = hint;
  const names: Record<string, string> = {
    differentHosts: "different_host",
    sameHosts: "same_host",
    queries: "query",
    differentCells: "different_cell",
  };
  const own = Object.entries(given).filter(([name]) => name !== "__defaults");
  return {
    "os:scheduler_hints": {
      ...Object.fromEntries(own.map(([name, value]) => [names[name] ?? snake(name), value])),
      ...(isObject(additionalProperties) ? additionalProperties : {}),
    },
  };
}

/** The image to boot from; empty where it boots from a volume. */
async function imageOf(inputs: Properties, scope: Scope): Promise<string> {
  const devices = (inputs.blockDevices ?? []) as Properties[];
  const local = devices.some((d) => d.sourceType === "image" && d.destinationType === "local");
  if (devices.length > 0 && !local) return "";
  if (typeof inputs.imageId === "string" && inputs.imageId !== "") return inputs.imageId;
  const name = text(inputs.imageName);
  const found = await scope.cloud.list("image", "/images", "images", {
    query: { name },
    region: scope.region,
    signal: scope.signal,
  });
  return one(found, `imageName: there is no image "${name}"`, `imageName "${name}"`);
}

export async function flavorOf(inputs: Properties, scope: Scope): Promise<string> {
  if (typeof inputs.flavorId === "string" && inputs.flavorId !== "") return inputs.flavorId;
  const name = text(inputs.flavorName);
  const found = await scope.cloud.list("compute", "/flavors", "flavors", {
    region: scope.region,
    signal: scope.signal,
  });
  const matching = found.filter((flavor) => flavor.name === name);
  return one(matching, `flavorName: there is no flavor "${name}"`, `flavorName "${name}"`);
}

function one(found: Body[], none: string, what: string): string {
  if (found.length === 1) return text(found[0]?.id);
  if (found.length === 0) throw new ProviderError(`${none} that this project may use`);
  throw new ProviderError(`${what} fits ${found.length} of them: name it by its id`);
}

function base64(text: string): string {
  // What is encoded already goes as it is, as the official provider does it.
  return isBase64(text) ? text : Buffer.from(text, "utf8").toString("base64");
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
}
