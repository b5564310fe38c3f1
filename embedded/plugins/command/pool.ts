import { createHash } from "node:crypto";
import type { Client } from "ssh2";
import type { Connection } from "./connection";
import { dial } from "./dial";

/** sshd allows 10 sessions on a connection unless it is told otherwise (MaxSessions). */
const SESSIONS_PER_CONNECTION = 8;

/** Idle connections are closed after this long, so that the plugin holds nothing open. */
const IDLE_MILLISECONDS = 60_000;

interface Pooled {
  client: Promise<Client>;
  sessions: number;
  waiting: (() => void)[];
  idle?: NodeJS.Timeout;
}

const pools = new Map<string, Pooled>();

/** Runs one session on a connection that is shared with the other sessions to the same login. */
export async function withClient<T>(
  connection: Connection,
  progress: (line: string) => void,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const key = createHash("sha256").update(JSON.stringify(connection)).digest("hex");
  const pooled = pools.get(key) ?? open(key, connection, progress);
  while (pooled.sessions >= SESSIONS_PER_CONNECTION) {
    await new Promise<void>((resolve) => pooled.waiting.push(resolve));
  }
  // Only now: sessions that ended all at once may have started the clock while this one waited.
  clearTimeout(pooled.idle);
  pooled.sessions++;
  try {
    return await work(await pooled.client);
  } finally {
    pooled.sessions--;
    pooled.waiting.shift()?.();
    if (pooled.sessions === 0) {
      pooled.idle = setTimeout(() => void close(key, pooled), IDLE_MILLISECONDS);
      pooled.idle.unref();
    }
  }
}

function open(key: string, connection: Connection, progress: (line: string) => void): Pooled {
  const client = dial(connection, progress);
  const pooled: Pooled = { client, sessions: 0, waiting: [] };
  pools.set(key, pooled);
  const forget = (): void => {
    if (pools.get(key) === pooled) pools.delete(key);
  };
  // A connection that broke is not handed out again: the next session dials anew.
  client.then(
    (opened) => opened.on("error", forget).on("close", forget),
    () => forget(),
  );
  return pooled;
}

async function close(key: string, pooled: Pooled): Promise<void> {
  if (pools.get(key) === pooled) pools.delete(key);
  (await pooled.client.catch(() => undefined))?.end();
}
