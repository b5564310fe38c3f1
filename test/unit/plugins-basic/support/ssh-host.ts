import { AddressInfo } from "node:net";
import { Connection, Server, ServerChannel, utils } from "ssh2";

/** One command as the host got it. */
export interface Received {
  command: string;
  stdin: string;
  environment: Record<string, string>;
}

/** What the host makes of a command: what it writes, and how it ends. */
export interface Answer {
  stdout?: string;
  stderr?: string;
  status?: number;
  /** How long the command runs. @default 0 */
  milliseconds?: number;
}

/** An SSH server on loopback that takes one password and answers commands from a function. */
export class SshHost {
  readonly received: Received[] = [];
  connections = 0;
  mostSessions = 0;
  private sessions = 0;
  private readonly open = new Set<Connection>();

  private constructor(
    private readonly server: Server,
    readonly hostKey: string,
    private readonly answer: (received: Received) => Answer,
  ) {
    server.on("connection", (connection) => this.accept(connection));
  }

  static async start(answer: (received: Received) => Answer): Promise<SshHost> {
    const key = utils.generateKeyPairSync("ed25519");
    const server = new Server({ hostKeys: [key.private] });
    const host = new SshHost(server, key.public, answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return host;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get openConnections(): number {
    return this.open.size;
  }

  stop(): void {
    this.drop();
    this.server.close();
  }

  /** Breaks every connection that is open. */
  drop(): void {
    for (const connection of this.open) connection.end();
  }

  private accept(connection: Connection): void {
    this.connections++;
    this.open.add(connection);
    connection.on("close", () => this.open.delete(connection));
    // A client that hangs up in the handshake, as over a wrong host key, is an error here.
    connection.on("error", () => undefined);
    connection.on("authentication", (login) =>
      login.method === "password" && login.password === "let me in"
        ? login.accept()
        : login.reject(["password"]),
    );
    connection.on("session", (acceptSession) => {
      const session = acceptSession();
      const environment: Record<string, string> = {};
      session.on("env", (accept, _reject, { key, val }) => {
        environment[key] = val;
        // It is undefined where the client wants no answer.
        (accept as (() => void) | undefined)?.();
      });
      session.on("exec", (accept, _reject, { command }) =>
        this.run(accept(), { command, stdin: "", environment }),
      );
    });
  }

  private run(channel: ServerChannel, received: Received): void {
    this.sessions++;
    this.mostSessions = Math.max(this.mostSessions, this.sessions);
    channel.on("close", () => this.sessions--);
    channel.on("data", (data: Buffer) => (received.stdin += data.toString("utf8")));
    channel.on("end", () => {
      this.received.push(received);
      const { stdout = "", stderr = "", status = 0, milliseconds = 0 } = this.answer(received);
      setTimeout(() => {
        channel.write(stdout);
        channel.stderr.write(stderr);
        channel.exit(status);
        channel.end();
      }, milliseconds);
    });
  }
}
