import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ARCHIVE, ASSET, SIGNATURE } from "../../../embedded/engine/types";
import { command } from "../../../embedded/plugins/command/provider";
import { Client, failure } from "./support/client";

const LOCAL = "command:local:Command";

describe("local Command", () => {
  let client: Client;
  let dir: string;
  before(async () => {
    client = await Client.start(command);
    dir = await mkdtemp(join(tmpdir(), "command-"));
  });
  after(async () => {
    client.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("hands the command to its interpreter, and the input to that", async () => {
    const { inputs, failures } = await client.check(LOCAL, {
      interpreter: [process.execPath, "-e"],
      create: "process.stdin.pipe(process.stdout); console.error(process.cwd(), process.env.MODE)",
      stdin: "given",
      environment: { MODE: "fast" },
      dir,
    });
    assert.deepEqual(failures, []);
    const { outputs } = await client.create(LOCAL, inputs);
    assert.deepEqual(outputs, { ...inputs, stdout: "given", stderr: `${dir} fast` });
  });

  it("may have nothing but a delete", async () => {
    const { inputs } = await client.check(LOCAL, { delete: "cat > gone", stdin: "bye", dir });
    const { outputs } = await client.create(LOCAL, inputs);
    assert.deepEqual(outputs, { ...inputs, stdout: "", stderr: "" });
    await assert.rejects(readFile(join(dir, "gone")), { code: "ENOENT" });
    await client.delete(LOCAL, "id", outputs, inputs);
    assert.equal(await readFile(join(dir, "gone"), "utf8"), "bye");
  });

  it("fails with the status and what was written, not with the command or its input", async () => {
    const create = "echo out; echo err >&2; exit 4";
    const { inputs } = await client.check(LOCAL, { create, stdin: "key material" });
    assert.equal(
      await failure(client.create(LOCAL, inputs)),
      "exit status 4: running the command on this computer:\nout\nerr",
    );
  });

  it("passes what it wrote on to the update, where that is not turned off", async () => {
    const create = 'echo "$PULUMI_COMMAND_STDOUT+"; echo "${PULUMI_COMMAND_STDERR-unset}" >&2';
    const { inputs } = await client.check(LOCAL, { create });
    const { outputs } = await client.create(LOCAL, inputs);
    assert.deepEqual(outputs, { create, stdout: "+", stderr: "unset" });
    assert.deepEqual(await client.update(LOCAL, "id", outputs, inputs, inputs), {
      create,
      stdout: "++",
      stderr: "unset",
    });
    const off = { create, addPreviousOutputInEnv: false };
    assert.deepEqual(await client.update(LOCAL, "id", outputs, inputs, off), {
      ...off,
      stdout: "+",
      stderr: "unset",
    });
  });

  it("hands back the files that it is asked for, each alone or all as an archive", async () => {
    await mkdir(join(dir, "src/sub"), { recursive: true });
    await writeFile(join(dir, "src/secret.js"), "no");
    const inputs = {
      create: "echo one > src/one.js; echo two > src/sub/two.js",
      dir,
      assetPaths: ["src/**.js", "!**secret.*"],
      archivePaths: ["src/*.js", "!**secret.*"],
    };
    assert.deepEqual((await client.check(LOCAL, inputs)).failures, []);
    const { outputs } = await client.create(LOCAL, inputs);
    const one = {
      [SIGNATURE]: ASSET,
      hash: "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806",
      path: join(dir, "src/one.js"),
    };
    assert.deepEqual(outputs.assets, {
      "src/one.js": one,
      "src/sub/two.js": {
        [SIGNATURE]: ASSET,
        hash: "27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a",
        path: join(dir, "src/sub/two.js"),
      },
    });
    const archive = outputs.archive as { hash: string };
    assert.match(archive.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(archive, {
      [SIGNATURE]: ARCHIVE,
      hash: archive.hash,
      assets: { "src/one.js": one },
    });
    // They are unknown in the preview of an update, and stay where the update runs nothing.
    assert.deepEqual(await client.update(LOCAL, "id", outputs, inputs, inputs), outputs);
  });

  it("runs on every run as a function, and answers what it was given with the outputs", async () => {
    const args = { command: "cat; echo err >&2", stdin: "given\n\n", environment: { A: "b" } };
    assert.deepEqual(await client.invoke("command:local:run", args), {
      ...args,
      stdout: "given\n",
      stderr: "err",
    });
    assert.equal(
      await failure(client.invoke("command:local:run", { command: "exit 3" })),
      "exit status 3: running the command on this computer",
    );
  });
});
