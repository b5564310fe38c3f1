/** What stands on the command line, sorted out. */
export interface Arguments {
  words: string[];
  flags: Map<string, string[]>;
}

/** A flag: its one-letter form, and whether a value follows. */
interface Flag {
  short?: string;
  value: boolean;
}

/** Every flag of every command, as `pulumi` names them. */
const FLAGS: Record<string, Flag> = {
  color: { value: true },
  cwd: { short: "C", value: true },
  diff: { value: false },
  "config-file": { value: true },
  create: { short: "c", value: false },
  "expect-no-changes": { value: false },
  file: { value: true },
  force: { value: false },
  json: { short: "j", value: false },
  message: { short: "m", value: true },
  "non-interactive": { value: false },
  parallel: { short: "p", value: true },
  "policy-pack": { value: true },
  "policy-pack-config": { value: true },
  "preserve-config": { value: false },
  refresh: { short: "r", value: false },
  secret: { value: false },
  "show-secrets": { value: false },
  "skip-preview": { short: "f", value: false },
  stack: { short: "s", value: true },
  target: { short: "t", value: true },
  "target-dependents": { value: false },
  yes: { short: "y", value: false },
};

/** A mistake on the command line, or any other that the operator can mend: shown without a trace. */
export class UsageError extends Error {}

/** @throws UsageError for a flag that is not known, or whose value is missing */
export function parseArguments(argv: string[]): Arguments {
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--") {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      words.push(word);
      continue;
    }
    const [given = "", inline] = splitOnce(word, "=");
    const name = nameOf(given);
    const flag = name === undefined ? undefined : FLAGS[name];
    if (name === undefined || !flag) {
      throw new UsageError(
        `unknown flag: ${given}. Flags are: ${Object.keys(FLAGS)
          .map((known) => `--${known}`)
          .join(" ")}`,
      );
    }
    let value = inline ?? "true";
    if (flag.value && inline === undefined) {
      const next = argv[++at];
      if (next === undefined) throw new UsageError(`flag needs an argument: --${name}`);
      value = next;
    }
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return { words, flags };
}

function nameOf(given: string): string | undefined {
  if (given.startsWith("--")) return given.slice(2);
  return Object.entries(FLAGS).find(([, flag]) => `-${flag.short}` === given)?.[0];
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
