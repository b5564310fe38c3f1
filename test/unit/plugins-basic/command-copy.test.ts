import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ARCHIVE, ASSET, type Properties, SIGNATURE } from "../../../embedded/engine/types";
import { command } from "../../../embedded/plugins/command/provider";
import { secret } from "../../../providers/server/values";
import { Client, failure } from "./support/client";
import { SshHost } from "./support/ssh-host";

const COPY = "command:remote:CopyToRemote";
const COPY_FILE = "command:remote:CopyFile";

const file = (path: string): Properties => ({ [SIGNATURE]: ASSET, path });
const text = (content: string): Properties => ({ [SIGNATURE]: ASSET, text: content });
const folder = (path: string): Properties => ({ [SIGNATURE]: ARCHIVE, path });

describe("CopyToRemote", () => {
  let client: Client;
  let host: SshHost;
  let work: string;
  let here: string;
  let there: string;
  before(async () => (client = await Client.start(command)));
  after(() => client.stop());
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), "copy-"));
    here = join(work, "here");
    there = join(work, "there");
    await mkdir(join(here, "one/two"), { recursive: true });
    await mkdir(join(there, "folder"), { recursive: true });
    await writeFile(join(here, "file1"), "first\n");
    await writeFile(join(here, "empty"), "");
    await writeFile(join(here, "one/file2"), "second\n");
    await writeFile(join(here, "one/two/file3"), Buffer.alloc(200_000, "3"));
    host = await SshHost.start(() => ({}), { folder: there });
  });
  afterEach(async () => {
    host.stop();
    await rm(work, { recursive: true });
  });

  const given = (source: Properties, remotePath: string): Properties => ({
    connection: { host: "127.0.0.1", port: host.port, password: "let me in", dialErrorLimit: 0 },
    source,
    remotePath,
  });

  async function checked(source: Properties, remotePath: string): Promise<Properties> {
    const { inputs, failures } = await client.check(COPY, given(source, remotePath));
    assert.deepEqual(failures, []);
    return inputs;
  }

  const copy = async (source: Properties, remotePath: string) =>
    client.create(COPY, await checked(source, remotePath));

  const on = (path: string): Promise<string> => readFile(join(there, path), "utf8");

  const tree = (path: string): string[] =>
    readdirSync(join(there, path), { recursive: true }).map(String).sort();

  const TREE = ["empty", "file1", "one", "one/file2", "one/two", "one/two/file3"];

  it("keeps what it was given, with the hash of the content and the connection's defaults", async () => {
    const inputs = await checked(file(join(here, "file1")), "/file");
    assert.deepEqual(inputs, {
      connection: secret({
        host: "127.0.0.1",
        port: host.port,
        user: "root",
        password: "let me in",
        dialErrorLimit: 0,
        perDialTimeout: 15,
      }),
      source: {
        ...file(join(here, "file1")),
        hash: "b640e840b19d378660b32fb51ae18d67dccb4a8596a29e7bd72c1b2ae5928f41",
      },
      remotePath: "/file",
    });
    const { id, outputs } = await client.create(COPY, inputs);
    assert.match(id, /^[0-9a-f]{8}$/);
    assert.deepEqual(outputs, inputs);
  });

  it("copies a file as another, into a folder, and makes the folders that it needs", async () => {
    await copy(file(join(here, "file1")), "/other");
    await copy(file(join(here, "file1")), "/folder");
    await copy(file(join(here, "empty")), "/a/b/c");
    assert.deepEqual(
      [await on("other"), await on("folder/file1"), await on("a/b/c")],
      ["first\n", "first\n", ""],
    );
  });

  it("writes over a file that is there, whole", async () => {
    await writeFile(join(there, "file"), "longer than what comes\n");
    await copy(file(join(here, "file1")), "/file");
    assert.equal(await on("file"), "first\n");
  });

  it("copies text to a file, and to no folder", async () => {
    await copy(text("grüße\n"), "/new/text");
    await copy(text(""), "/nothing");
    assert.deepEqual([await on("new/text"), await on("nothing")], ["grüße\n", ""]);
    assert.match(
      await failure(copy(text("x"), "/folder")),
      /^\/folder on 127\.0\.0\.1 is a folder: give the path of a file for a text$/,
    );
  });

  it("copies a folder under its name, or what is in it where the path ends with a slash", async () => {
    await copy(folder(here), "/folder");
    assert.deepEqual(tree("folder/here"), TREE);
    await copy(folder(`${here}/`), "/x/y");
    assert.deepEqual(tree("x/y"), TREE);
    assert.equal((await on("x/y/one/two/file3")).length, 200_000);
    await copy(folder(here), "/folder"); // once more does no harm
    assert.deepEqual(tree("folder"), ["here", ...TREE.map((path) => `here/${path}`)]);
  });

  it("puts no folder in the place of a file", async () => {
    await mkdir(join(there, "folder/here"));
    await writeFile(join(there, "folder/here/one"), "a file");
    assert.equal(
      await failure(copy(folder(here), "/folder")),
      "/folder/here/one on 127.0.0.1 is there, and not a folder",
    );
    assert.equal(await on("folder/here/one"), "a file");
  });

  it("copies again when the content or the target changes, and not when the rest does", async () => {
    const inputs = await checked(file(join(here, "file1")), "/file");
    const update = async (source: Properties, remotePath: string) =>
      client.update(COPY, "id", inputs, inputs, await checked(source, remotePath));
    await writeFile(join(here, "same"), "first\n");
    await update(file(join(here, "same")), "/file");
    assert.equal(existsSync(join(there, "file")), false);
    await update(file(join(here, "one/file2")), "/file");
    assert.equal(await on("file"), "second\n");
    await update(file(join(here, "file1")), "/moved");
    assert.equal(await on("moved"), "first\n");
  });

  it("sees a change of the content, not of where it lies; triggers replace", async () => {
    const olds = await checked(file(join(here, "file1")), "/file");
    const diff = async (news: Properties) => client.diff(COPY, olds, olds, news);
    const none = { changes: false, replaces: [], deleteBeforeReplace: false, detailed: {} };
    assert.deepEqual(await diff(await checked(text("first\n"), "/file")), none);
    assert.deepEqual(await diff(await checked(text("other"), "/file")), {
      ...none,
      changes: true,
      detailed: { source: "update" },
    });
    assert.deepEqual(await diff({ ...olds, triggers: [1] }), {
      ...none,
      changes: true,
      replaces: ["triggers"],
      detailed: { triggers: "add-replace" },
    });
  });

  it("refuses what is no file, text or folder here", async () => {
    const reasons = async (source: Properties) =>
      (await client.check(COPY, given(source, "/file"))).failures;
    const uri = "https://example.com/a.zip";
    assert.deepEqual(await reasons({ path: "plain" }), [
      "source: give a FileAsset, a StringAsset or a FileArchive",
    ]);
    assert.deepEqual(await reasons({ [SIGNATURE]: ASSET, uri }), [
      "source: an asset must be a file here or a text: give a FileAsset or a StringAsset",
    ]);
    for (const archive of [{ uri }, { assets: {} }] as Properties[]) {
      assert.deepEqual(await reasons({ [SIGNATURE]: ARCHIVE, ...archive }), [
        "source: an archive must be a path to a file or a folder here: give a FileArchive",
      ]);
    }
    assert.match(
      (await reasons(file(join(here, "gone"))))[0] ?? "",
      /^source: cannot be read: ENOENT/,
    );
  });

  it("CopyFile copies one file to exactly that path, and is replaced by every change", async () => {
    const { connection } = given({}, "");
    const news = {
      connection: connection ?? null,
      localPath: join(here, "file1"),
      remotePath: "/f",
    };
    const { inputs, failures } = await client.check(COPY_FILE, news);
    assert.deepEqual(failures, []);
    const { id, outputs } = await client.create(COPY_FILE, inputs);
    assert.match(id, /^[0-9a-f]{8}$/);
    assert.deepEqual([outputs, await on("f")], [inputs, "first\n"]);
    assert.deepEqual(
      await client.diff(COPY_FILE, outputs, inputs, { ...inputs, remotePath: "/g" }),
      {
        changes: true,
        replaces: ["remotePath"],
        deleteBeforeReplace: false,
        detailed: { remotePath: "update-replace" },
      },
    );
    assert.match(
      await failure(client.create(COPY_FILE, { ...inputs, remotePath: "/no/such" })),
      /^cannot copy .*\/file1 to \/no\/such on 127\.0\.0\.1: ENOENT/,
    );
  });
});
