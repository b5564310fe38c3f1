import { createHash } from "node:crypto";
import type { ApiNode } from "../api/node";
import { deploymentInputs, instanceInfo } from "../fields/deployment";
import { toApi } from "../../fields/field";
import type { Properties } from "../../server";
import { isObject } from "../../server";
import { sorted } from "../../fields/text";
import { MARKER } from "./marker";

/** Of what a deployment is made, as a digest: what is changed in place is not among it. */
export const DIGEST = "pulumi_digest";

export function digestOf(inputs: Properties): string {
  const made = Object.keys(deploymentInputs)
    .filter((name) => deploymentInputs[name]?.change === "redeploy")
    .sort()
    .map((name) => [name, sorted(inputs[name] ?? null)]);
  return createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 24);
}

/** The node's instance_info. What an allocation keeps in it stays. */
export function instanceInfoOf(node: ApiNode, inputs: Properties, urn: string): Properties {
  const named = Object.fromEntries(Object.entries(inputs).filter(([name]) => name in instanceInfo));
  const { traits } = node.instance_info;
  return {
    ...(traits === undefined ? {} : { traits }),
    ...(isObject(inputs.instanceInfo) ? inputs.instanceInfo : {}),
    ...toApi(instanceInfo, named),
    display_name: inputs.displayName ?? null,
    [MARKER]: urn,
    [DIGEST]: digestOf(inputs),
  };
}

/** @param id of the deployment, where it is in the state already */
export function isOurs(node: ApiNode, id: string | undefined, urn: string): boolean {
  if (id !== undefined && id === (node.instance_uuid ?? node.uuid)) return true;
  return node.instance_info[MARKER] === urn;
}
