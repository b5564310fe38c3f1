import { ProviderError } from "../../../providers/server/errors";
import type { Properties, ResourceLog } from "../../../providers/server/types";

/** What a command that ended has to say. */
export interface Finished {
  /** The exit code, or what else ended it. */
  status: number | string;
  /** Both streams, in the order in which they came. */
  all: string;
  stdout: string;
  stderr: string;
}

const MOST_SHOWN = 2000;

/** Gathers what a command writes, and shows its lines as they come where `logging` says so. */
export class Gathered {
  private readonly out: Buffer[] = [];
  private readonly err: Buffer[] = [];
  private readonly all: Buffer[] = [];
  private readonly lines: Lines;

  constructor(
    private readonly logging: unknown,
    log: ResourceLog,
  ) {
    this.lines = new Lines((line) => log.progress(line));
  }

  stdout(data: Buffer): void {
    this.out.push(data);
    this.take(data, this.logging !== "none" && this.logging !== "stderr");
  }

  stderr(data: Buffer): void {
    this.err.push(data);
    this.take(data, this.logging !== "none" && this.logging !== "stdout");
  }

  end(status: number | string): Finished {
    this.lines.end();
    const text = (parts: Buffer[]): string => Buffer.concat(parts).toString("utf8");
    return { status, all: text(this.all), stdout: text(this.out), stderr: text(this.err) };
  }

  private take(data: Buffer, shown: boolean): void {
    this.all.push(data);
    if (shown) this.lines.add(data.toString("utf8"));
  }
}

/** Cuts a stream of text into its lines. */
class Lines {
  private rest = "";

  constructor(private readonly show: (line: string) => void) {}

  add(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    lines.forEach(this.show);
  }

  end(): void {
    if (this.rest) this.show(this.rest);
    this.rest = "";
  }
}

/**
 * The outputs of a command that went well, each without its last line's end.
 * @throws ProviderError with what it wrote; not with the command or its input, which may hold secrets
 */
export function finished(
  { status, all, stdout, stderr }: Finished,
  where: string,
): { stdout: string; stderr: string } {
  if (status !== 0) {
    const ended = typeof status === "number" ? `exit status ${status}` : status;
    const said = all.trim().slice(-MOST_SHOWN);
    throw new ProviderError(`${ended}: running the command ${where}${said ? `:\n${said}` : ""}`);
  }
  return { stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") };
}

/** Variables that the program gives to its command. */
export function environmentOf(inputs: Properties): Record<string, string> {
  return strings((inputs.environment ?? {}) as Properties);
}

/** What the last run wrote, which the next finds in its environment. */
export function previousOutput(inputs: Properties, olds: Properties): Record<string, string> {
  if (inputs.addPreviousOutputInEnv === false) return {};
  return strings({
    PULUMI_COMMAND_STDOUT: olds.stdout || null,
    PULUMI_COMMAND_STDERR: olds.stderr || null,
  });
}

function strings(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}
