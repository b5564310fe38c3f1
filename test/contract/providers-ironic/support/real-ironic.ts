import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hashSync } from "bcryptjs";
import type { ApiNode } from "../../../../providers/ironic/api/node";
import { isUnderWay } from "../../../../providers/ironic/lifecycle/states";
import type { Properties } from "../../../../providers/server";
import { configuration } from "./configuration";
import { ironicRoot } from "./root";

const USER = "admin";
const PASSWORD = "contract-password";

/**
 * Debian's Ironic, API and conductor in one process, in the machine image's root file system: its
 * changes go into a folder of its own, its mounts into a namespace that ends with it.
 */
export class RealIronic {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /**
   * @param delay how many seconds each part of a deployment takes
   * @param biosDelay how many seconds each step for the BIOS takes
   * @param mended without Debian's mistake, which hides changed nodes from most of Ironic
   */
  static async start({ delay = 0, biosDelay = 0, mended = false } = {}): Promise<RealIronic> {
    const folder = mkdtempSync(join(tmpdir(), "ironic-contract-"));
    const ironic = new RealIronic(folder, await freePort());
    for (const name of ["etc", "upper", "work", "root"]) mkdirSync(join(folder, name));
    certificate(join(folder, "etc"));
    const hash = hashSync(PASSWORD, 4).replace(/^\$2[ab]/, "$2y");
    writeFileSync(join(folder, "etc", "htpasswd"), `${USER}:${hash}\n`);
    writeFileSync(join(folder, "etc", "ironic.conf"), configuration(ironic.port, delay, biosDelay));
    writeFileSync(join(folder, "mend"), mended ? MEND : "");
    try {
      await ironic.up();
    } catch (error) {
      await ironic.stop();
      throw error;
    }
    return ironic;
  }

  /** The provider's configuration for it. */
  get login() {
    return {
      endpoint: `https://127.0.0.1:${this.port}`,
      userName: USER,
      password: PASSWORD,
      caCert: join(this.folder, "etc", "ironic.crt"),
    };
  }

  /** Starts the service, with the database as it was left. */
  async up(): Promise<void> {
    const log = openSync(join(this.folder, "log"), "a");
    this.process = spawn(
      "setpriv",
      [
        ...["--pdeathsig", "KILL", "unshare"],
        ...["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"],
        ...["sh", "-eu", "-c", RUN, "sh", this.folder, await ironicRoot()],
      ],
      { stdio: ["ignore", log, log] },
    );
    closeSync(log);
    const ended = new Promise<never>((_, reject) =>
      this.process?.on("exit", () => reject(new Error(`ironic ended: ${this.log()}`))),
    );
    ended.catch(() => undefined); // told to whoever waits for it below
    await Promise.race([this.answers(), ended]);
  }

  /** Ends the service, as hard as a crash; the database stays. */
  async down(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Asks Ironic itself, past the provider. */
  async ask(method: string, path: string, body?: unknown): Promise<Asked> {
    const args = ["-sS", "--cacert", this.login.caCert, "--config", "-", "-X", method];
    const config = [
      `user = "${USER}:${PASSWORD}"`,
      'header = "X-OpenStack-Ironic-API-Version: 1.96"',
      'header = "Content-Type: application/json"',
      ...(body === undefined ? [] : [`data = ${JSON.stringify(JSON.stringify(body))}`]),
    ].join("\n");
    const url = `${this.login.endpoint}/v1${path}`;
    const text = await output("curl", [...args, "-w", "\n%{http_code}", url], config);
    const at = text.lastIndexOf("\n");
    const content = text.slice(0, at);
    const status = Number(text.slice(at));
    return { status, body: content === "" ? {} : (JSON.parse(content) as Properties) };
  }

  async node(name: string): Promise<ApiNode> {
    const { status, body } = await this.ask("GET", `/nodes/${name}`);
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    return body as ApiNode;
  }

  /** Waits until nobody holds the node. */
  async rest(name: string): Promise<ApiNode> {
    for (;;) {
      const node = await this.node(name);
      const passing = node.target_power_state !== null || isUnderWay(node.provision_state);
      if (node.reservation === null && !passing) return node;
      await sleep(100);
    }
  }

  private async answers(): Promise<void> {
    for (;;) {
      try {
        if ((await this.ask("GET", "/drivers")).status === 200) return;
      } catch {
        // It is not listening yet.
      }
      await sleep(200);
    }
  }

  private log(): string {
    return readFileSync(join(this.folder, "log"), "utf8").slice(-2000);
  }
}

export interface Asked {
  status: number;
  body: Properties;
}

const RUN = `
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
cd "$1/root"
mount -t proc proc proc
mount -t tmpfs tmpfs run
mkdir -p var/lib/ironic/tmp var/lib/ironic/lock
cp "$1"/etc/* etc/ironic/
. "$1/mend"
[ -e var/lib/ironic/ironic.sqlite ] || chroot . ironic-dbsync create_schema
exec chroot . /usr/bin/ironic
`;

/** As a seed does it. */
const MEND = `sh ${resolve(__dirname, "../../../../components/metal/mend-ironic.sh")} \\
  "$PWD/usr/lib/python3/dist-packages/ironic/api/controllers/v1/utils.py"
`;

function certificate(folder: string): void {
  execFileSync(
    "openssl",
    [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
      ],
      ...["-subj", "/CN=ironic", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", join(folder, "ironic.key"), "-out", join(folder, "ironic.crt")],
    ],
    { stdio: "ignore" },
  );
}

function output(program: string, args: string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let [text, said] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(said))));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
