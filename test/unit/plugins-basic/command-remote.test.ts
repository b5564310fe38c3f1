import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import { command } from "../../../embedded/plugins/command/provider";
import { revealAll, secret } from "../../../providers/server/values";
import { Client, failure } from "./support/client";
import { keyPair } from "./support/keys";
import { SshHost, type Answer } from "./support/ssh-host";

const REMOTE = "command:remote:Command";

describe("remote Command", () => {
  let client: Client;
  let host: SshHost;
  let answer: Answer;
  before(async () => (client = await Client.start(command)));
  after(() => client.stop());
  beforeEach(async () => {
    answer = {};
    host = await SshHost.start(() => answer);
  });
  afterEach(() => host.stop());

  const connection = (more: Properties = {}): Properties => ({
    host: "127.0.0.1",
    port: host.port,
    user: "root",
    password: "let me in",
    hostKey: host.hostKey,
    dialErrorLimit: 0,
    perDialTimeout: 15,
    ...more,
  });

  async function checked(news: Properties): Promise<Properties> {
    const { inputs, failures } = await client.check(REMOTE, { connection: connection(), ...news });
    assert.deepEqual(failures, []);
    return inputs;
  }

  /**
   * The message of a create that fails, as the type itself has it: on the wire, the host's name is
   * hidden with the rest of the connection, which is one secret.
   */
  async function message(inputs: Properties): Promise<string> {
    const quiet = () => undefined;
    const type = command.resources[REMOTE];
    assert.ok(type);
    const made = type.create({
      inputs: revealAll(inputs),
      urn: "urn:pulumi:test::project::command:remote:Command::example",
      name: "example",
      type: REMOTE,
      timeoutSeconds: 0,
      signal: new AbortController().signal,
      log: { debug: quiet, info: quiet, warning: quiet, progress: quiet },
    });
    return made.then(
      () => assert.fail("expected an error"),
      (error: Error) => error.message,
    );
  }

  it("runs create with its input and environment, and gives both outputs", async () => {
    answer = { stdout: "out ü\n", stderr: "err\n" };
    const stdin = "line\n".repeat(100_000);
    const inputs = await checked({ create: "install", stdin, environment: { MODE: "fast" } });
    assert.deepEqual(inputs.connection, secret(connection()));
    const { id, outputs } = await client.create(REMOTE, inputs);
    assert.match(id, /^example[0-9a-f]{8}$/);
    assert.deepEqual(outputs, { ...inputs, stdout: "out ü", stderr: "err" });
    assert.deepEqual(host.received, [{ command: "install", stdin, environment: { MODE: "fast" } }]);
  });

  it("updates with update, or else with create again, which see the output before", async () => {
    const olds = { stdout: "was", stderr: "" };
    // What is empty is left out.
    const environment = { PULUMI_COMMAND_STDOUT: "was" };
    const both = await checked({ create: "install", update: "upgrade" });
    answer = { stdout: "now\n" };
    assert.deepEqual(await client.update(REMOTE, "id", { ...both, ...olds }, both, both), {
      ...both,
      stdout: "now",
      stderr: "",
    });
    const one = await checked({ create: "install", addPreviousOutputInEnv: false });
    await client.update(REMOTE, "id", { ...one, ...olds }, one, one);
    assert.deepEqual(host.received, [
      { command: "upgrade", stdin: "", environment },
      { command: "install", stdin: "", environment: {} },
    ]);
  });

  it("runs delete at the end, and nothing where there is none", async () => {
    const inputs = await checked({ create: "install", delete: "remove" });
    const olds = { ...inputs, stdout: "", stderr: "" };
    await client.delete(REMOTE, "id", olds, inputs);
    const none = await checked({ create: "install" });
    await client.delete(REMOTE, "id", { ...none, stdout: "", stderr: "" }, none);
    assert.deepEqual(
      host.received.map((received) => received.command),
      ["remove"],
    );
  });

  it("is replaced when a trigger changes, and updated when anything else does", async () => {
    const inputs = await checked({ create: "install", triggers: ["1"] });
    const olds = { ...inputs, stdout: "", stderr: "" };
    assert.deepEqual(await client.diff(REMOTE, olds, inputs, { ...inputs, triggers: ["2"] }), {
      changes: true,
      replaces: ["triggers"],
      deleteBeforeReplace: false,
      detailed: { "triggers[0]": "update-replace" },
    });
    assert.deepEqual(await client.diff(REMOTE, olds, inputs, { ...inputs, create: "other" }), {
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: { create: "update" },
    });
  });

  it("fails with the status and what was written, not with the command or its input", async () => {
    answer = { stdout: "half done\n", stderr: "no space left\n", status: 3 };
    const inputs = await checked({ create: "install --quietly", stdin: "key material" });
    assert.equal(
      await message(inputs),
      "exit status 3: running the command on 127.0.0.1:\nhalf done\nno space left",
    );
    answer = { stderr: "refused key material\n", status: 1 };
    const sealed = await checked({ create: "install", stdin: secret("key material") });
    assert.match(
      await failure(client.create(REMOTE, sealed)),
      /^exit status 1: .*\nrefused \[secret\]$/,
    );
  });

  it("talks to no other host than the pinned one, and does not try again", async () => {
    const hostKey = keyPair().public;
    const inputs = await checked({
      create: "install",
      connection: connection({ hostKey, dialErrorLimit: 5 }),
    });
    assert.equal(
      await message(inputs),
      "the host key of 127.0.0.1 is not the pinned one: either another machine answers there, " +
        "or it was installed anew. If you know why, pin its new key",
    );
    assert.deepEqual([host.connections, host.received], [1, []]);
  });

  it("runs nothing on a host that does not take the environment", async () => {
    host.stop();
    host = await SshHost.start(() => answer, { acceptEnv: ["MODE"] });
    const inputs = await checked({
      create: "install",
      environment: { MODE: "fast", SIZE: "big", SHAPE: "round" },
      connection: connection(),
    });
    assert.equal(
      await message(inputs),
      "127.0.0.1 does not take these environment variables: SHAPE, SIZE. Allow them in its " +
        "sshd_config (AcceptEnv), or write them before the command: NAME=value command",
    );
    assert.deepEqual(host.received, []);
  });

  it("runs an empty update, and nothing where there is neither update nor create", async () => {
    const olds = { stdout: "was", stderr: "err" };
    const empty = await checked({ create: "install", update: "" });
    await client.update(REMOTE, "id", { ...empty, ...olds }, empty, empty);
    const none = await checked({ delete: "remove" });
    assert.deepEqual(await client.update(REMOTE, "id", { ...none, ...olds }, none, none), {
      ...none,
      ...olds,
    });
    assert.deepEqual(
      host.received.map(({ command }) => command),
      [""],
    );
  });

  it("names the login and the reason when it cannot connect", async () => {
    const inputs = await checked({
      create: "install",
      connection: connection({ password: "wrong one" }),
    });
    assert.equal(
      await message(inputs),
      `after 1 failed attempts to connect to root@127.0.0.1:${host.port}: All configured ` +
        "authentication methods failed. Check that the host is up, reachable from here and " +
        "takes this user's key",
    );
  });

  it("shares one connection, of at most eight sessions at once", async () => {
    answer = { stdout: "ok\n", milliseconds: 20 };
    const inputs = await checked({ create: "install" });
    const made = await Promise.all(Array.from({ length: 20 }, () => client.create(REMOTE, inputs)));
    assert.deepEqual(
      made.map(({ outputs }) => outputs.stdout),
      Array<string>(20).fill("ok"),
    );
    assert.equal(new Set(made.map(({ id }) => id)).size, 20);
    assert.deepEqual([host.connections, host.mostSessions], [1, 8]);
  });

  it("says that the connection was lost, and dials anew the next time", async () => {
    answer = { milliseconds: 2000 };
    const inputs = await checked({ create: "reboot" });
    const lost = message(inputs);
    while (host.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    host.drop();
    assert.equal(
      await lost,
      "the connection to 127.0.0.1 was lost while a command ran there. " +
        "Run again when the host is back",
    );
    answer = { stdout: "back\n" };
    assert.equal((await client.create(REMOTE, inputs)).outputs.stdout, "back");
    assert.equal(host.connections, 2);
  });
});
