import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archivesFolder, inside, withArchives } from "../../../embedded/metal/image";

describe("the package files of builds at the same time", () => {
  const before = process.env.XDG_CACHE_HOME;
  let folder: string;
  beforeEach(() => (process.env.XDG_CACHE_HOME = folder = mkdtempSync(join(tmpdir(), "apt-"))));
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    rmSync(folder, { recursive: true });
  });
  const names = (of: string): string[] => readdirSync(of).sort();

  it("are apart, begin with what earlier ones fetched, and are there for later ones", async () => {
    mkdirSync(archivesFolder(), { recursive: true });
    writeFileSync(join(archivesFolder(), "a.deb"), "a");
    writeFileSync(join(archivesFolder(), "lock"), "");
    const build = async (name: string): Promise<string[]> => {
      const log = join(folder, `${name}.log`);
      const { archives } = inside("/", log);
      let found: string[] = [];
      await withArchives(log, async () => {
        found = names(archives);
        writeFileSync(join(archives, `${name}.deb`), name);
        writeFileSync(join(archives, "both.deb"), "both");
        writeFileSync(join(archives, "partial", "half.deb"), "");
        await new Promise((resolve) => setTimeout(resolve, 20));
      });
      assert.throws(() => names(archives), { code: "ENOENT" });
      return found;
    };
    assert.deepEqual(await Promise.all([build("one"), build("two")]), [
      ["a.deb", "partial"],
      ["a.deb", "partial"],
    ]);
    assert.deepEqual(names(archivesFolder()), ["a.deb", "both.deb", "lock", "one.deb", "two.deb"]);
    assert.equal(readFileSync(join(archivesFolder(), "both.deb"), "utf8"), "both");
    assert.deepEqual(await build("three"), ["a.deb", "both.deb", "one.deb", "partial", "two.deb"]);
  });

  it("of a build that fails stay as well", async () => {
    const log = join(folder, "one.log");
    const failing = withArchives(log, () => {
      writeFileSync(join(inside("/", log).archives, "a.deb"), "a");
      return Promise.reject(new Error("no space"));
    });
    await assert.rejects(failing, { message: "no space" });
    assert.deepEqual(names(archivesFolder()), ["a.deb"]);
  });
});
