import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readArguments } from "../../../embedded/engine/cli/arguments";
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

describe("engine arguments", () => {
  it("reads commands, aliases and flags", () => {
    const { command, words, flags } = readArguments(
      "-C /d stack output url -s dev --json".split(" "),
    );
    assert.deepEqual(
      [command, words, { ...flags }],
      ["stack output", ["url"], { cwd: "/d", stack: "dev", json: true }],
    );
    assert.equal(readArguments(["update", "-y", "-f"]).command, "up");
  });

  it("refuses in one line what it does not know", () => {
    const refused = ["up --bogus", "fly", "stack fly", "stack ls --yes", "config get", "up x"];
    const messages = refused.map((line) => {
      try {
        readArguments(line.split(" "));
        return "accepted";
      } catch (error) {
        return (error as Error).message;
      }
    });
    assert.deepEqual(messages, [
      "unknown flag: --bogus; `help` lists what there is",
      'unknown command "fly"; `help` lists what there is',
      'unknown command "fly" for "stack"; see `help`',
      "unknown flag: --yes (of `stack ls`; `help` lists them)",
      "`config get` needs a key; see `help`",
      'unknown command "x" for "up"; see `help`',
    ]);
  });
});
