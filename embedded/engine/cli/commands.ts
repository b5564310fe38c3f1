import type { Flag } from "./flags";

export interface CommandSpec {
  help: string;
  /** What may follow it, for `--help`. */
  usage?: string;
  /** Its own flags; those of {@link EVERYWHERE} are taken by every command. */
  flags: Flag[];
  /** How many words may follow it. */
  words: [least: number, most: number];
}

export const EVERYWHERE: Flag[] = [
  "cwd",
  "stack",
  "config-file",
  "non-interactive",
  "color",
  "help",
];

const SHOWN: Flag[] = ["diff", "json", "show-secrets", "parallel", "message"];
const CHOSEN: Flag[] = ["target", "exclude"];
const PROGRAM: Flag[] = [
  ...CHOSEN,
  "target-dependents",
  "replace",
  "target-replace",
  "refresh",
  "config",
  "expect-no-changes",
  "policy-pack",
  "policy-pack-config",
  ...SHOWN,
];
const ASKED: Flag[] = ["yes", "skip-preview"];

/** Every command there is. */
export const COMMANDS: Record<string, CommandSpec> = {
  preview: { help: "Show what an update would do", flags: PROGRAM, words: [0, 0] },
  up: {
    help: "Create or update the resources of a stack; makes the stack if it is not there",
    flags: [...ASKED, ...PROGRAM],
    words: [0, 0],
  },
  refresh: {
    help: "Read every resource and correct the state",
    flags: [...ASKED, ...CHOSEN, "expect-no-changes", "clear-pending-creates", ...SHOWN],
    words: [0, 0],
  },
  destroy: {
    help: "Delete the resources of a stack",
    flags: [...ASKED, ...CHOSEN, "target-dependents", "refresh", ...SHOWN],
    words: [0, 0],
  },
  cancel: {
    help: "Remove the lock that a run left",
    usage: "[STACK]",
    flags: ["yes"],
    words: [0, 1],
  },
  stack: { help: "Show the current stack", flags: ["show-secrets"], words: [0, 0] },
  "stack ls": { help: "List the stacks of this project", flags: ["json"], words: [0, 0] },
  "stack init": { help: "Make a stack and select it", usage: "[NAME]", flags: [], words: [0, 1] },
  "stack select": {
    help: "Make a stack the current one",
    usage: "[NAME]",
    flags: ["create"],
    words: [0, 1],
  },
  "stack rm": {
    help: "Remove a stack and its configuration",
    usage: "[NAME]",
    flags: ["yes", "force", "preserve-config"],
    words: [0, 1],
  },
  "stack output": {
    help: "Show a stack's outputs",
    usage: "[NAME]",
    flags: ["json", "show-secrets"],
    words: [0, 1],
  },
  "stack export": {
    help: "Write a stack's deployment, for `pulumi stack import`",
    flags: ["file", "show-secrets"],
    words: [0, 0],
  },
  "stack import": {
    help: "Take what `pulumi stack export` wrote",
    flags: ["file", "force"],
    words: [0, 0],
  },
  config: { help: "Show the configuration", flags: ["show-secrets", "json"], words: [0, 0] },
  "config get": {
    help: "Show one value",
    usage: "KEY",
    flags: ["path", "json"],
    words: [1, 1],
  },
  "config set": {
    help: "Set a value; without VALUE it is read from standard input",
    usage: "KEY [VALUE]",
    flags: ["secret", "plaintext", "path"],
    words: [1, 2],
  },
  "config rm": { help: "Remove a value", usage: "KEY", flags: ["path"], words: [1, 1] },
  version: { help: "Show the version", flags: [], words: [0, 0] },
  help: {
    help: "Show this, or the help of a command",
    usage: "[COMMAND]",
    flags: [],
    words: [0, 9],
  },
};

/** Other names that Pulumi has for them. */
export const ALIASES: Record<string, string> = {
  pre: "preview",
  update: "up",
  down: "destroy",
  dn: "destroy",
  "stack list": "stack ls",
  "stack remove": "stack rm",
  "config remove": "config rm",
};
