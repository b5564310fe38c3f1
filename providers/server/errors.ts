import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Properties } from "./property";
import { toStruct } from "./values";

/** An error for people: its message is shown as it is. */
export class ProviderError extends Error {}

/**
 * The resource exists, but is not as it should be (created and then failed). The engine keeps it in
 * the state with these properties and tries an update at the next run.
 */
export class InitializationError extends ProviderError {
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: Properties,
    /** What the state keeps as inputs; by default those of the request. */
    readonly inputs?: Properties,
  ) {
    super(message);
  }
}

/** What to say of anything that was thrown: its message, never its stack. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A connection that fails on every address of a host has an empty message of its own.
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return (error.message || error.name) + cause;
}

/** The gRPC status for an error, with the details that Pulumi's engine looks for. */
export function toServiceError(
  error: unknown,
  redact: (text: string) => string,
  inputs: Properties,
  seal: (outputs: Properties) => Properties,
): Partial<grpc.StatusObject> {
  const details = redact(messageOf(error));
  if (!(error instanceof InitializationError)) return { code: grpc.status.UNKNOWN, details };
  const failed = new provider.ErrorResourceInitFailed();
  failed.setId(error.id);
  failed.setProperties(toStruct(seal(error.outputs)));
  failed.setInputs(toStruct(error.inputs ?? inputs));
  failed.setReasonsList([details]);
  const any = new Any();
  any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(details);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details, metadata };
}
