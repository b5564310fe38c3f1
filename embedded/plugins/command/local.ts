import { spawn } from "node:child_process";
import type { Properties, ResourceContext } from "../server/types";
import { environmentOf, finished, type Finished } from "./output";

const SHELL = ["/bin/sh", "-c"];

/** Runs one of a local Command's commands on this computer. */
export async function runLocally(
  command: string,
  inputs: Properties,
  olds: Properties,
  { log, signal }: ResourceContext,
): Promise<Properties> {
  const given = Array.isArray(inputs.interpreter) ? inputs.interpreter.map(String) : [];
  const [program = "", ...words] = given.length > 0 ? given : SHELL;
  const ended = await new Promise<Finished>((resolve, reject) => {
    const child = spawn(program, [...words, command], {
      cwd: typeof inputs.dir === "string" ? inputs.dir : undefined,
      env: { ...process.env, ...environmentOf(inputs, olds) },
      signal,
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.on("error", reject);
    child.on("close", (code, name) => {
      const text = (parts: Buffer[]): string => Buffer.concat(parts).toString("utf8");
      resolve({ stdout: text(out), stderr: text(err), status: code ?? `signal ${name}` });
    });
    // A command need not read its input: that its end of the pipe is closed is no error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(typeof inputs.stdin === "string" ? inputs.stdin : "");
  });
  return finished(inputs, ended, "on this computer", log);
}
