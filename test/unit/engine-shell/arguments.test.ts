import assert from "node:assert/strict";

import { readArguments } from "../../../embedded/engine/cli/arguments";
import { COMMANDS } from "../../../embedded/engine/cli/commands";
import { helpText } from "../../../embedded/engine/commands/help";

describe("engine arguments", () => {
  it("reads commands, aliases and flags", () => {
    const { command, words, flags } = readArguments(
      "-C /d stack output url -s dev --json".split(" "),
    );
    assert.deepEqual(
      [command, words, { ...flags }],
      ["stack output", ["url"], { cwd: "/d", stack: "dev", json: true }],
    );
    const typed = ["update -y -f", "pre", "down", "dn", "stack list", "stack remove x", "config"];
    assert.deepEqual(
      typed.map((line) => readArguments(line.split(" ")).command),
      ["up", "preview", "destroy", "destroy", "stack ls", "stack rm", "config"],
    );
  });

  it("reads flags that are given more than once, and switches with a value", () => {
    const { flags } = readArguments("up -t a --target=b --yes=true --refresh=false".split(" "));
    assert.deepEqual({ ...flags }, { target: ["a", "b"], yes: true });
  });

  it("refuses in one line what it does not know", () => {
    const refused = [
      "up --bogus",
      "up --continue-on-error",
      "fly",
      "stack fly",
      "stack ls --yes",
      "config get",
      "up x",
      "up --target a --exclude b",
      "up --parallel",
    ];
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
      "unknown flag: --continue-on-error; `help` lists what there is",
      'unknown command "fly"; `help` lists what there is',
      'unknown command "fly" for "stack"; see `stack --help`',
      "unknown flag: --yes; `stack ls --help` lists those there are",
      "`config get` needs a key; see `config get --help`",
      'unknown command "x" for "up"; see `up --help`',
      "--target and --exclude cannot be used together",
      "Option '-p, --parallel <value>' argument missing",
    ]);
  });
});

describe("engine help", () => {
  it("tells of every command, and of each command its own flags", () => {
    const all = helpText([]);
    for (const [name, { flags, help }] of Object.entries(COMMANDS)) {
      assert.ok(all.includes(`\n  ${name}`) && all.includes(help), name);
      const { command, words } = readArguments([...name.split(" "), "--help"]);
      assert.deepEqual([command, words], ["help", name.split(" ")]);
      if (name === "help") continue;
      const text = helpText(words);
      for (const flag of flags) assert.match(text, new RegExp(`--${flag}\\b`), `${name} ${flag}`);
      assert.ok(!text.includes("--clear-pending-creates") || name === "refresh");
    }
  });

  it("reads like Pulumi's", () => {
    assert.equal(
      helpText(["cancel"]),
      `Remove the lock that a run left

Usage:
  pulumi cancel [STACK] [flags]

Flags:
  -y, --yes  Do it without asking

Global flags:
      --color WHEN        Colorize output: always, never, raw, auto
      --config-file FILE  Use the configuration in this file rather than Pulumi.<stack>.yaml
  -C, --cwd DIR           Run as if it had been started in this folder
  -h, --help              Help for this command
      --non-interactive   Ask nothing and draw no live display
  -s, --stack NAME        The stack to work on. Defaults to the current stack
`,
    );
    assert.throws(() => helpText(["fly"]), /unknown command "fly"/);
  });
});
