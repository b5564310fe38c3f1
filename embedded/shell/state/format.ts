import { sealed, opened, withProperties } from "../secrets/values";
import type { Crypter } from "../secrets/passphrase";
import type { Deployment, OperationType, ResourceState } from "../../engine/types";

/** apitype.UntypedDeployment with a deployment of version 3: what `pulumi stack export` prints. */
export interface ExportedDeployment {
  version: 3;
  deployment: {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: { type: string; state?: { salt?: string } };
    resources?: ResourceState[];
    pending_operations?: { resource: ResourceState; type: OperationType }[];
    metadata?: object;
  };
}

/** The state as it is kept and exported: every secret is a ciphertext. */
export function exported(deployment: Deployment, crypter: Crypter): ExportedDeployment {
  const seal = (state: ResourceState): ResourceState =>
    withProperties(state, (value) => sealed(value, crypter));
  return {
    version: 3,
    deployment: {
      manifest: { time: new Date().toISOString(), magic: "", version: "v3.248.0" },
      secrets_providers: { type: "passphrase", state: { salt: crypter.salt } },
      resources: deployment.resources.map(seal),
      pending_operations: deployment.pendingOperations.map(({ resource, type }) => ({
        resource: seal(resource),
        type,
      })),
      metadata: {},
    },
  };
}

/**
 * The reverse of {@link exported}.
 * @throws Error when it is of another version or not encrypted by a passphrase
 */
export function imported(stored: ExportedDeployment, crypter: Crypter): Deployment {
  const open = (state: ResourceState): ResourceState =>
    withProperties(state, (value) => opened(value, crypter));
  return {
    resources: (stored.deployment.resources ?? []).map(open),
    pendingOperations: (stored.deployment.pending_operations ?? []).map(({ resource, type }) => ({
      resource: open(resource),
      type,
    })),
  };
}

/** @throws Error that says what of it cannot be read */
export function checkForm(value: unknown, source: string): ExportedDeployment {
  const form = value as Partial<ExportedDeployment> | null;
  if (form?.version !== 3 || typeof form.deployment !== "object") {
    throw new Error(
      `${source} is no Pulumi deployment of version 3 (found version ` +
        `${JSON.stringify(form?.version ?? null)}). Export it with 'pulumi stack export'`,
    );
  }
  const type = form.deployment.secrets_providers?.type;
  if (type !== undefined && type !== "" && type !== "passphrase") {
    throw new Error(
      `${source} is encrypted by the secrets provider '${type}'; only 'passphrase' can be read. ` +
        "Change it with 'pulumi stack change-secrets-provider passphrase' and export again",
    );
  }
  return form as ExportedDeployment;
}
