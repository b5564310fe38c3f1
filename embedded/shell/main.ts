import { UsageError, parseArguments } from "./cli/args";
import { Session } from "./cli/session";
import { configCommand } from "./commands/config";
import { runCommand } from "./commands/run";
import { cancel, stackCommand } from "./commands/stack";

const HELP = `The embedded engine: runs this Pulumi program where pulumi itself cannot be had.

  preview               show what would change
  up                    make what is there agree with the program
  refresh               make the state agree with what is there
  destroy               remove everything that the stack holds
  stack [ls|init|select|rm|output|export|import]
  config [get|set|rm]
  cancel                remove the lock of a run that is gone

Flags as with pulumi: --stack --yes --diff --target --parallel --expect-no-changes --json
--policy-pack --policy-pack-config --refresh --skip-preview --show-secrets --cwd --config-file
`;

async function main(argv: string[]): Promise<number> {
  const args = parseArguments(argv);
  const [command, ...words] = args.words;
  if (command === undefined || command === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  const session = new Session({ ...args, words });
  switch (command) {
    case "preview":
    case "up":
    case "refresh":
    case "destroy":
      return runCommand(command, session);
    case "stack":
      return stackCommand(words, session);
    case "config":
      return configCommand(words, session);
    case "cancel":
      return cancel(session);
    default:
      throw new UsageError(`unknown command "${command}". See 'bin/pulumi help'`);
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`error: ${error.message}\n`);
    process.exit(255);
  },
);
