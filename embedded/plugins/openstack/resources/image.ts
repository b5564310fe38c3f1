import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { pipeline } from "node:stream/promises";
import type { Properties, Value } from "../../../engine/types";
import { ProviderError, messageOf } from "../../../../providers/server/errors";
import { isObject } from "../../../../providers/server/values";
import type { Body } from "../client/cloud";
import { post } from "../table/crud";
import { Definition, Fields, Scope } from "../table/types";
import { waitFor } from "../table/wait";
import { REGION } from "./common";
import { timestamp } from "./format";
import { text } from "../table/text";

/** Set by the image service itself; nobody can change them. */
const READ_ONLY = new Set(["os_hash_algo", "os_hash_value", "stores", "direct_url", "locations"]);

/** What the image service knows of an image by itself: all else is the image's properties. */
const KNOWN = new Set([
  ...["id", "name", "status", "visibility", "size", "virtual_size", "checksum", "tags", "owner"],
  ...["created_at", "updated_at", "container_format", "disk_format", "min_disk", "min_ram"],
  ...["protected", "file", "schema", "self", "os_hidden", "metadata", "locations", "region"],
]);

function programOnly(old: Value, now: Value): { old: Value; now: Value } {
  const without = (value: Value): Value =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([key]) => !READ_ONLY.has(key)))
      : value;
  return { old: without(old), now: without(now) };
}

const fields: Fields = {
  region: REGION,
  containerFormat: {
    type: "string",
    required: true,
    replaces: true,
    oneOf: ["ami", "ari", "aki", "bare", "ovf", "ova"],
  },
  diskFormat: {
    type: "string",
    required: true,
    replaces: true,
    oneOf: ["ami", "ari", "aki", "vhd", "vmdk", "raw", "qcow2", "vdi", "iso"],
  },
  file: { type: "string", output: true },
  imageId: { type: "string", computed: true, replaces: true, api: "id" },
  // Nothing is cached there: it is in the state for the official provider's sake.
  imageCachePath: {
    type: "string",
    default: `${homedir()}/.terraform/image_cache`,
    sent: false,
    read: false,
  },
  imageSourceUrl: {
    type: "string",
    replaces: true,
    conflicts: ["localFilePath"],
    sent: false,
    read: false,
  },
  imageSourceUsername: { type: "string", conflicts: ["localFilePath"], sent: false, read: false },
  imageSourcePassword: {
    type: "string",
    secret: true,
    conflicts: ["localFilePath"],
    sent: false,
    read: false,
  },
  localFilePath: {
    type: "string",
    replaces: true,
    conflicts: ["imageSourceUrl", "webDownload"],
    sent: false,
    read: false,
  },
  minDiskGb: { type: "int", default: 0, api: "min_disk" },
  minRamMb: { type: "int", default: 0, api: "min_ram" },
  name: { type: "string", required: true },
  protected: { type: "bool", default: false },
  hidden: { type: "bool", default: false, api: "os_hidden" },
  tags: { type: "set" },
  verifyChecksum: { type: "bool", conflicts: ["webDownload"], sent: false, read: false },
  visibility: {
    type: "string",
    default: "private",
    oneOf: ["public", "private", "shared", "community"],
  },
  properties: { type: "map", computed: true, sent: false, compare: programOnly },
  webDownload: {
    type: "bool",
    conflicts: ["localFilePath", "verifyChecksum"],
    sent: false,
    read: false,
  },
  decompress: {
    type: "bool",
    replaces: true,
    conflicts: ["webDownload"],
    sent: false,
    read: false,
  },
  checksum: { type: "string", output: true },
  createdAt: { type: "string", output: true },
  metadata: { type: "map", output: true },
  owner: { type: "string", output: true },
  schema: { type: "string", output: true },
  sizeBytes: { type: "int", output: true, api: "size" },
  status: { type: "string", output: true },
  updateAt: { type: "string", output: true },
  updatedAt: { type: "string", output: true },
};

export const image: Definition = {
  service: "image",
  path: "/images",
  key: "",
  timeouts: { create: 30 },
  leftover: {
    async find(inputs, scope) {
      const { project } = await scope.cloud.token();
      return scope.cloud.list("image", "/images", "images", {
        query: {
          name: text(inputs.name),
          owner: project?.id,
          ...(inputs.hidden === true ? { os_hidden: true } : {}),
        },
        region: scope.region,
        signal: scope.signal,
      });
    },
    // Data that was under way when the sender went is never complete.
    broken: ({ status }) => !["queued", "importing", "active"].includes(text(status)),
  },
  fields,
  mistakes(inputs) {
    if (inputs.localFilePath !== undefined) return {};
    if (inputs.imageSourceUrl === undefined) {
      return { localFilePath: "one of localFilePath and imageSourceUrl is required" };
    }
    return inputs.webDownload === true
      ? {}
      : {
          imageSourceUrl:
            "only with webDownload: true (the image service fetches it), or give localFilePath",
        };
  },
  async create(inputs, scope) {
    const file = inputs.localFilePath;
    if (typeof file === "string") await mustBeFile(file);
    const body: Body = {
      name: inputs.name,
      container_format: inputs.containerFormat,
      disk_format: inputs.diskFormat,
      min_disk: inputs.minDiskGb,
      min_ram: inputs.minRamMb,
      protected: inputs.protected,
      visibility: inputs.visibility,
      ...(inputs.hidden === true ? { os_hidden: true } : {}),
      ...(inputs.imageId ? { id: inputs.imageId } : {}),
      ...(inputs.tags ? { tags: inputs.tags } : {}),
      ...((inputs.properties ?? {}) as Body),
    };
    const made = await post(image, body, inputs, scope);
    const id = text(made.id);
    return { id, answer: await settle(id, made, inputs, scope) };
  },
  settle,
  async update(id, inputs, olds, changed, scope) {
    const patch = patchOf(inputs, olds, changed);
    if (patch.length === 0) return image.read?.(id, olds, scope) ?? undefined;
    return scope.cloud.call("image", "PATCH", `/images/${id}`, {
      body: patch,
      contentType: "application/openstack-images-v2.1-json-patch",
      region: scope.region,
      signal: scope.signal,
    });
  },
  read: (id, _known, scope) =>
    scope.cloud.call("image", "GET", `/images/${id}`, {
      region: scope.region,
      signal: scope.signal,
    }),
  view(answer) {
    const own = Object.entries(answer).filter(
      ([key, value]) => !KNOWN.has(key) && typeof value === "string",
    );
    return {
      ...answer,
      properties: Object.fromEntries(own),
      metadata: answer.metadata ?? {},
      created_at: timestamp(text(answer.created_at)),
      updated_at: timestamp(text(answer.updated_at)),
      update_at: timestamp(text(answer.updated_at)),
    };
  },
};

async function mustBeFile(file: string): Promise<void> {
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw new ProviderError(`localFilePath: cannot read ${file}: ${messageOf(error)}`);
  }
  throw new ProviderError(`localFilePath: ${file} is not a file`);
}

/** Fills it with its data, if it has none, and waits until they can be used. */
async function settle(id: string, made: Body, inputs: Properties, scope: Scope): Promise<Body> {
  try {
    const [checksum] = await Promise.all([
      checksumOf(inputs),
      made.status === "queued" ? fill(id, inputs, scope) : undefined,
    ]);
    const answer = await active(id, text(inputs.name), scope);
    const said = answer.checksum;
    if (checksum && inputs.verifyChecksum !== false && said !== checksum) {
      throw new ProviderError(
        `the image service has checksum ${text(said)}, the file ${checksum}: ` +
          "the file changed while it was sent, or was damaged on the way. Run again.",
      );
    }
    return answer;
  } catch (error) {
    await withdraw(id, scope);
    throw error;
  }
}

/** The MD5 sum of what is sent from here. */
async function checksumOf({ localFilePath: file }: Properties): Promise<string | undefined> {
  if (typeof file !== "string") return undefined;
  const hash = createHash("md5");
  // Reading it twice is cheap next to sending it, and a retry would mix up a sum made on the way.
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function fill(id: string, inputs: Properties, scope: Scope): Promise<void> {
  const call = { region: scope.region, signal: scope.signal };
  if (inputs.webDownload === true) {
    const method = { name: "web-download", uri: inputs.imageSourceUrl };
    await scope.cloud.call("image", "POST", `/images/${id}/import`, { ...call, body: { method } });
    return;
  }
  const file = text(inputs.localFilePath);
  await scope.cloud.call("image", "PUT", `/images/${id}/file`, {
    ...call,
    stream: { open: () => createReadStream(file), type: "application/octet-stream" },
  });
}

async function active(id: string, name: string, scope: Scope): Promise<Body> {
  const found = await waitFor(
    () =>
      scope.cloud.call("image", "GET", `/images/${id}`, {
        region: scope.region,
        signal: scope.signal,
      }),
    {
      what: `image ${name}`,
      status: (body) => text(body.status),
      reached: ["active"],
      failed: ["killed", "deleted", "pending_delete", "deactivated"],
      everyMs: 300,
    },
    scope,
  );
  return found ?? {};
}

/** An image without its data is of no use: it goes, so that the next run starts afresh. */
async function withdraw(id: string, scope: Scope): Promise<void> {
  const path = `/images/${id}`;
  const call = { region: scope.region };
  try {
    const body = [{ op: "replace", path: "/protected", value: false }];
    await scope.cloud.call("image", "PATCH", path, {
      ...call,
      body,
      contentType: "application/openstack-images-v2.1-json-patch",
    });
    await scope.cloud.call("image", "DELETE", path, call);
  } catch (error) {
    scope.log.warning(`image ${id} without data is left behind: ${messageOf(error)}`);
  }
}

const REPLACEABLE = ["visibility", "protected", "hidden", "minDiskGb", "minRamMb", "name", "tags"];

function patchOf(inputs: Properties, olds: Properties, changed: ReadonlySet<string>): Body[] {
  const patch: Body[] = REPLACEABLE.filter((name) => changed.has(name)).map((name) => ({
    op: "replace",
    path: `/${fields[name]?.api ?? name}`,
    value: inputs[name] ?? [],
  }));
  if (!changed.has("properties")) return patch;
  const old = (olds.properties ?? {}) as Body;
  const now = (inputs.properties ?? {}) as Body;
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (READ_ONLY.has(key) || old[key] === now[key]) continue;
    const path = `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!(key in now)) patch.push({ op: "remove", path });
    else patch.push({ op: key in old ? "replace" : "add", path, value: now[key] });
  }
  return patch;
}
