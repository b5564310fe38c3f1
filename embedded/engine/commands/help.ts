import { ALIASES, COMMANDS, EVERYWHERE } from "../cli/commands";
import { FLAGS } from "../cli/flags";
import type { Flag, FlagSpec } from "../cli/flags";
import { Problem } from "../cli/problem";
import { table } from "./shared";

/** What `help` prints: of everything, or of one command. */
export function helpText(words: string[]): string {
  const [first = ""] = words;
  if (first === "" || first === "help") return everything();
  const name = [words.slice(0, 2).join(" "), first]
    .map((each) => ALIASES[each] ?? each)
    .find((each) => each in COMMANDS);
  const command = COMMANDS[name ?? ""];
  if (name === undefined || command === undefined) {
    throw new Problem(`unknown command "${words.join(" ")}"; \`help\` lists what there is`);
  }
  const parts = Object.entries(COMMANDS).filter(([each]) => each.startsWith(`${name} `));
  return [
    `${command.help}\n`,
    `\nUsage:\n  pulumi ${[name, command.usage, "[flags]"].filter(Boolean).join(" ")}\n`,
    parts.length > 0 ? `\nCommands:\n${list(parts)}` : "",
    command.flags.length > 0 ? `\nFlags:\n${flagLines(command.flags)}` : "",
    `\nGlobal flags:\n${flagLines(EVERYWHERE)}`,
  ].join("");
}

function everything(): string {
  return `The embedded engine: runs this project's Pulumi program where \`pulumi\` cannot be had.

Usage:
  pulumi COMMAND [flags]

Commands:
${list(Object.entries(COMMANDS))}
Global flags:
${flagLines(EVERYWHERE)}
\`pulumi COMMAND --help\` lists the flags of a command.

The passphrase for secrets is read from PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.
Stacks are kept in ~/.local/state/openstack-environment/stacks (PULUMI_BACKEND_URL=file://PATH).
Exit codes: 0, or 255 on any error.
`;
}

function list(commands: [string, { usage?: string; help: string }][]): string {
  return table(
    commands.map(([name, { usage, help }]) => [usage ? `${name} ${usage}` : name, help]),
    "  ",
  );
}

function flagLines(names: Flag[]): string {
  const rows = names.toSorted().map((name) => {
    const { short, value, help }: FlagSpec = FLAGS[name];
    return [`${short ? `-${short}, ` : "    "}--${name}${value ? ` ${value}` : ""}`, help];
  });
  return table(rows, "  ");
}
