import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findProject, type ProjectFolder } from "../config/project";
import { StackFile } from "../config/stack";
import { findPassphrase } from "../secrets/find";
import { newCrypter, openCrypter, type Crypter } from "../secrets/passphrase";
import { backendFolder, stackFolder } from "../state/paths";
import { stackNames, StackStore } from "../state/store";
import { UsageError, type Arguments } from "./args";

/** The project, the stack and the flags that a command works with. */
export class Session {
  readonly project: ProjectFolder;
  private readonly backend = backendFolder();

  constructor(readonly args: Arguments) {
    this.project = findProject(this.value("cwd") ?? process.cwd());
  }

  has(flag: string): boolean {
    return this.args.flags.get(flag)?.at(-1) === "true";
  }

  value(flag: string): string | undefined {
    return this.args.flags.get(flag)?.at(-1);
  }

  values(flag: string): string[] {
    return this.args.flags.get(flag) ?? [];
  }

  get stackNames(): string[] {
    return stackNames(join(this.backend, this.project.project.name));
  }

  /** The stack's own name: from --stack, PULUMI_STACK, or the one that was selected last. */
  get stack(): string {
    const given = this.value("stack") ?? process.env.PULUMI_STACK ?? this.selected;
    if (!given) {
      throw new UsageError(
        "no stack selected; please use `bin/pulumi stack select` to choose one, or name it with " +
          `--stack (there are: ${this.stackNames.join(", ") || "none yet"})`,
      );
    }
    return shortName(given);
  }

  /** @throws UsageError when the stack is not there */
  get existingStore(): StackStore {
    const store = this.store();
    if (!store.exists) {
      throw new UsageError(
        `no stack named '${this.stack}' found (there are: ${this.stackNames.join(", ") || "none"}). ` +
          `Make it with: bin/pulumi stack init ${this.stack}`,
      );
    }
    return store;
  }

  store(stack = this.stack, project = this.project.project.name): StackStore {
    return new StackStore(stackFolder(this.backend, project, stack), stack);
  }

  get stackFile(): StackFile {
    const path = this.value("config-file") ?? `Pulumi.${this.stack}.yaml`;
    return new StackFile(resolve(this.project.folder, path), this.project.project.name);
  }

  /**
   * What opens the stack's secrets. The stack file's salt comes first, as in Pulumi; where it has
   * none, the state keeps it, so that a plain run leaves the file as it is.
   */
  crypter(store: StackStore = this.store()): Crypter {
    const salt = this.stackFile.salt ?? store.salt;
    const passphrase = findPassphrase();
    return salt === undefined ? newCrypter(passphrase) : openCrypter(passphrase, salt);
  }

  /** The state is opened with the salt that it was sealed with, whatever the stack file says. */
  stateCrypter(store: StackStore, fallback: Crypter): Crypter {
    const salt = store.salt;
    return salt === undefined || salt === fallback.salt
      ? fallback
      : openCrypter(findPassphrase(), salt);
  }

  private get selectionFile(): string {
    return join(this.backend, this.project.project.name, "selected");
  }

  private get selected(): string | undefined {
    return existsSync(this.selectionFile)
      ? readFileSync(this.selectionFile, "utf8").trim()
      : undefined;
  }

  select(stack: string): void {
    mkdirSync(join(this.backend, this.project.project.name), { recursive: true, mode: 0o700 });
    writeFileSync(this.selectionFile, `${stack}\n`);
  }
}

/** `organization/project/stack` and `project/stack` name the same stack as `stack`. */
export function shortName(name: string): string {
  const stack = name.split("/").at(-1) ?? "";
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) {
    throw new UsageError(
      `invalid stack name '${name}': a stack name has up to 100 letters, digits, hyphens, ` +
        "underscores and periods",
    );
  }
  return stack;
}
