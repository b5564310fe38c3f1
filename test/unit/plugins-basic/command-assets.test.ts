import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ARCHIVE, ASSET, SIGNATURE } from "../../../embedded/engine/types";
import { archiveOf, fileAsset, hashed } from "../../../embedded/plugins/command/assets";
import { globExpression, matchingFiles } from "../../../embedded/plugins/command/glob";

describe("assets and archives", () => {
  let dir: string;
  before(async () => (dir = await mkdtemp(join(tmpdir(), "assets-"))));
  after(() => rm(dir, { recursive: true }));

  const file = async (path: string, content: string): Promise<string> => {
    const whole = join(dir, path);
    await mkdir(join(whole, ".."), { recursive: true });
    await writeFile(whole, content);
    return whole;
  };

  it("have the hash of their content", async () => {
    const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const path = await file("hello", "hello");
    assert.deepEqual(await fileAsset(path), { [SIGNATURE]: ASSET, hash, path });
    const text = { [SIGNATURE]: ASSET, text: "hello" };
    assert.deepEqual(await hashed(text), { ...text, hash });
    const zip = { [SIGNATURE]: ARCHIVE, path: await file("packed.zip", "hello") };
    assert.deepEqual(await hashed(zip), { ...zip, hash });
    const known = { ...text, hash: "by the engine" };
    assert.deepEqual(await hashed(known), known);
  });

  // What archive/tar of Go writes for these, summed: pulumi's own hash of the same.
  it("of several files have the hash of a tar file as Go writes it", async () => {
    assert.deepEqual(await archiveOf({}), {
      [SIGNATURE]: ARCHIVE,
      hash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      assets: {},
    });
    await file("folder/b.txt", "b");
    await file("folder/a/deep", "x".repeat(1000));
    await file("folder/a.txt", "");
    await file(`folder/${"l".repeat(90)}/${"m".repeat(60)}`, "long");
    await file(`folder/n${"m".repeat(150)}`, "longer");
    await file("folder/ü.txt", "not ASCII");
    await file("folder/.pulumi/left", "out");
    await symlink(join(dir, "folder/b.txt"), join(dir, "folder/link"));
    await symlink(join(dir, "folder/a"), join(dir, "folder/folder-link"));
    const folder = { [SIGNATURE]: ARCHIVE, path: join(dir, "folder") };
    assert.deepEqual(await hashed(folder), {
      ...folder,
      hash: "ffe032cd4b51b329150c7d534193f21dd1d6125944bccfe609185d1454137d23",
    });
  });

  it("are refused where a file is no archive", async () => {
    const path = await file("plain", "");
    await assert.rejects(hashed({ [SIGNATURE]: ARCHIVE, path }), {
      message: `${path} is neither a folder nor an archive (.tar, .tgz, .tar.gz, .zip, .jar)`,
    });
  });
});

describe("globs", () => {
  const matches = (glob: string, path: string): boolean => globExpression(glob).test(path);

  it("mean what gobwas/glob says", () => {
    const table: [string, string[], string[]][] = [
      ["*.js", ["a.js", ".js"], ["a/b.js", "a.jsx"]],
      ["src/**.js", ["src/a.js", "src/b/c.js"], ["lib/a.js"]],
      ["**secret.*", ["secret.js", "a/b-secret.txt"], ["secrets"]],
      ["a?c", ["abc"], ["a/c", "ac"]],
      ["[a-c]x", ["bx"], ["dx", "-x"]],
      ["[!a-c]x", ["dx"], ["ax"]],
      ["[^a]", ["^", "a"], ["b"]],
      ["{one,t[wo]*}.txt", ["one.txt", "two.txt"], ["three.txt", "{one.txt"]],
      ["\\*.(+)$", ["*.(+)$"], ["a.(+)$"]],
      ["a,b", ["a,b"], ["a"]],
    ];
    for (const [glob, yes, no] of table) {
      assert.deepEqual(
        [...yes, ...no].filter((path) => matches(glob, path)),
        yes,
        glob,
      );
    }
    assert.throws(() => globExpression("{a"), {
      message: 'the pattern "{a" has a "{" without its "}"',
    });
  });

  it("match any path by itself with its marks escaped, and by **", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (path) => {
        assert.ok(matches(path.replace(/[\\*?[\]{},!]/g, "\\$&"), path));
        assert.ok(matches("**", path));
        assert.equal(matches("*", path), !path.includes("/"));
      }),
    );
  });

  it("choose files in their order, the later rule over the earlier", async () => {
    const dir = await mkdtemp(join(tmpdir(), "globs-"));
    try {
      for (const path of ["a/one.txt", "a/b/two.txt", "three.txt"]) {
        await mkdir(join(dir, path, ".."), { recursive: true });
        await writeFile(join(dir, path), "");
      }
      assert.deepEqual(await matchingFiles(dir, []), []);
      assert.deepEqual(await matchingFiles(dir, ["**"]), ["a/b/two.txt", "a/one.txt", "three.txt"]);
      assert.deepEqual(await matchingFiles(dir, ["**", "!a/**", "a/*"]), [
        "a/one.txt",
        "three.txt",
      ]);
      assert.deepEqual(await matchingFiles(`${dir}/`, ["!**", "a/b/*"]), ["a/b/two.txt"]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
