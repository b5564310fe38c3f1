import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "../cli/args";
import { Session, shortName } from "../cli/session";
import { findPassphrase } from "../secrets/find";
import { openCrypter } from "../secrets/passphrase";
import { shown } from "../secrets/values";
import { checkForm, exported, imported } from "../state/format";
import { breakLock, lockStack } from "../state/lock";
import { outputsOf } from "./outputs";

/** `stack` and what stands under it. Answers the exit code. */
export function stackCommand(words: string[], session: Session): number {
  const [verb = "info", argument] = words;
  switch (verb) {
    case "info":
      return info(session);
    case "ls":
      for (const name of session.stackNames) print(name);
      return 0;
    case "init":
      return init(session, argument ?? session.stack);
    case "select":
      return select(session, argument ?? session.stack);
    case "rm":
      return remove(session, argument ?? session.stack);
    case "output":
      return output(session, argument);
    case "export":
      return exportStack(session);
    case "import":
      return importStack(session);
    default:
      throw new UsageError(
        `unknown command "stack ${verb}"; there are: ls init select rm output export import`,
      );
  }
}

/** Removes the lock of a run that is gone. */
export function cancel(session: Session): number {
  const held = breakLock(session.existingStore.folder);
  print(
    held
      ? `The currently running update for '${session.stack}' has been canceled!`
      : `Stack '${session.stack}' is not locked.`,
  );
  return 0;
}

function info(session: Session): number {
  const { resources } = load(session);
  print(`Current stack is ${session.stack}:`);
  print(`Current stack resources (${resources.length}):`);
  for (const { type, urn } of resources) print(`    ${type}  ${urn.split("::").at(-1) ?? ""}`);
  return 0;
}

function init(session: Session, name: string): number {
  const store = session.store(shortName(name));
  if (store.exists) throw new UsageError(`stack '${name}' already exists`);
  store.save({ resources: [], pendingOperations: [] }, session.crypter(store));
  session.select(shortName(name));
  print(`Created stack '${name}'`);
  return 0;
}

function select(session: Session, name: string): number {
  const stack = shortName(name);
  if (!session.store(stack).exists) {
    if (session.has("create")) {
      session.args.flags.set("stack", [stack]);
      return init(session, stack);
    }
    throw new UsageError(
      `no stack named '${name}' found (there are: ${session.stackNames.join(", ") || "none"})`,
    );
  }
  session.select(stack);
  return 0;
}

function remove(session: Session, name: string): number {
  session.args.flags.set("stack", [shortName(name)]);
  const store = session.existingStore;
  lockStack(store.folder, session.stack, "pulumi stack rm");
  if (!session.has("force")) {
    const { resources } = load(session);
    if (resources.length > 0) {
      breakLock(store.folder);
      throw new UsageError(
        `'${name}' still has resources; removal rejected. ` +
          "Possible actions: run `bin/pulumi destroy` first, or pass --force",
      );
    }
  }
  store.remove();
  if (!session.has("preserve-config")) rmSync(session.stackFile.path, { force: true });
  print(`Stack '${name}' has been removed!`);
  return 0;
}

function output(session: Session, name: string | undefined): number {
  const { outputs } = outputsOf(load(session));
  const visible = Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      // A single output is asked for by its name, and so shown; as with pulumi.
      shown(value, session.has("show-secrets") || key === name),
    ]),
  );
  if (name !== undefined) {
    const value = visible[name];
    if (value === undefined) {
      throw new UsageError(
        `current stack does not have output property '${name}' ` +
          `(it has: ${Object.keys(outputs).join(", ") || "none"})`,
      );
    }
    print(typeof value === "string" && !session.has("json") ? value : JSON.stringify(value));
  } else if (session.has("json")) {
    print(JSON.stringify(visible, undefined, 2));
  } else {
    print(`Current stack outputs (${Object.keys(visible).length}):`);
    for (const [key, value] of Object.entries(visible)) {
      print(`    ${key}  ${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
  }
  return 0;
}

function exportStack(session: Session): number {
  const store = session.existingStore;
  const crypter = session.crypter(store);
  const state = exported(store.load(session.stateCrypter(store, crypter)), crypter);
  const text = `${JSON.stringify(state, undefined, 2)}\n`;
  const file = session.value("file");
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text, { mode: 0o600 });
  return 0;
}

function importStack(session: Session): number {
  const file = session.value("file");
  const source = file ?? "standard input";
  const form = checkForm(JSON.parse(readFileSync(file ?? 0, "utf8")), source);
  const store = session.store();
  const release = lockStack(store.folder, session.stack, "pulumi stack import");
  try {
    const crypter = session.crypter(store);
    const salt = form.deployment.secrets_providers?.state?.salt;
    const source = salt && salt !== crypter.salt ? openCrypter(findPassphrase(), salt) : crypter;
    store.save(imported(form, source), crypter);
  } finally {
    release();
  }
  print("Import complete.");
  return 0;
}

function load(session: Session) {
  const store = session.existingStore;
  return store.load(session.stateCrypter(store, session.crypter(store)));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
