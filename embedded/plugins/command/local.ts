import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Properties, ResourceContext } from "../../../providers/server/types";
import { archiveOf, fileAsset } from "./assets";
import { matchingFiles } from "./glob";
import { environmentOf, finished, Gathered, previousOutput } from "./output";

const SHELL = ["/bin/sh", "-c"];

/** Runs a command on this computer; answers what it wrote, and the files that were asked for. */
export async function runLocally(
  command: string,
  inputs: Properties,
  olds: Properties,
  { log, signal }: Pick<ResourceContext, "log" | "signal">,
): Promise<Properties> {
  const given = Array.isArray(inputs.interpreter) ? inputs.interpreter.map(String) : [];
  const [program = "", ...words] = given.length > 0 ? given : SHELL;
  const folder = typeof inputs.dir === "string" ? inputs.dir : process.cwd();
  const gathered = new Gathered(inputs.logging, log);
  const status = await new Promise<number | string>((resolve, reject) => {
    const child = spawn(program, [...words, command], {
      cwd: folder,
      env: { ...process.env, ...environmentOf(inputs), ...previousOutput(inputs, olds) },
      signal,
    });
    child.stdout.on("data", (data: Buffer) => gathered.stdout(data));
    child.stderr.on("data", (data: Buffer) => gathered.stderr(data));
    child.on("error", reject);
    child.on("close", (code, name) => resolve(code ?? `signal ${name}`));
    // A command need not read its input: that its end of the pipe is closed is no error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(typeof inputs.stdin === "string" ? inputs.stdin : "");
  });
  return {
    ...finished(gathered.end(status), "on this computer"),
    ...(await files(inputs, folder)),
  };
}

/** `assets` for `assetPaths`, `archive` for `archivePaths`: files by their path in the folder. */
async function files(inputs: Properties, folder: string): Promise<Properties> {
  const assets = async (globs: string[]): Promise<Properties> =>
    Object.fromEntries(
      await Promise.all(
        (await matchingFiles(folder, globs)).map(
          async (path) => [path, await fileAsset(join(folder, path))] as const,
        ),
      ),
    );
  const { assetPaths, archivePaths } = inputs;
  return {
    ...(Array.isArray(assetPaths) ? { assets: await assets(assetPaths.map(String)) } : {}),
    ...(Array.isArray(archivePaths)
      ? { archive: await archiveOf(await assets(archivePaths.map(String))) }
      : {}),
  };
}
