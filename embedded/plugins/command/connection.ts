import { Client, type ConnectConfig, utils } from "ssh2";
import { ProviderError } from "../server/errors";
import type { Properties } from "../server/types";

/** A remote connection's inputs, defaults filled in. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  password?: string;
  privateKey?: string;
  privateKeyPassword?: string;
  hostKey?: string;
  agentSocketPath?: string;
  /** How often a connection that fails is tried. @default 10 */
  dialErrorLimit: number;
  /** Seconds that one try may take. @default 15 */
  perDialTimeout: number;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const number = (value: unknown, fallback: number): number =>
  typeof value === "number" ? value : fallback;

/** @throws ProviderError for a part of it that cannot be honoured */
export function readConnection(given: Properties): Connection {
  if (given.proxy !== undefined && given.proxy !== null) {
    throw new ProviderError(
      "connection.proxy is not there in the embedded engine; reach the host directly, or use pulumi",
    );
  }
  return {
    host: text(given.host) ?? "",
    port: number(given.port, 22),
    user: text(given.user) ?? "root",
    password: text(given.password),
    privateKey: text(given.privateKey),
    privateKeyPassword: text(given.privateKeyPassword),
    hostKey: text(given.hostKey),
    agentSocketPath: text(given.agentSocketPath),
    dialErrorLimit: number(given.dialErrorLimit, 10),
    perDialTimeout: number(given.perDialTimeout, 15),
  };
}

/** A host that says it is another one: no later try will mend it. */
class WrongHostKey extends ProviderError {}

/**
 * Connects, again after a failure with a growing pause, as often as `dialErrorLimit` says.
 * @throws ProviderError that names the host and the last reason
 */
export async function dial(
  connection: Connection,
  progress: (line: string) => void,
): Promise<Client> {
  for (let failures = 1; ; failures++) {
    try {
      return await dialOnce(connection);
    } catch (error) {
      const reason = (error as Error).message;
      const where = `${connection.user}@${connection.host}:${connection.port}`;
      if (error instanceof WrongHostKey) throw error;
      if (connection.dialErrorLimit > 0 && failures >= connection.dialErrorLimit) {
        throw new ProviderError(
          `after ${failures} failed attempts to connect to ${where}: ${reason}. ` +
            "Check that the host is up, reachable from here and takes this user's key",
        );
      }
      progress(`connecting to ${where}: attempt ${failures} failed (${reason})`);
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 500 * 2 ** failures)));
    }
  }
}

function dialOnce(connection: Connection): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    let wrongKey: WrongHostKey | undefined;
    const config: ConnectConfig = {
      host: connection.host,
      port: connection.port,
      username: connection.user,
      password: connection.password,
      privateKey: connection.privateKey,
      passphrase: connection.privateKeyPassword,
      agent: connection.agentSocketPath,
      readyTimeout: connection.perDialTimeout * 1000,
      keepaliveInterval: 15_000,
      hostVerifier: (offered: Buffer) => {
        if (connection.hostKey === undefined || sameKey(connection.hostKey, offered)) return true;
        wrongKey = new WrongHostKey(
          `the host key of ${connection.host} is not the pinned one: either another machine ` +
            "answers there, or it was installed anew. If you know why, pin its new key",
        );
        return false;
      },
    };
    client.once("ready", () => resolve(client));
    client.once("error", (error) => reject(wrongKey ?? error));
    client.once("close", () => reject(wrongKey ?? new Error("the connection was closed")));
    client.connect(pinnedAlgorithm(config, connection.hostKey));
  });
}

/** Asks the host for the kind of key that is pinned, of the several that it has. */
function pinnedAlgorithm(config: ConnectConfig, hostKey: string | undefined): ConnectConfig {
  const parsed = hostKey === undefined ? undefined : utils.parseKey(hostKey.trim());
  if (parsed === undefined || parsed instanceof Error) return config;
  const type = parsed.type as "ssh-ed25519";
  const kinds = parsed.type === "ssh-rsa" ? (["rsa-sha2-512", "rsa-sha2-256"] as const) : [type];
  return { ...config, algorithms: { serverHostKey: [...kinds] } };
}

function sameKey(pinned: string, offered: Buffer): boolean {
  const parsed = utils.parseKey(pinned.trim());
  if (parsed instanceof Error) return false;
  return parsed.getPublicSSH().equals(offered);
}
