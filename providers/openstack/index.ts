/** What talking to an OpenStack service takes: connections, log-in, errors, retries. */
export type { Credentials } from "../../embedded/plugins/openstack/client/auth";
export {
  ApiError,
  ConnectionError,
  isNotFound,
} from "../../embedded/plugins/openstack/client/errors";
export { judge, pause, PATIENCE, wait } from "../../embedded/plugins/openstack/client/retry";
export type { RetryPolicy } from "../../embedded/plugins/openstack/client/retry";
export { Session } from "../../embedded/plugins/openstack/client/session";
export { Transport } from "../../embedded/plugins/openstack/client/transport";
export type { HttpResponse } from "../../embedded/plugins/openstack/client/transport";
