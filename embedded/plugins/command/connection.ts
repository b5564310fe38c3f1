import type { Properties, Value } from "../../engine/types";
import type { InputTable } from "../../../providers/server/inputs";
import type { CheckFailure, ResourceType } from "../../../providers/server/types";
import { isObject } from "../../../providers/server/values";

/** One end of an SSH connection, defaults filled in. */
export interface Endpoint {
  host: string;
  port: number;
  user: string;
  password?: string;
  /** Taken before the password. */
  privateKey?: string;
  privateKeyPassword?: string;
  /** The key that the host has to show; any where it is left out. */
  hostKey?: string;
  /** @default SSH_AUTH_SOCK of the environment */
  agentSocketPath?: string;
  /** How many failures are borne before the one that counts; -1: any number. @default 10 */
  dialErrorLimit: number;
  /** Seconds that one try may take; 0: any time. @default 15 */
  perDialTimeout: number;
}

export interface Connection extends Endpoint {
  /** The bastion host that the connection goes through. */
  proxy?: Endpoint;
}

const DEFAULTS = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const connectionInput: InputTable = {
  connection: { kind: "map", required: true, secret: true },
};

/** A type with a `connection`: its inputs keep the connection with its defaults. */
export function withConnection(type: ResourceType): ResourceType {
  return {
    ...type,
    mistakes: async (inputs) => [
      ...connectionMistakes(inputs.connection),
      ...((await type.mistakes?.(inputs)) ?? []),
    ],
    check(request) {
      const connection = withDefaults(request.inputs.connection) ?? null;
      const inputs = { ...request.inputs, connection };
      return type.check ? type.check({ ...request, inputs }) : { inputs, failures: [] };
    },
  };
}

/** A connection with its defaults, and those of its proxy. */
function withDefaults(connection: Value | undefined): Value | undefined {
  if (!isObject(connection)) return connection;
  const given = Object.entries(connection).filter(([, value]) => value !== null);
  const filled: Properties = { ...DEFAULTS, ...Object.fromEntries(given) };
  return filled.proxy === undefined
    ? filled
    : { ...filled, proxy: withDefaults(filled.proxy) ?? null };
}

function connectionMistakes(connection: Value | undefined): CheckFailure[] {
  if (!isObject(connection)) return [];
  const missing = (property: string, endpoint: Value | undefined): CheckFailure[] =>
    isObject(endpoint) && text(endpoint.host) === undefined
      ? [{ property: `${property}.host`, reason: "is required: give a name or an address" }]
      : [];
  return [...missing("connection", connection), ...missing("connection.proxy", connection.proxy)];
}

export function readConnection(given: Properties): Connection {
  const filled = withDefaults(given) as Properties;
  return {
    ...readEndpoint(filled),
    ...(isObject(filled.proxy) ? { proxy: readEndpoint(filled.proxy) } : {}),
  };
}

function readEndpoint(given: Properties): Endpoint {
  return {
    host: text(given.host) ?? "",
    port: Number(given.port),
    user: text(given.user) ?? DEFAULTS.user,
    password: text(given.password),
    privateKey: text(given.privateKey),
    privateKeyPassword: text(given.privateKeyPassword),
    hostKey: text(given.hostKey),
    agentSocketPath: text(given.agentSocketPath) ?? text(process.env.SSH_AUTH_SOCK),
    dialErrorLimit: Number(given.dialErrorLimit),
    perDialTimeout: Number(given.perDialTimeout),
  };
}
