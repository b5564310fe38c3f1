import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readProject } from "../../../embedded/engine/config/project";
import { configOf, resolveConfig } from "../../../embedded/engine/config/resolve";
import { StackFile } from "../../../embedded/engine/config/stackFile";

describe("engine configuration", () => {
  let folder: string;
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "engine-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives a program texts, JSON and the keys that are secret, over the project's defaults", async () => {
    write(
      "Pulumi.yaml",
      `name: env
runtime: { name: nodejs, options: { nodeargs: --import tsx } }
config:
  size: { type: integer, default: 3 }
  region: { value: RegionOne }
  other:key: plain
`,
    );
    const path = write(
      "Pulumi.dev.yaml",
      `encryptionsalt: v1:a:b
config:
  env:region: RegionTwo
  env:port: 8080
  env:on: true
  env:token: { secure: c1 }
  env:nested: { list: [{ secure: c2 }, plain], count: 1 }
`,
    );
    const project = await readProject(folder);
    assert.deepEqual(project.nodeargs, ["--import", "tsx"]);
    const config = configOf(project, await StackFile.read(path));
    assert.deepEqual(
      resolveConfig(config, (text) => `open-${text}`),
      {
        values: {
          "env:size": "3",
          "env:region": "RegionTwo",
          "other:key": "plain",
          "env:port": "8080",
          "env:on": "true",
          "env:token": "open-c1",
          "env:nested": '{"list":["open-c2","plain"],"count":1}',
        },
        secretKeys: ["env:token", "env:nested"],
        secrets: ["open-c1", "open-c2"],
        plain: ["3", "RegionTwo", "plain", "8080", "true", '{"list":["","plain"],"count":1}'],
      },
    );
  });

  it("names all declared keys that have no value", async () => {
    write(
      "Pulumi.yaml",
      "name: env\nruntime: nodejs\nconfig: {a: {type: string}, b: {type: string}}",
    );
    const project = await readProject(folder);
    const file = await StackFile.read(join(folder, "Pulumi.dev.yaml"));
    assert.throws(() => configOf(project, file), /lacks configuration .*: env:a, env:b\./);
  });

  it("keeps comments and order when it changes a file", async () => {
    const path = write(
      "Pulumi.dev.yaml",
      `# The lab.
config:
  env:a: old # why
  # second
  env:b: { c: [1, 2] }
`,
    );
    const file = await StackFile.read(path);
    file.set(["env:a"], "8080");
    file.set(["env:b", "c", 1], 5);
    file.set(["env:new", "list", 0], "x");
    file.salt = "v1:a:b";
    await file.save();
    assert.equal(
      readFileSync(path, "utf8"),
      `# The lab.
config:
  env:a: "8080" # why
  # second
  env:b: { c: [ 1, 5 ] }
  env:new:
    list:
      - x
encryptionsalt: v1:a:b
`,
    );
    assert.equal(file.remove(["env:a"]), true);
    assert.equal(file.remove(["env:a"]), false);
  });

  it("says what is wrong with a project file", async () => {
    await assert.rejects(readProject(folder), /no Pulumi\.yaml project file found in .*--cwd/);
    write("Pulumi.yaml", "name: env\nruntime: python");
    await assert.rejects(readProject(folder), /Pulumi\.yaml is wrong:[^]*runtime/);
  });
});
