import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { existingStack, sealFor, stackFile } from "../cli/context";
import type { Context } from "../cli/context";
import { messageOf, Problem } from "../cli/problem";
import { readInput } from "../cli/terminal";
import { openDeployment, parseDeployment, sealDeployment } from "../state/deployment";
import { writeDurably } from "../state/files";
import { takeLock } from "../state/lock";
import { decrypterOf } from "../state/store";

/** `stack export`: the deployment for `pulumi stack import`. */
export async function exportStack(context: Context): Promise<number> {
  const { flags, passphrases } = context;
  const { name, store } = await existingStack(context);
  const { deployment } = await store.load(passphrases);
  const seal = await sealFor(context, await stackFile(context, name), store);
  const sealed = sealDeployment(deployment, flags["show-secrets"] ? { salt: seal.salt } : seal);
  const text = `${JSON.stringify(sealed, null, 4)}\n`;
  if (flags.file === undefined) process.stdout.write(text);
  else await writeDurably(resolve(context.cwd, flags.file), text);
  return 0;
}

/** `stack import`: takes what `pulumi stack export` wrote, from `--file` or standard input. */
export async function importStack(context: Context): Promise<number> {
  const { flags, passphrases, project } = context;
  const { name, store } = await existingStack(context);
  const where = flags.file ?? "standard input";
  const text = flags.file ? await readGiven(resolve(context.cwd, flags.file)) : await readInput();
  const stored = parseDeployment(text, where);
  const salt = stored.deployment.secrets_providers?.state?.salt;
  const origin = salt ? await passphrases.unlock(salt) : undefined;
  const deployment = openDeployment(stored, decrypterOf(origin));
  const prefix = `urn:pulumi:${name}::${project.name}::`;
  const foreign = deployment.resources.find(({ urn }) => !urn.startsWith(prefix));
  if (foreign && !flags.force) {
    throw new Problem(
      `${where} holds resource '${foreign.urn}', which is not of stack '${name}' of project ` +
        `'${project.name}'; pass --force to import it all the same`,
    );
  }
  const lock = await takeLock(store.lockPath, "stack import", (note) =>
    process.stderr.write(`note: ${note}\n`),
  );
  try {
    const seal = await sealFor(context, await stackFile(context, name), store);
    await store.save(deployment, seal);
  } finally {
    await lock.release();
  }
  process.stdout.write("Import complete.\n");
  return 0;
}

async function readGiven(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Problem(`could not read ${path}: ${messageOf(error)}`);
  }
}
