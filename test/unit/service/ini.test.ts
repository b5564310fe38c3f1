import assert from "node:assert/strict";
import fc from "fast-check";
import { renderIni, Repeated } from "../../../components/service/ini";

/** Reads a file as oslo.config does: repeated options add up, `$$` is a dollar. */
function readIni(text: string): Record<string, Record<string, string[]>> {
  const sections: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const name = /^\[(.*)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      section = sections[name] = {};
      continue;
    }
    const [option = "", ...value] = line.split("=");
    const read = value.join("=").trim().replaceAll("$$", "$");
    (section[option.trim()] ??= []).push(read);
  }
  return sections;
}

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,15}$/);
const value = fc
  .string({ unit: "binary", maxLength: 40 })
  .filter((text) => !/[\r\n]/.test(text) && text.trim() === text);

describe("renderIni", () => {
  it("writes sections, options, lists and repeated options", () => {
    assert.equal(
      renderIni({
        DEFAULT: { debug: false, workers: 2, apis: ["compute", "metadata"], left_out: undefined },
        pci: { device: new Repeated(["a", "b"]) },
      }),
      "[DEFAULT]\ndebug = false\nworkers = 2\napis = compute,metadata\n\n[pci]\ndevice = a\ndevice = b\n",
    );
  });

  it("gives every value back as it went in", () => {
    const options = fc.dictionary(
      name,
      value.filter((text) => !text.startsWith("=")),
    );
    fc.assert(
      fc.property(fc.dictionary(name, options), (config) => {
        const expected = Object.fromEntries(
          Object.entries(config).map(([section, entries]) => [
            section,
            Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, [text]])),
          ]),
        );
        assert.deepEqual(readIni(renderIni(config)), expected);
      }),
    );
  });

  it("gives every repeated value back, in order", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const text = renderIni({ section: { option: new Repeated(values) } });
        assert.deepEqual(readIni(text), { section: { option: values } });
      }),
    );
  });

  it("refuses what would be read back differently, without showing the value", () => {
    const secret = "pass\nword";
    assert.throws(
      () => renderIni({ database: { connection: secret } }),
      new Error("The value of connection holds a line break or starts or ends with a space."),
    );
    assert.throws(
      () => renderIni({ DEFAULT: { apis: ["a,b"] } }),
      new Error("An entry of the list apis is empty or holds a comma or a quotation mark."),
    );
    assert.throws(
      () => renderIni({ "a]b": {} }),
      new Error('"a]b" is no name for a section of a configuration file.'),
    );
    assert.throws(
      () => renderIni({ DEFAULT: { "a b": 1 } }),
      new Error('"a b" is no name for an option of a configuration file.'),
    );
  });
});
