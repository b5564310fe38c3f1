import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { isNotFound } from "../../../../providers/openstack/errors";
import { Definition, Fields, Scope } from "../table/types";
import { REGION } from "./common";
import { timestamp } from "./format";
import { text } from "../table/text";

const STATUS = ["accepted", "rejected", "pending"];

const outputs: Fields = {
  createdAt: { type: "string", output: true },
  updatedAt: { type: "string", output: true },
  schema: { type: "string", output: true },
};

function memberPath(id: string): string {
  const [image, member] = id.split("/");
  if (!image || !member) {
    throw new ProviderError(`"${id}" is not the id of an image's member: expected image/project`);
  }
  return `/images/${image}/members/${member}`;
}

async function setStatus(id: string, status: unknown, scope: Scope): Promise<Body> {
  return scope.cloud.call("image", "PUT", memberPath(id), {
    body: { status },
    region: scope.region,
    signal: scope.signal,
  });
}

function read(id: string, _known: unknown, scope: Scope): Promise<Body> {
  return scope.cloud.call("image", "GET", memberPath(id), {
    region: scope.region,
    signal: scope.signal,
  });
}

function idOf(inputs: Properties): string {
  return `${text(inputs.imageId)}/${text(inputs.memberId)}`;
}

async function memberOf(inputs: Properties, scope: Scope): Promise<Body | undefined> {
  try {
    return await read(idOf(inputs), {}, scope);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function view(answer: Body): Body {
  return {
    ...answer,
    created_at: timestamp(text(answer.created_at)),
    updated_at: timestamp(text(answer.updated_at)),
  };
}

/** The owner's side: an image is shared with a project. */
const imageAccess: Definition = {
  service: "image",
  path: "/images",
  key: "",
  leftover: {
    async find(inputs, scope) {
      const found = await memberOf(inputs, scope);
      return found ? [{ ...found, id: idOf(inputs) }] : [];
    },
  },
  fields: {
    region: REGION,
    imageId: { type: "string", required: true, replaces: true },
    memberId: { type: "string", required: true, replaces: true },
    status: { type: "string", computed: true, oneOf: STATUS },
    ...outputs,
  },
  async create(inputs, scope) {
    const id = idOf(inputs);
    const path = `/images/${text(inputs.imageId)}/members`;
    const answer = await scope.cloud.call("image", "POST", path, {
      body: { member: inputs.memberId },
      recover: () => memberOf(inputs, scope),
      region: scope.region,
      signal: scope.signal,
    });
    if (inputs.status === undefined || inputs.status === answer.status) return { id, answer };
    return { id, answer: await setStatus(id, inputs.status, scope) };
  },
  read,
  update: (id, inputs, _olds, _changed, scope) => setStatus(id, inputs.status, scope),
  view,
  async delete(id, _olds, scope) {
    await scope.cloud.call("image", "DELETE", memberPath(id), {
      region: scope.region,
      signal: scope.signal,
    });
  },
};

/** The project's side: it takes what was shared with it. */
const imageAccessAccept: Definition = {
  service: "image",
  path: "/images",
  key: "",
  fields: {
    region: REGION,
    imageId: { type: "string", required: true, replaces: true },
    memberId: { type: "string", computed: true, replaces: true },
    status: { type: "string", required: true, oneOf: STATUS },
    ...outputs,
  },
  async create(inputs, scope) {
    const image = text(inputs.imageId);
    const member =
      typeof inputs.memberId === "string" ? inputs.memberId : await onlyMember(image, scope);
    const id = `${image}/${member}`;
    return { id, answer: await setStatus(id, inputs.status, scope) };
  },
  async read(id, _known, scope) {
    const whole = id.includes("/") ? id : `${id}/${await onlyMember(id, scope)}`;
    return read(whole, undefined, scope);
  },
  update: (id, inputs, _olds, _changed, scope) => setStatus(id, inputs.status, scope),
  view,
  // A project cannot end a share: it can only turn it down.
  async delete(id, _olds, scope) {
    await setStatus(id, "rejected", scope);
  },
};

async function onlyMember(image: string, scope: Scope): Promise<string> {
  const members = await scope.cloud.list("image", `/images/${image}/members`, "members", {
    region: scope.region,
    signal: scope.signal,
  });
  if (members.length === 1) return text(members[0]?.member_id);
  throw new ProviderError(
    `image ${image} has ${members.length} members that one may see: name yours by memberId`,
  );
}

export const imageAccesses: Readonly<Record<string, Definition>> = {
  "images/imageAccess:ImageAccess": imageAccess,
  "images/imageAccessAccept:ImageAccessAccept": imageAccessAccept,
};
