import { readFileSync } from "node:fs";
import { UsageError } from "../cli/args";
import type { Session } from "../cli/session";
import type { Crypter } from "../secrets/passphrase";

/** `config`, `config get|set|rm`. Answers the exit code. */
export function configCommand(words: string[], session: Session): number {
  const [verb, key, ...value] = words;
  switch (verb) {
    case undefined:
      return list(session);
    case "get":
      return get(session, needed(key, "get"));
    case "set":
      return set(session, needed(key, "set"), value[0]);
    case "rm":
      return remove(session, needed(key, "rm"));
    default:
      throw new UsageError(`unknown command "config ${verb}"; there are: get set rm`);
  }
}

function needed(key: string | undefined, verb: string): string {
  if (key === undefined) throw new UsageError(`config ${verb} needs a key`);
  return key;
}

/** A file without secrets is read without a passphrase. */
function read(session: Session) {
  const file = session.stackFile;
  const unused = (): never => {
    throw new Error("a file without secrets has none to decrypt");
  };
  const noSecrets: Crypter = { salt: "", encrypt: unused, decrypt: unused };
  return file.read(file.hasSecrets ? session.crypter() : noSecrets);
}

function list(session: Session): number {
  const { values, secretKeys } = read(session);
  const own = `${session.project.project.name}:`;
  for (const [key, value] of Object.entries(values)) {
    const hidden = secretKeys.includes(key) && !session.has("show-secrets");
    const name = key.startsWith(own) ? key.slice(own.length) : key;
    process.stdout.write(`${name}  ${hidden ? "[secret]" : value}\n`);
  }
  return 0;
}

function get(session: Session, key: string): number {
  const value = read(session).values[session.stackFile.fullKey(key)];
  if (value === undefined) {
    throw new UsageError(`configuration key '${key}' not found for stack '${session.stack}'`);
  }
  process.stdout.write(`${value}\n`);
  return 0;
}

function set(session: Session, key: string, given: string | undefined): number {
  // A secret on the command line is seen by everyone on the computer: standard input is not.
  const value = given ?? readFileSync(0, "utf8").replace(/\n$/, "");
  const file = session.stackFile;
  if (session.has("secret")) {
    const crypter = session.crypter();
    file.salt = crypter.salt;
    file.set(key, { secure: crypter.encrypt(value) });
  } else {
    file.set(key, value);
  }
  file.save();
  return 0;
}

function remove(session: Session, key: string): number {
  const file = session.stackFile;
  if (!file.remove(key)) {
    throw new UsageError(`configuration key '${key}' not found for stack '${session.stack}'`);
  }
  file.save();
  return 0;
}
