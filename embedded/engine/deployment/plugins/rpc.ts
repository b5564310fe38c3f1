import { credentials, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";

/** State can be big: what Pulumi allows, 400 MiB. */
export const CHANNEL_OPTIONS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

export const INSECURE = credentials.createInsecure();

export type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** One unary call as a promise: `call((done) => client.check(request, done))`. */
export function call<Response>(start: (done: Callback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "metadata" in error;
}

/** The response, or the fallback when the server does not know the method. */
export async function optional<Response>(
  response: Promise<Response>,
  fallback: Response,
): Promise<Response> {
  try {
    return await response;
  } catch (error) {
    if (isServiceError(error) && error.code === status.UNIMPLEMENTED) return fallback;
    throw error;
  }
}

/** What an error has to say to people: the server's own message, without gRPC's code before it. */
export function messageOf(error: unknown): string {
  if (isServiceError(error)) return error.details || error.message;
  return error instanceof Error ? error.message : String(error);
}
