import { createHash } from "node:crypto";

import { messageOf, Problem } from "../cli/problem";
import type { Seal } from "../secrets/passphrase";
import { openValue, sealValue } from "../secrets/values";
import type { SealWith } from "../secrets/values";
import type { Deployment, PendingOperation, Properties, ResourceState, Value } from "../types";

/** Pulumi's engine whose state format this is. */
export const PULUMI_VERSION = "v3.248.0";

/** apitype.UntypedDeployment, as in a state file and in `stack export`. */
export interface UntypedDeployment {
  version: number;
  features?: string[];
  deployment: {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: { type: string; state?: { salt?: string } };
    resources?: ResourceState[];
    pending_operations?: PendingOperation[];
    metadata?: object;
  };
}

/** @param decrypt for ciphertexts of the salt in it */
export function openDeployment(
  stored: UntypedDeployment,
  decrypt: (ciphertext: string) => string,
): Deployment {
  const { resources = [], pending_operations: pending = [] } = stored.deployment;
  return {
    resources: resources.map((state) => openResource(state, decrypt)),
    pendingOperations: pending.map((operation) => ({
      ...operation,
      resource: openResource(operation.resource, decrypt),
    })),
  };
}

/**
 * @param seal absent: secrets are written in the clear (`stack export --show-secrets`)
 * @param salt what the state names as its salt when `seal` is absent
 */
export function sealDeployment(
  deployment: Deployment,
  { crypter, salt }: Partial<Seal>,
  time = new Date(),
): UntypedDeployment {
  const how: SealWith = crypter
    ? { field: "ciphertext", encrypt: (text) => crypter.encrypt(text) }
    : { field: "plaintext" };
  const magic = createHash("sha256").update(PULUMI_VERSION).digest("hex");
  return {
    version: 3,
    deployment: {
      manifest: { time: time.toISOString(), magic, version: PULUMI_VERSION },
      secrets_providers: { type: "passphrase", state: { salt } },
      resources: deployment.resources.map((state) => sealResource(state, how)),
      pending_operations: deployment.pendingOperations.map((operation) => ({
        ...operation,
        resource: sealResource(operation.resource, how),
      })),
      metadata: {},
    },
  };
}

export function sealResource(state: ResourceState, how: SealWith): ResourceState {
  return mapProperties(state, (value) => sealValue(value, how));
}

export function openResource(
  state: ResourceState,
  decrypt: (ciphertext: string) => string,
): ResourceState {
  return mapProperties(state, (value) => openValue(value, decrypt));
}

function mapProperties(state: ResourceState, change: (value: Value) => Value): ResourceState {
  const result = { ...state };
  if (state.inputs) result.inputs = change(state.inputs) as Properties;
  if (state.outputs) result.outputs = change(state.outputs) as Properties;
  return result;
}

/** @param where what the text is, for the message */
export function parseDeployment(text: string, where: string): UntypedDeployment {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Problem(`${where} is not JSON: ${messageOf(error)}`);
  }
  const candidate = parsed as Partial<UntypedDeployment> | null;
  if (candidate?.version !== 3) {
    throw new Problem(
      `${where} is a deployment of version ${String(candidate?.version)}; only version 3 can be ` +
        "read. Export it again with a current Pulumi.",
    );
  }
  if (candidate.features?.length) {
    const features = candidate.features.join(", ");
    throw new Problem(`${where} uses what this engine does not know: ${features}`);
  }
  if (typeof candidate.deployment !== "object") {
    throw new Problem(`${where} has no deployment in it`);
  }
  const type = candidate.deployment.secrets_providers?.type;
  if (type && type !== "passphrase") {
    throw new Problem(
      `the secrets of ${where} are encrypted by "${type}"; only "passphrase" can be read. Change it ` +
        "by `pulumi stack change-secrets-provider passphrase` and export again.",
    );
  }
  return candidate as UntypedDeployment;
}
