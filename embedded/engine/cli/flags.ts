/** Every flag there is: how it is read, and what `--help` says of it. */
export const FLAGS = {
  cwd: {
    type: "string",
    short: "C",
    value: "DIR",
    help: "Run as if it had been started in this folder",
  },
  stack: {
    type: "string",
    short: "s",
    value: "NAME",
    help: "The stack to work on. Defaults to the current stack",
  },
  "config-file": {
    type: "string",
    value: "FILE",
    help: "Use the configuration in this file rather than Pulumi.<stack>.yaml",
  },
  "non-interactive": { type: "boolean", help: "Ask nothing and draw no live display" },
  color: { type: "string", value: "WHEN", help: "Colorize output: always, never, raw, auto" },
  help: { type: "boolean", short: "h", help: "Help for this command" },
  yes: { type: "boolean", short: "y", help: "Do it without asking" },
  diff: { type: "boolean", help: "Show every changed property rather than a tree" },
  target: {
    type: "string",
    short: "t",
    multiple: true,
    value: "URN",
    help: "Only this resource. May be repeated; * and ** stand for anything",
  },
  exclude: {
    type: "string",
    multiple: true,
    value: "URN",
    help: "All but this resource. May be repeated; * and ** stand for anything",
  },
  "target-dependents": { type: "boolean", help: "With --target: also what depends on the targets" },
  replace: {
    type: "string",
    multiple: true,
    value: "URN",
    help: "Replace this resource. May be repeated; * and ** stand for anything",
  },
  "target-replace": {
    type: "string",
    multiple: true,
    value: "URN",
    help: "Short for --target URN --replace URN",
  },
  parallel: {
    type: "string",
    short: "p",
    value: "N",
    help: "Run at most so many operations at once (1 for no parallelism)",
  },
  "expect-no-changes": { type: "boolean", help: "Fail if anything changes" },
  json: { type: "boolean", short: "j", help: "Write JSON" },
  "policy-pack": {
    type: "string",
    multiple: true,
    value: "DIR",
    help: "Run this policy pack. May be repeated",
  },
  "policy-pack-config": {
    type: "string",
    multiple: true,
    value: "FILE",
    help: "JSON configuration of the policy pack that is given at the same place",
  },
  refresh: { type: "boolean", short: "r", help: "Read every resource first" },
  "clear-pending-creates": {
    type: "boolean",
    help: "Forget what a killed run was creating: it has been seen to",
  },
  "show-secrets": { type: "boolean", help: "Show secret values" },
  "skip-preview": { type: "boolean", short: "f", help: "Do it without a preview" },
  config: {
    type: "string",
    short: "c",
    multiple: true,
    value: "KEY=VALUE",
    help: "Set configuration in the stack's file before the run. May be repeated",
  },
  message: { type: "string", short: "m", value: "TEXT", help: "Taken, and not kept" },
  secret: { type: "boolean", help: "Encrypt the value" },
  plaintext: { type: "boolean", help: "Keep the value as it is (the default)" },
  path: { type: "boolean", help: "The key is a path into a list or an object" },
  file: { type: "string", value: "FILE", help: "A file instead of standard input or output" },
  force: { type: "boolean", help: "Do it all the same" },
  "preserve-config": { type: "boolean", help: "Leave Pulumi.<stack>.yaml where it is" },
  create: { type: "boolean", help: "Make the stack if it is not there" },
} as const satisfies Record<string, FlagSpec>;

export interface FlagSpec {
  type: "string" | "boolean";
  /** One letter, or none. */
  short?: string;
  multiple?: boolean;
  /** What a value is, in capitals. */
  value?: string;
  help: string;
}

export type Flag = keyof typeof FLAGS;
