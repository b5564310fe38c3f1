import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { stringify } from "yaml";
import type { HashmapRule, Point } from "../../../../components/billing/rating/hashmap";
import { metrics } from "../../../../components/billing/metrics";
import { readLabEnvironment } from "../../../../embedded/metal/environment";
import { sshCommand } from "../../../../embedded/metal/keys";
import { stateFolder } from "../../../../embedded/metal/paths";
import { planMetal } from "../../../../embedded/metal/site";
import { onHost } from "../../support/command";

/** On the billing host. */
const FOLDER = "/var/tmp/openstack-environment-billing-test";
const FILES = ["prepare.py", "measures.py", "rating.py", "cook.py", "influx.sh", "run.sh"];
const RUN = ["unshare", "--mount", "sh", `${FOLDER}/run.sh`, FOLDER];
const GNOCCHI = 18041;
const CLOUDKITTY = 18889;
/** In which these tests rate, in seconds. */
export const PERIOD = 3600;

/** What is priced, with the quantity as text. */
export type TextPoint = Point & { quantity: string };

/** When a revision of a resource began and ended, as Gnocchi says it; the last one has no end. */
export type Revision = [start: string, end?: string];

/**
 * A Gnocchi, a CloudKitty and an InfluxDB of these tests' own on the lab's billing host: the same code,
 * settings, database server and metrics, but periods of an hour, a small disk, and nothing that the lab's
 * own see. Rating happens when it is told to.
 */
export class PrivateServices {
  private constructor(
    private readonly process: ChildProcess,
    private readonly lines: Interface,
    private readonly ports: Record<number, number>,
  ) {}

  static async start(): Promise<PrivateServices> {
    await databases((name) => [
      `DROP DATABASE IF EXISTS ${name}_test`,
      `CREATE DATABASE ${name}_test CHARACTER SET utf8mb4`,
      `GRANT ALL ON ${name}_test.* TO '${name}'@'%'`,
    ]);
    await onHost("billing", placed());
    const ports = { [GNOCCHI]: await freePort(), [CLOUDKITTY]: await freePort() };
    const forwards = Object.entries(ports).flatMap(([there, here]) => [
      "-L",
      `127.0.0.1:${here}:127.0.0.1:${there}`,
    ]);
    const [ssh = "", ...words] = billingHost();
    const child = spawn(ssh, [...forwards, ...words, ...RUN], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let printed = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const services = new PrivateServices(child, createInterface(child.stdout), ports);
    try {
      assert.equal(await services.answer(), "ready");
      await listening(ports[GNOCCHI] ?? 0);
    } catch (error) {
      printed += await onHost("billing", `tail -n 40 ${FOLDER}/output 2>&1 || :`);
      await services.stop();
      throw new Error(`the tests' own services did not start: ${printed}`, { cause: error });
    }
    return services;
  }

  /** Ends them and takes away what they kept. */
  async stop(): Promise<void> {
    const { process: child } = this;
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.stdin?.end();
      await ended;
    }
    await databases((name) => [
      `REVOKE ALL ON ${name}_test.* FROM '${name}'@'%'`,
      `DROP DATABASE ${name}_test`,
    ]);
  }

  get gnocchi(): string {
    return `http://127.0.0.1:${this.ports[GNOCCHI]}`;
  }

  get cloudkitty(): string {
    return `http://127.0.0.1:${this.ports[CLOUDKITTY]}`;
  }

  /**
   * Rates all periods that ended at an instant (ISO 8601) or before.
   * @param broken it fails for each project after the first period that it stored
   * @returns what it logs of errors
   */
  async rate(until: string, broken = false): Promise<string[]> {
    return (await this.tell({ do: "rate", until, broken })) as string[];
  }

  /** Fills the disk that all is kept on. @param room blocks of 4 KiB that are left */
  async fill(room = 0): Promise<void> {
    await this.tell({ do: "fill", room });
  }

  /** Makes room again. @returns whether InfluxDB had to be started anew for it */
  async free(): Promise<boolean> {
    return (await this.tell({ do: "free" })) as boolean;
  }

  /** Gnocchi takes samples from now on, and works none of them in. */
  async stopWorking(): Promise<void> {
    await this.tell({ do: "stop_working" });
  }

  /** Works in what it took on a full disk with more and more room. @returns how often that failed */
  async workIn(): Promise<number> {
    return (await this.tell({ do: "work_in" })) as number;
  }

  /** Sets when resources' revisions were, by resource. */
  async revise(resources: Record<string, Revision[]>): Promise<void> {
    await this.tell({ do: "revise", resources });
  }

  async addRules(rules: HashmapRule[]): Promise<void> {
    await this.tell({ do: "rules", wanted: rules });
  }

  /** What points cost one by one, with all digits that CloudKitty calculates with. */
  async price(tenant: string, points: TextPoint[]): Promise<string[]> {
    return (await this.tell({ do: "price", tenant, points })) as string[];
  }

  private async tell(order: object): Promise<unknown> {
    this.process.stdin?.write(`${JSON.stringify(order)}\n`);
    return this.answer();
  }

  private async answer(): Promise<unknown> {
    const line = await new Promise<string>((resolve, reject) => {
      const ended = (): void => reject(new Error("they ended"));
      this.lines.once("close", ended);
      this.lines.once("line", (text) => {
        this.lines.off("close", ended);
        resolve(text);
      });
    });
    const { result, error } = JSON.parse(line) as { result?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return result;
  }
}

/** Tells the database server something for each of the two that have a database of these tests. */
async function databases(sql: (name: string) => string[]): Promise<void> {
  const statements = ["gnocchi", "cloudkitty"].flatMap(sql).map((statement) => `${statement};\n`);
  await onHost("controller", `mariadb <<'END'\n${statements.join("")}END\n`);
}

/** What ends a run that was killed, and puts the files there. */
function placed(): string {
  const files = FILES.map((name) => [name, readFileSync(join(__dirname, name), "utf8")] as const);
  return [
    "set -eu",
    "umask 077",
    `for file in pids influx.pid; do [ ! -f ${FOLDER}/$file ] || kill $(cat ${FOLDER}/$file) || :; done`,
    `rm -rf ${FOLDER}`,
    `mkdir ${FOLDER}`,
    `cd ${FOLDER}`,
    ...[
      ...files,
      ["metrics.yml", stringify({ metrics: metrics({ billing: { period: PERIOD } }) })] as const,
    ].map(([name, content]) => `cat >${name} <<'END-OF-FILE'\n${content}\nEND-OF-FILE`),
  ].join("\n");
}

function billingHost(): string[] {
  const site = planMetal(readLabEnvironment(), "osl-", join(stateFolder(), "lab"));
  const machine = site?.hosts.find(({ name }) => name === "billing");
  if (site === undefined || machine === undefined) throw new Error("the lab has no host billing");
  return sshCommand(site.lab, machine);
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** Waits until somebody answers behind a port that ssh forwards. */
async function listening(port: number): Promise<void> {
  const until = Date.now() + 60_000;
  const answers = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.write("GET / HTTP/1.0\r\n\r\n");
      socket.once("data", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
    });
  while (!(await answers())) {
    if (Date.now() > until) throw new Error(`nobody answers behind port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
