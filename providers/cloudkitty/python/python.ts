import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../server";
import { messageOf } from "../../server";
import { SAMPLE } from "./sample";

/** What is wrong with a script, and in which line of it where that is known. */
export interface Mistake {
  line: number | undefined;
  message: string;
}

const CHECK = readFileSync(join(__dirname, "check.py"), "utf8");
/** A script that loops for ever would hold up the rating of everybody. */
const LIMIT_MS = 20_000;

/** A Python by which scripts are compiled and tried, on this computer or by a command elsewhere. */
export class Python {
  constructor(
    private readonly command: readonly string[],
    private readonly limitMs = LIMIT_MS,
  ) {}

  /**
   * Compiles a script and tries it for each hour of a week.
   * @param sample usage, by the table of SampleFrame
   */
  async compile(
    name: string,
    script: string,
    sample: Properties[] = SAMPLE,
  ): Promise<Mistake | undefined> {
    const asked = Buffer.from(JSON.stringify({ name, script, sample })).toString("base64");
    const program = `import base64, json\nASKED = json.loads(base64.b64decode("${asked}"))\n${CHECK}`;
    const { stdout, stderr, failure } = await this.run(program);
    if (failure === "late") {
      return { line: undefined, message: `it did not end within ${this.limitMs / 1000} s` };
    }
    const answer = answerIn(stdout);
    if (answer === undefined) {
      const why = failure ?? (stderr.trim().slice(-500) || "no answer came");
      return {
        line: undefined,
        message:
          `it cannot be checked by "${this.command.join(" ")}": ${why}. ` +
          "Set the provider's python to a command that runs Python 3.",
      };
    }
    if (answer.message === undefined) return undefined;
    return { line: answer.line ?? undefined, message: answer.message };
  }

  private run(input: string): Promise<{ stdout: string; stderr: string; failure?: string }> {
    return new Promise((resolve) => {
      const [file = "", ...words] = this.command;
      const child = spawn(file, [...words, "-I", "-"], { stdio: "pipe" });
      const told = { stdout: "", stderr: "" };
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        resolve({ ...told, failure: "late" });
      }, this.limitMs);
      child.stdout.on("data", (part: Buffer) => (told.stdout += part.toString()));
      child.stderr.on("data", (part: Buffer) => (told.stderr += part.toString()));
      child.stdin.on("error", () => undefined); // One that ended early has said why.
      child.on("error", (error) => {
        clearTimeout(late);
        resolve({ ...told, failure: messageOf(error) });
      });
      child.on("close", () => {
        clearTimeout(late);
        resolve(told);
      });
      child.stdin.end(input);
    });
  }
}

function answerIn(stdout: string): { line?: number | null; message?: string } | undefined {
  try {
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as {
      line?: number | null;
      message?: string;
    };
  } catch {
    return undefined;
  }
}
