import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { save } from "../../../embedded/metal/bmc/media";

describe("a medium that is fetched", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "media-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("is what the server gave; one file with another drive's only if that holds the same", async () => {
    const bytes = fc.uint8Array({ maxLength: 12, max: 2 });
    await fc.assert(
      fc.asyncProperty(bytes, bytes, fc.boolean(), async (given, there, alike) => {
        const known = alike ? given : there.slice(0, given.length);
        const [other, file] = [join(folder, "other.iso"), join(folder, "Cd.iso")];
        writeFileSync(other, known);
        // Only media of the same length are compared.
        const candidate = known.length === given.length ? other : undefined;
        const chunks = [given.slice(0, 5), given.slice(5)].filter(({ length }) => length > 0);
        await save(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), file, candidate);
        assert.deepEqual([...readFileSync(file)], [...given]);
        assert.deepEqual([...readFileSync(other)], [...known]);
        const same = Buffer.from(known).equals(Buffer.from(given));
        assert.equal(statSync(file).ino === statSync(other).ino, same && candidate !== undefined);
        assert.deepEqual(readdirSync(folder).sort(), ["Cd.iso", "other.iso"]);
        rmSync(other);
      }),
    );
  });

  it("is fetched whole where the other drive was emptied meanwhile", async () => {
    const file = join(folder, "Cd.iso");
    await save(Readable.from([Buffer.from("medium")]), file, join(folder, "gone.iso"));
    assert.equal(readFileSync(file, "utf8"), "medium");
  });
});
