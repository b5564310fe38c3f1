import { readFile, stat } from "node:fs/promises";

import { isMap, isScalar, parseDocument } from "yaml";
import type { Document } from "yaml";

import { isMissing, Problem } from "../cli/problem";
import { writeDurably } from "../state/files";
import type { Json } from "./project";

/** Pulumi.<stack>.yaml. Comments and order stay when it is changed. */
export class StackFile {
  private constructor(
    readonly path: string,
    private readonly document: Document,
  ) {}

  /** A file that is not there is an empty one. */
  static async read(path: string): Promise<StackFile> {
    let text = "";
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const document = parseDocument(text);
    const [mistake] = document.errors;
    if (mistake) throw new Problem(`${path} is not YAML: ${mistake.message}`);
    if (document.contents !== null && !isMap(document.contents)) {
      throw new Problem(`${path} must be a mapping with the keys config and encryptionsalt`);
    }
    const provider = document.get("secretsprovider");
    if (provider !== undefined && provider !== "passphrase") {
      throw new Problem(
        `${path} asks for secretsprovider ${JSON.stringify(provider)}; allowed is "passphrase"`,
      );
    }
    return new StackFile(path, document);
  }

  get salt(): string | undefined {
    const salt = this.document.get("encryptionsalt");
    return typeof salt === "string" ? salt : undefined;
  }

  set salt(salt: string | undefined) {
    this.document.set("encryptionsalt", salt);
  }

  /** `config:`, keys as written. */
  get config(): Record<string, Json> {
    const content = this.document.toJS() as { config?: Record<string, Json> | null } | null;
    return content?.config ?? {};
  }

  /** @param path the key as written, then the parts of a path inside its value */
  set(path: (string | number)[], value: Json): void {
    if (!isMap(this.document.get("config"))) {
      this.document.set("config", this.document.createNode({}));
    }
    // What is in the way of the path (nothing, or a plain value) becomes a mapping or a list.
    for (let depth = 1; depth < path.length; depth++) {
      const parent = ["config", ...path.slice(0, depth)];
      const node = this.document.getIn(parent);
      if (typeof node !== "object" || node === null) {
        const empty = typeof path[depth] === "number" ? [] : {};
        this.document.setIn(parent, this.document.createNode(empty));
      }
    }
    const old = this.document.getIn(["config", ...path], true);
    // The value of a node that stays keeps the comment beside it.
    if (isScalar(old) && typeof value !== "object") old.value = value;
    else this.document.setIn(["config", ...path], this.document.createNode(value));
  }

  remove(path: (string | number)[]): boolean {
    return this.document.deleteIn(["config", ...path]);
  }

  async save(): Promise<void> {
    let mode = 0o644;
    try {
      mode = (await stat(this.path)).mode & 0o777;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    await writeDurably(this.path, this.document.toString({ lineWidth: 0 }), mode);
  }
}
