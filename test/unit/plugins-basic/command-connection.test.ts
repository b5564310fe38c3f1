import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentProtocol, type AuthContext, type ParsedKey, utils } from "ssh2";
import type { Properties } from "../../../embedded/engine/types";
import { readConnection } from "../../../embedded/plugins/command/connection";
import { dial } from "../../../embedded/plugins/command/dial";
import { command } from "../../../embedded/plugins/command/provider";
import { secret } from "../../../providers/server/values";
import { Client } from "./support/client";
import { keyPair } from "./support/keys";
import { SshHost } from "./support/ssh-host";

const PASSPHRASE = "open sesame";

/** Lets in whoever shows this key, by any of the user's ways of doing so. */
const byKey =
  (key: string) =>
  (login: AuthContext): boolean => {
    if (login.method !== "publickey") return false;
    const known = utils.parseKey(key) as ParsedKey;
    const { key: shown, signature, blob, hashAlgo } = login;
    if (!shown.data.equals(known.getPublicSSH())) return false;
    return !signature || !blob || known.verify(blob, signature, hashAlgo) === true;
  };

describe("connections of remote commands", () => {
  const hosts: SshHost[] = [];
  const start = async (...settings: Parameters<typeof SshHost.start>): Promise<SshHost> => {
    const host = await SshHost.start(...settings);
    hosts.push(host);
    return host;
  };
  afterEach(() => hosts.splice(0).forEach((host) => host.stop()));

  const to = (host: SshHost, more: Properties = {}): Properties => ({
    host: "127.0.0.1",
    port: host.port,
    hostKey: host.hostKey,
    dialErrorLimit: 0,
    ...more,
  });

  /** Connects and leaves again; answers the lines of progress. */
  async function reach(connection: Properties): Promise<string[]> {
    const lines: string[] = [];
    const client = await dial(readConnection(connection), (line) => lines.push(line));
    await new Promise<void>((resolve) => client.once("close", resolve).end());
    return lines;
  }

  const message = (connection: Properties): Promise<string> =>
    reach(connection).then(
      () => assert.fail("expected an error"),
      (error: Error) => error.message,
    );

  it("have the official defaults, their proxies as well, and name what is missing", async () => {
    const client = await Client.start(command);
    try {
      const check = (connection: Properties) =>
        client.check("command:remote:Command", { connection });
      const defaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
      const { inputs } = await check({ host: "a", proxy: { host: "b", port: 2222 } });
      assert.deepEqual(
        inputs.connection,
        secret({
          ...{ host: "a", ...defaults },
          proxy: { host: "b", ...defaults, port: 2222 },
        }),
      );
      const { failures } = await check({ user: "me", proxy: {} });
      assert.deepEqual(failures, [
        "connection.host: is required: give a name or an address",
        "connection.proxy.host: is required: give a name or an address",
      ]);
    } finally {
      client.stop();
    }
  });

  it("log in with an encrypted key, before the password", async () => {
    const key = keyPair({
      passphrase: PASSPHRASE,
      cipher: "aes256-ctr",
      rounds: 1,
    });
    const host = await start(() => ({}), { admits: byKey(key.public) });
    const login = { privateKey: key.private, privateKeyPassword: PASSPHRASE, password: "no" };
    await reach(to(host, login));
    assert.deepEqual([...new Set(host.tried)], ["none", "publickey"]);
    const locked = await message(to(host, { privateKey: key.private }));
    assert.match(
      locked,
      /^connection\.privateKey for 127\.0\.0\.1 cannot be read \(.*\): give a private key in PEM or OpenSSH form, and privateKeyPassword where it is encrypted$/,
    );
  });

  it("answer a host that asks for the password by its keyboard", async () => {
    const host = await start(() => ({}), { admits: () => false });
    const error = await message(to(host, { password: "let me in" }));
    assert.match(
      error,
      /^after 1 failed attempts .*: All configured authentication methods failed/,
    );
    assert.deepEqual(host.tried, ["none", "password", "keyboard-interactive"]);
  });

  describe("with an agent", () => {
    const key = keyPair();
    let folder: string;
    let socket: string;
    let agent: Server;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "agent-"));
      socket = join(folder, "socket");
      const held = utils.parseKey(key.private) as ParsedKey;
      agent = createServer((client) => {
        const protocol = new AgentProtocol(false);
        protocol.on("identities", (request) => protocol.getIdentitiesReply(request, [held]));
        protocol.on("sign", (request, _key, data) => protocol.signReply(request, held.sign(data)));
        client.pipe(protocol).pipe(client);
      });
      await new Promise<void>((resolve) => agent.listen(socket, resolve));
    });
    after(async () => {
      agent.close();
      await rm(folder, { recursive: true });
    });

    it("log in with the keys that it holds, by its path or that of the environment", async () => {
      const host = await start(() => ({}), { admits: byKey(key.public) });
      await reach(to(host, { agentSocketPath: socket }));
      const before = process.env.SSH_AUTH_SOCK;
      process.env.SSH_AUTH_SOCK = socket;
      try {
        await reach(to(host));
      } finally {
        if (before === undefined) delete process.env.SSH_AUTH_SOCK;
        else process.env.SSH_AUTH_SOCK = before;
      }
      assert.equal(host.connections, 2);
    });
  });

  it("are tried again as often as dialErrorLimit says", async () => {
    const host = await start(() => ({}), { admits: () => false });
    const error = await message(to(host, { password: "x", dialErrorLimit: 2 }));
    assert.match(error, /^after 3 failed attempts to connect to root@127\.0\.0\.1:\d+: /);
    assert.equal(host.connections, 3);
  });

  it("are tried without end where it is -1", async () => {
    let tries = 0;
    const host = await start(() => ({}), {
      admits: ({ method }) => method === "password" && ++tries === 4,
    });
    const lines = await reach(to(host, { password: "x", dialErrorLimit: -1 }));
    assert.deepEqual(
      lines.map((line) => /attempt \d/.exec(line)?.[0]),
      ["attempt 1", "attempt 2", "attempt 3"],
    );
  });

  it("give a try up after perDialTimeout", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = silent.address() as { port: number };
      const connection = { host: "127.0.0.1", port, dialErrorLimit: 0, perDialTimeout: 0.2 };
      assert.match(await message(connection), /: Timed out while waiting for handshake\. /);
    } finally {
      silent.close();
    }
  });

  it("refuse a host key that cannot be read, before anything else", async () => {
    const host = await start(() => ({}));
    assert.equal(
      await message(to(host, { hostKey: "not a key" })),
      'connection.hostKey of 127.0.0.1 cannot be read: give a line such as "ssh-ed25519 AAAA..."',
    );
    assert.equal(host.connections, 0);
  });

  describe("through a proxy", () => {
    const password = "let me in";

    it("reach the host by way of it, and leave both", async () => {
      const [host, bastion] = [await start(() => ({})), await start(() => ({}))];
      await reach(to(host, { password, proxy: to(bastion, { password }) }));
      assert.deepEqual(bastion.forwarded, [`127.0.0.1:${host.port}`]);
      assert.deepEqual([host.connections, bastion.connections], [1, 1]);
      while (bastion.openConnections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });

    it("pin the keys of both", async () => {
      const [host, bastion] = [await start(() => ({})), await start(() => ({}))];
      const other = keyPair().public;
      const behind = to(host, { password, hostKey: other, proxy: to(bastion, { password }) });
      assert.match(await message(behind), /^the host key of 127\.0\.0\.1 is not the pinned one/);
      const before = to(host, { password, proxy: to(bastion, { password, hostKey: other }) });
      assert.match(await message(before), /^the host key of 127\.0\.0\.1 is not the pinned one/);
      assert.equal(bastion.forwarded.length, 1);
    });

    it("say that it does not reach the host", async () => {
      const bastion = await start(() => ({}));
      const gone = await start(() => ({}));
      const connection = to(gone, { password, proxy: to(bastion, { password }) });
      gone.stop();
      assert.match(
        await message(connection),
        /^after 1 failed attempts to connect to root@127\.0\.0\.1:\d+: the proxy cannot reach it: /,
      );
    });
  });
});
