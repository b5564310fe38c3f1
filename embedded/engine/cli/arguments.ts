import { parseArgs } from "node:util";

import { messageOf, Problem } from "./problem";

/** Every flag there is. */
const FLAGS = {
  cwd: { type: "string", short: "C" },
  stack: { type: "string", short: "s" },
  "config-file": { type: "string" },
  "non-interactive": { type: "boolean" },
  color: { type: "string" },
  help: { type: "boolean", short: "h" },
  yes: { type: "boolean", short: "y" },
  diff: { type: "boolean" },
  target: { type: "string", short: "t", multiple: true },
  "target-dependents": { type: "boolean" },
  parallel: { type: "string", short: "p" },
  "expect-no-changes": { type: "boolean" },
  json: { type: "boolean", short: "j" },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  refresh: { type: "boolean", short: "r" },
  "show-secrets": { type: "boolean" },
  "skip-preview": { type: "boolean", short: "f" },
  message: { type: "string", short: "m" },
  secret: { type: "boolean" },
  plaintext: { type: "boolean" },
  path: { type: "boolean" },
  file: { type: "string" },
  force: { type: "boolean" },
  "preserve-config": { type: "boolean" },
  create: { type: "boolean" },
} as const;

export type Flag = keyof typeof FLAGS;
export type Flags = ReturnType<typeof parse>["values"];

const EVERYWHERE: Flag[] = ["cwd", "stack", "config-file", "non-interactive", "color", "help"];
const RUN: Flag[] = ["yes", "diff", "target", "parallel", "json", "show-secrets", "message"];
const PROGRAM: Flag[] = [...RUN, "expect-no-changes", "policy-pack", "policy-pack-config"];

/** Each command, its own flags, and how many words may follow it. */
const COMMANDS: Record<string, { flags: Flag[]; words: [number, number] }> = {
  preview: { flags: [...PROGRAM, "refresh"], words: [0, 0] },
  up: { flags: [...PROGRAM, "refresh", "skip-preview"], words: [0, 0] },
  refresh: { flags: [...RUN, "expect-no-changes", "skip-preview"], words: [0, 0] },
  destroy: { flags: [...RUN, "refresh", "skip-preview", "target-dependents"], words: [0, 0] },
  cancel: { flags: ["yes"], words: [0, 1] },
  version: { flags: [], words: [0, 0] },
  help: { flags: [], words: [0, 9] },
  stack: { flags: ["show-secrets"], words: [0, 0] },
  "stack ls": { flags: ["json"], words: [0, 0] },
  "stack init": { flags: [], words: [0, 1] },
  "stack select": { flags: ["create"], words: [0, 1] },
  "stack rm": { flags: ["yes", "force", "preserve-config"], words: [0, 1] },
  "stack output": { flags: ["json", "show-secrets"], words: [0, 1] },
  "stack export": { flags: ["file", "show-secrets"], words: [0, 0] },
  "stack import": { flags: ["file", "force"], words: [0, 0] },
  config: { flags: ["show-secrets", "json"], words: [0, 0] },
  "config get": { flags: ["path", "json"], words: [1, 1] },
  "config set": { flags: ["secret", "plaintext", "path"], words: [1, 2] },
  "config rm": { flags: ["path"], words: [1, 1] },
};
const ALIASES: Record<string, string> = { pre: "preview", update: "up", down: "destroy" };

export interface Invocation {
  /** A key of {@link COMMANDS}. */
  command: string;
  words: string[];
  flags: Flags;
}

/** @throws Problem for a command or a flag that is not known */
export function readArguments(args: string[]): Invocation {
  const { values: flags, positionals } = parse(args);
  const [typed = "help", second] = positionals;
  const first = ALIASES[typed] ?? typed;
  const command =
    second !== undefined && `${first} ${second}` in COMMANDS ? `${first} ${second}` : first;
  const known = COMMANDS[command];
  if (known === undefined) {
    throw new Problem(`unknown command "${typed}"; \`help\` lists what there is`);
  }
  const words = positionals.slice(command.split(" ").length);
  if (flags.help) return { command: "help", words: [], flags };
  for (const name of Object.keys(flags) as Flag[]) {
    if (!EVERYWHERE.includes(name) && !known.flags.includes(name)) {
      throw new Problem(`unknown flag: --${name} (of \`${command}\`; \`help\` lists them)`);
    }
  }
  const [least, most] = known.words;
  if (words.length > most) {
    throw new Problem(`unknown command "${words[0] ?? ""}" for "${command}"; see \`help\``);
  }
  if (words.length < least) throw new Problem(`\`${command}\` needs a key; see \`help\``);
  return { command, words, flags };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(.+?)'/.exec(messageOf(error))?.[1];
    throw new Problem(
      unknown ? `unknown flag: ${unknown}; \`help\` lists what there is` : messageOf(error),
    );
  }
}
