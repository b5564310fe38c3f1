import { existingOrNew, keyPath, table } from "./shared";
import { currentStack, sealFor, stackFile } from "../cli/context";
import type { Context } from "../cli/context";
import { Problem } from "../cli/problem";
import { askHidden, readInput } from "../cli/terminal";
import type { Json } from "../config/project";
import { configOf, holdsSecure, open, textOf } from "../config/resolve";
import type { StackFile } from "../config/stackFile";

const HIDDEN = () => "[secret]";

/** `config`: every key with its value. */
export async function listConfig(context: Context): Promise<number> {
  const file = await stackFile(context, await currentStack(context));
  const values = configOf(context.project, file);
  const secret = [...values.values()].some(holdsSecure);
  const decrypt = context.flags["show-secrets"] && secret ? await decrypter(context, file) : HIDDEN;
  const own = `${context.project.name}:`;
  const shown = [...values].map(([key, value]): [string, Json] => [key, open(value, decrypt)]);
  if (context.flags.json) {
    const entries = shown.map(([key, value]) => {
      const isSecret = holdsSecure(values.get(key) ?? null);
      return [key, { value: textOf(value), secret: isSecret }] as const;
    });
    process.stdout.write(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  } else {
    const rows = shown.map(([key, value]) => [
      key.startsWith(own) ? key.slice(own.length) : key,
      textOf(value),
    ]);
    process.stdout.write(table([["KEY", "VALUE"], ...rows]));
  }
  return 0;
}

/** `config get KEY`. */
export async function getConfig(context: Context): Promise<number> {
  const name = await currentStack(context);
  const file = await stackFile(context, name);
  const given = context.words[0] ?? "";
  const [key, ...path] = keyPath(context, given);
  let value: Json | undefined = configOf(context.project, file).get(String(key));
  for (const part of path) value = childOf(value, part);
  if (value === undefined) {
    throw new Problem(`configuration key '${given}' not found for stack '${name}'`);
  }
  const shown = holdsSecure(value) ? open(value, await decrypter(context, file)) : value;
  const text = context.flags.json ? JSON.stringify({ value: textOf(shown) }) : textOf(shown);
  process.stdout.write(`${text}\n`);
  return 0;
}

/** `config set KEY [VALUE] [--secret] [--path]`; without VALUE it is read from standard input. */
export async function setConfig(context: Context): Promise<number> {
  const { flags, words, interactive } = context;
  const name = await currentStack(context);
  const file = await stackFile(context, name);
  const path = keyPath(context, words[0] ?? "");
  const text = words[1] ?? (interactive ? await askHidden("value: ") : await readInput());
  let value: Json = flags.path ? typed(text) : text;
  if (flags.secret) {
    const seal = await sealFor(context, file, existingOrNew(context, name));
    if (file.salt === undefined) file.salt = seal.salt;
    value = { secure: seal.crypter.encrypt(text) };
  }
  file.set(asWritten(context, file, path), value);
  await file.save();
  return 0;
}

/** `config rm KEY`. */
export async function removeConfig(context: Context): Promise<number> {
  const name = await currentStack(context);
  const file = await stackFile(context, name);
  const given = context.words[0] ?? "";
  if (!file.remove(asWritten(context, file, keyPath(context, given)))) {
    throw new Problem(`configuration key '${given}' not found for stack '${name}'`);
  }
  await file.save();
  return 0;
}

async function decrypter(
  { passphrases }: Context,
  file: StackFile,
): Promise<(text: string) => string> {
  if (!file.salt) {
    throw new Problem(`${file.path} holds encrypted values but no encryptionsalt to decrypt them`);
  }
  const { crypter } = await passphrases.unlock(file.salt);
  return (text) => crypter.decrypt(text);
}

/** A key that stands in the file without its namespace stays as it is. */
function asWritten(
  { project }: Context,
  file: StackFile,
  [key, ...path]: (string | number)[],
): (string | number)[] {
  const short = String(key).slice(project.name.length + 1);
  const found = String(key).startsWith(`${project.name}:`) && short in file.config;
  return [found ? short : (key ?? ""), ...path];
}

/** With `--path`, what looks like a number or a boolean is one. */
function typed(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function childOf(value: Json | undefined, part: string | number): Json | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return Array.isArray(value) ? value[Number(part)] : value[part];
}
