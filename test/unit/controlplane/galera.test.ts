import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { temporaryFolder } from "../../support/folder";

const SCRIPT = join(__dirname, "../../../components/controlplane/galera.py");
const CLUSTER = "48f0101d-e8e9-11f1-9646-db160dc9946e";
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Python that has the script's functions, its files in a folder of the test. */
const withScript = (folder: string, code: string): string => `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("galera", ${JSON.stringify(SCRIPT)})
galera = importlib.util.module_from_spec(spec)
spec.loader.exec_module(galera)
galera.STATE = ${JSON.stringify(join(folder, "grastate.dat"))}
galera.FOLDER = ${JSON.stringify(folder)}
galera.POSITION = ${JSON.stringify(join(folder, "position"))}
galera.NEW_CLUSTER = ${JSON.stringify(join(folder, "new-cluster"))}
galera.recover = lambda: json.load(open(${JSON.stringify(join(folder, "recovered"))}))
${code}`;

describe("database nodes that start", () => {
  let folder: string;
  let servers: Server[];
  beforeEach(() => {
    folder = temporaryFolder("galera");
    servers = [];
  });
  afterEach(() => servers.forEach((server) => server.close()));

  const state = (safe: 0 | 1, seqno = -1) =>
    writeFileSync(
      join(folder, "grastate.dat"),
      `# GALERA saved state\nversion: 2.1\nuuid:    ${CLUSTER}\nseqno:   ${seqno}\nsafe_to_bootstrap: ${safe}\n`,
    );
  const recovered = (cluster: string, number: number) =>
    writeFileSync(join(folder, "recovered"), JSON.stringify([cluster, number]));
  const formed = (): boolean => existsSync(join(folder, "new-cluster"));

  /** A peer that says this; its port. */
  const peer = (said: () => object): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((_, answer) => answer.end(JSON.stringify(said())));
      servers.push(server);
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });

  /** Runs the start with peers at these ports; "waits" when it has not ended after a while. */
  async function start(rank: number, ports: number[]): Promise<{ end: string; said: string }> {
    const peers = Object.fromEntries(ports.map((port, n) => [`peer${n + 1}`, port]));
    const code = `galera.ask = (lambda ask: lambda port, _: ask("127.0.0.1", port))(galera.ask)
galera.start(json.loads(sys.argv[1]))`;
    const wanted = JSON.stringify({ rank, port: 0, peers });
    const child = spawn("python3", ["-c", withScript(folder, code), wanted]);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    const ended = new Promise<string>((resolve) =>
      child.on("close", (status) => resolve(status === 0 ? "started" : "failed")),
    );
    const patience = new Promise<string>((resolve) => setTimeout(resolve, 4000, "waits"));
    const end = await Promise.race([ended, patience]);
    child.kill();
    return { end, said };
  }

  it("join a cluster that runs", async () => {
    state(0);
    const port = await peer(() => ({ ready: true, position: null }));
    assert.deepEqual(await start(1, [port]), { end: "started", said: "" });
    assert.equal(formed(), false);
  });

  it("form it when they were the last to leave, or are alone", async () => {
    state(1, 12);
    const port = await peer(() => ({ ready: false, position: null }));
    assert.equal((await start(1, [port])).end, "started");
    assert.equal(formed(), true);
    state(0);
    assert.equal((await start(0, [])).end, "started");
    assert.match(readFileSync(join(folder, "grastate.dat"), "utf8"), /^safe_to_bootstrap: 1$/m);
  });

  it("form it when all others were heard and none has newer data", async () => {
    state(0);
    recovered(CLUSTER, 12);
    const older = await peer(() => ({ ready: false, position: [CLUSTER, 11] }));
    const fresh = await peer(() => ({ ready: false, position: [NOBODY, -1] }));
    assert.equal((await start(2, [older, fresh])).end, "started");
    assert.equal(
      readFileSync(join(folder, "new-cluster"), "utf8"),
      "_WSREP_NEW_CLUSTER=--wsrep-new-cluster\n",
    );
  });

  it("wait for one with newer data, and join when it runs", async () => {
    state(0);
    recovered(CLUSTER, 11);
    let asked = 0;
    const port = await peer(() => ({ ready: ++asked > 2, position: [CLUSTER, 12] }));
    assert.deepEqual(await start(0, [port]), {
      end: "started",
      said: "Another node has newer data: waiting until it runs.\n",
    });
    assert.equal(formed(), false);
  });

  it("wait for one that was not heard, and say which", async () => {
    state(0);
    recovered(CLUSTER, 12);
    const starting = await peer(() => ({ ready: false, position: null }));
    const { end, said } = await start(0, [starting]);
    assert.equal(end, "waits");
    assert.match(said, /waits to hear from peer1\. If they are lost for good/);
    assert.equal(formed(), false);
  });

  it("do not mix two clusters", async () => {
    state(0);
    recovered(CLUSTER, 12);
    const other = CLUSTER.replace("48", "49");
    const port = await peer(() => ({ ready: false, position: [other, 7] }));
    const { end, said } = await start(0, [port]);
    assert.equal(end, "waits");
    assert.match(said, /belong to different clusters/);
  });

  it("agree on exactly one, the first of the newest", () => {
    const numbers = fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 5 });
    const cases = fc.sample(numbers, 300);
    const code = `cases = json.loads(sys.argv[1])
print(json.dumps([galera.newest([["c", number] for number in case]) for case in cases]))`;
    const { stdout } = spawnSync(
      "python3",
      ["-c", withScript(folder, code), JSON.stringify(cases)],
      { encoding: "utf8" },
    );
    assert.deepEqual(
      JSON.parse(stdout),
      cases.map((numbers) => numbers.indexOf(Math.max(...numbers))),
    );
  });
});
