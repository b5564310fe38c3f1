import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import type { Properties } from "../../types";
import { fromStruct } from "../values/struct";
import { isServiceError } from "./rpc";

/** What exists of a resource whose provider reported that it did not come up whole. */
export interface PartialFailure {
  id: string;
  outputs: Properties;
  inputs: Properties;
  reasons: string[];
}

/** The partial state that an error carries, or undefined when it is an error like any other. */
export function partialFailure(error: unknown): PartialFailure | undefined {
  if (!isServiceError(error)) return undefined;
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return undefined;
  for (const detail of Status.deserializeBinary(packed).getDetailsList()) {
    if (detail.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") continue;
    const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    return {
      id: failed.getId(),
      outputs: fromStruct(failed.getProperties()),
      inputs: fromStruct(failed.getInputs()),
      reasons: failed.getReasonsList(),
    };
  }
  return undefined;
}
