/** What talking to an OpenStack service takes: connections, log-in, errors, retries. */
export type { Credentials } from "./auth";
export { addressMistakes, authorityMistakes } from "./config";
export { ApiError, ConnectionError, errorOf, isNotFound, objectIn } from "./errors";
export { bare, keystoneLogin } from "./login";
export type { Login } from "./login";
export { pem } from "./pem";
export { judge, pause, PATIENCE, wait } from "./retry";
export type { RetryPolicy } from "./retry";
export { Session } from "./session";
export { Transport } from "./transport";
export type { HttpResponse } from "./transport";
