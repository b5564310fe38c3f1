import type { Duplex } from "node:stream";
import { Client, type AuthenticationType, type ConnectConfig, utils } from "ssh2";
import { ProviderError } from "../../../providers/server/errors";
import type { Connection, Endpoint } from "./connection";

type Progress = (line: string) => void;

/** A mistake, or a host that says it is another one: no later try will mend it. */
class Hopeless extends ProviderError {}

const FIRST_PAUSE_MILLISECONDS = 100;
const PAUSE_GROWTH = 1.5;
const LONGEST_PAUSE_MILLISECONDS = 5000;

/**
 * Connects, by way of the proxy where there is one; again after a failure with a growing pause, as
 * often as `dialErrorLimit` says.
 * @throws ProviderError that names the host and the last reason
 */
export async function dial(connection: Connection, progress: Progress): Promise<Client> {
  const { proxy } = connection;
  if (!proxy) return patiently(connection, progress, () => handshake(connection));
  const bastion = await patiently(proxy, progress, () => handshake(proxy));
  try {
    const client = await patiently(connection, progress, async () =>
      handshake(connection, await forward(bastion, connection)),
    );
    client.once("close", () => bastion.end());
    return client;
  } catch (error) {
    bastion.end();
    throw error;
  }
}

async function patiently(
  { user, host, port, dialErrorLimit }: Endpoint,
  progress: Progress,
  attempt: () => Promise<Client>,
): Promise<Client> {
  const where = `${user}@${host}:${port}`;
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      const reason = (error as Error).message;
      if (dialErrorLimit >= 0 && failures > dialErrorLimit) {
        throw new ProviderError(
          `after ${failures} failed attempts to connect to ${where}: ${reason}. ` +
            "Check that the host is up, reachable from here and takes this user's key",
        );
      }
      progress(`connecting to ${where}: attempt ${failures} failed (${reason})`);
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(LONGEST_PAUSE_MILLISECONDS, pause * PAUSE_GROWTH);
    }
  }
}

/** A way from the bastion to the host, for a connection to be spoken over. */
function forward(bastion: Client, { host, port }: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    bastion.forwardOut("127.0.0.1", 0, host, port, (error, channel) =>
      error ? reject(new Error(`the proxy cannot reach it: ${error.message}`)) : resolve(channel),
    );
  });
}

function handshake(endpoint: Endpoint, over?: Duplex): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    let wrongKey: Hopeless | undefined;
    const pinned = pinnedKey(endpoint);
    const config: ConnectConfig = {
      host: endpoint.host,
      port: endpoint.port,
      username: endpoint.user,
      ...(over ? { sock: over } : {}),
      ...logins(endpoint),
      readyTimeout: endpoint.perDialTimeout * 1000,
      keepaliveInterval: 15_000,
      hostVerifier: (offered: Buffer) => {
        if (!pinned || pinned.getPublicSSH().equals(offered)) return true;
        wrongKey = new Hopeless(
          `the host key of ${endpoint.host} is not the pinned one: either another machine ` +
            "answers there, or it was installed anew. If you know why, pin its new key",
        );
        return false;
      },
      ...(pinned ? { algorithms: { serverHostKey: algorithmsOf(pinned.type) } } : {}),
    };
    client.once("ready", () => resolve(client));
    // More errors than one may come, as of a connection that breaks after its time was up.
    client.on("error", (error) => {
      reject(wrongKey ?? error);
      client.destroy();
    });
    client.once("close", () => reject(wrongKey ?? new Error("the connection was closed")));
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) =>
      answer(prompts.map(() => endpoint.password ?? "")),
    );
    client.connect(config);
  });
}

/** The ways to log in, in the order in which they are tried: of keys, one that is given or the agent's. */
function logins(endpoint: Endpoint): Partial<ConnectConfig> {
  const { password, privateKey, privateKeyPassword, agentSocketPath } = endpoint;
  if (privateKey !== undefined) {
    const key = utils.parseKey(privateKey, privateKeyPassword);
    if (key instanceof Error) {
      throw new Hopeless(
        `connection.privateKey for ${endpoint.host} cannot be read (${key.message}): give a ` +
          "private key in PEM or OpenSSH form, and privateKeyPassword where it is encrypted",
      );
    }
  }
  const agent = privateKey === undefined ? agentSocketPath : undefined;
  const methods: AuthenticationType[] = ["none"];
  if (privateKey !== undefined) methods.push("publickey");
  if (password !== undefined) methods.push("password", "keyboard-interactive");
  if (agent !== undefined) methods.push("agent");
  return {
    password,
    privateKey,
    passphrase: privateKeyPassword,
    agent,
    tryKeyboard: password !== undefined,
    authHandler: methods,
  };
}

function pinnedKey({ host, hostKey }: Endpoint) {
  if (hostKey === undefined) return undefined;
  const parsed = utils.parseKey(hostKey.trim());
  if (!(parsed instanceof Error)) return parsed;
  throw new Hopeless(
    `connection.hostKey of ${host} cannot be read: give a line such as "ssh-ed25519 AAAA..."`,
  );
}

/** Asks the host for the kind of key that is pinned, of the several that it has. */
function algorithmsOf(type: string): ("ssh-ed25519" | "rsa-sha2-512" | "rsa-sha2-256")[] {
  return type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type as "ssh-ed25519"];
}
