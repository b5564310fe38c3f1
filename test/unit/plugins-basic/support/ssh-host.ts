import { connect, type AddressInfo } from "node:net";
import { type AuthContext, Connection, Server, ServerChannel } from "ssh2";
import { keyPair } from "./keys";
import { serveFolder } from "./sftp-folder";

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

interface Settings {
  /** Whether a try to log in is right. @default the password "let me in" */
  admits?: (login: AuthContext) => boolean;
  /** The variables that it takes. @default all */
  acceptEnv?: string[];
  /** Serves files in this folder, as its root. */
  folder?: string;
}

/**
 * An SSH server on loopback that answers commands from a function, serves a folder and passes
 * connections on. Of commands, `env` it knows by itself.
 */
export class SshHost {
  readonly received: Received[] = [];
  /** Ways to log in that were tried, in their order. */
  readonly tried: string[] = [];
  /** Where connections were passed on to. */
  readonly forwarded: string[] = [];
  connections = 0;
  mostSessions = 0;
  private sessions = 0;
  private readonly open = new Set<Connection>();

  private constructor(
    private readonly server: Server,
    readonly hostKey: string,
    private readonly answer: (received: Received) => Answer,
    private readonly settings: Settings,
  ) {
    server.on("connection", (connection) => this.accept(connection));
  }

  static async start(
    answer: (received: Received) => Answer,
    settings: Settings = {},
  ): Promise<SshHost> {
    const key = keyPair();
    const server = new Server({ hostKeys: [key.private] });
    const host = new SshHost(server, key.public, answer, settings);
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
    const {
      admits = ({ method, ...login }) =>
        method === "password" && (login as { password?: string }).password === "let me in",
    } = this.settings;
    connection.on("authentication", (login) => {
      this.tried.push(login.method);
      if (admits(login)) login.accept();
      else login.reject(["password", "publickey", "keyboard-interactive"]);
    });
    connection.on("tcpip", (accept, reject, { destIP, destPort }) => {
      this.forwarded.push(`${destIP}:${destPort}`);
      const onward = connect(destPort, destIP);
      onward.on("error", () => reject());
      onward.on("connect", () => {
        const channel = accept();
        channel.pipe(onward).pipe(channel);
        channel.on("error", () => undefined);
      });
    });
    connection.on("session", (acceptSession) => {
      const session = acceptSession();
      const environment: Record<string, string> = {};
      session.on("env", (_accept, _reject, { key, val }) => {
        if (this.settings.acceptEnv?.includes(key) ?? true) environment[key] = val;
      });
      session.on("exec", (accept, _reject, { command }) =>
        this.run(accept(), { command, stdin: "", environment }),
      );
      const { folder } = this.settings;
      if (folder !== undefined) session.on("sftp", (accept) => serveFolder(accept(), folder));
    });
  }

  private run(channel: ServerChannel, received: Received): void {
    this.sessions++;
    this.mostSessions = Math.max(this.mostSessions, this.sessions);
    channel.on("close", () => this.sessions--);
    channel.on("data", (data: Buffer) => (received.stdin += data.toString("utf8")));
    channel.on("end", () => {
      const { stdout = "", stderr = "", status = 0, milliseconds = 0 } = this.answerTo(received);
      setTimeout(() => {
        channel.write(stdout);
        channel.stderr.write(stderr);
        channel.exit(status);
        channel.end();
      }, milliseconds);
    });
  }

  private answerTo(received: Received): Answer {
    if (received.command === "env") {
      const lines = Object.entries(received.environment).map(
        ([name, value]) => `${name}=${value}\n`,
      );
      return { stdout: lines.join("") };
    }
    this.received.push(received);
    return this.answer(received);
  }
}
