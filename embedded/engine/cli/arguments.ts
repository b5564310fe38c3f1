import { parseArgs } from "node:util";

import { ALIASES, COMMANDS, EVERYWHERE } from "./commands";
import { FLAGS } from "./flags";
import type { Flag } from "./flags";
import { messageOf, Problem } from "./problem";

export type Flags = ReturnType<typeof parse>["values"];

export interface Invocation {
  /** A key of {@link COMMANDS}. */
  command: string;
  words: string[];
  flags: Flags;
}

/** @throws Problem for a command or a flag that is not known, or flags that exclude each other */
export function readArguments(args: string[]): Invocation {
  const { values: flags, positionals } = parse(args);
  const [typed = "help"] = positionals;
  const { command, used } = commandOf(positionals);
  const known = COMMANDS[command];
  if (known === undefined) {
    throw new Problem(`unknown command "${typed}"; \`help\` lists what there is`);
  }
  const words = positionals.slice(used);
  if (flags.help) return { command: "help", words: command.split(" "), flags };
  for (const name of Object.keys(flags) as Flag[]) {
    if (!EVERYWHERE.includes(name) && !known.flags.includes(name)) {
      throw new Problem(`unknown flag: --${name}; \`${command} --help\` lists those there are`);
    }
  }
  const [least, most] = known.words;
  if (words.length > most) {
    throw new Problem(
      `unknown command "${words[0] ?? ""}" for "${command}"; see \`${command} --help\``,
    );
  }
  if (words.length < least) {
    throw new Problem(`\`${command}\` needs a key; see \`${command} --help\``);
  }
  if (flags.target && flags.exclude) {
    throw new Problem("--target and --exclude cannot be used together");
  }
  return { command, words, flags };
}

/** The longest command that the words begin with, and how many of them it is. */
function commandOf(positionals: string[]): { command: string; used: number } {
  const [typed = "help", second] = positionals;
  const first = ALIASES[typed] ?? typed;
  const both = `${first} ${second ?? ""}`;
  const pair = ALIASES[both] ?? both;
  if (second !== undefined && pair in COMMANDS) return { command: pair, used: 2 };
  return { command: first, used: 1 };
}

function parse(args: string[]) {
  try {
    const options = {
      args: args.flatMap(booleans),
      options: FLAGS,
      allowPositionals: true,
    } as const;
    return parseArgs({ ...options, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(.+?)'/.exec(messageOf(error))?.[1];
    if (unknown !== undefined) {
      throw new Problem(`unknown flag: ${unknown}; \`help\` lists what there is`);
    }
    throw new Problem(messageOf(error).split("\n")[0] ?? "");
  }
}

/** Pulumi also takes `--yes=true` and `--yes=false`. */
function booleans(argument: string): string[] {
  const [, name = "", value] = /^--([a-z-]+)=(true|false)$/.exec(argument) ?? [];
  if (!(name in FLAGS) || FLAGS[name as Flag].type !== "boolean") return [argument];
  return value === "true" ? [`--${name}`] : [];
}
