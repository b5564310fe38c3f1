import type { Properties, Value } from "../types";
import { isSecret } from "./values";

/** Shorter texts are left alone: hiding every "1" or "yes" would make messages unreadable. */
const SHORTEST = 4;

/** Knows the secrets of a run and takes them out of any text that is shown. */
export class Redactor {
  private readonly secrets = new Set<string>();
  private readonly open = new Set<string>();

  /** Learns every secret inside. */
  learn(properties: Properties | Value | undefined, secret = false): void {
    if (properties === undefined || properties === null) return;
    if (typeof properties === "string" || typeof properties === "number") {
      if (secret) this.learnText(String(properties));
    } else if (typeof properties === "object") {
      const within = secret || (!Array.isArray(properties) && isSecret(properties));
      if (within && !secret) this.learn((properties as Properties).value, true);
      else for (const item of Object.values(properties)) this.learn(item, within);
    }
  }

  learnText(text: string): void {
    if (text.length < SHORTEST) return;
    this.secrets.add(text);
    this.secrets.add(JSON.stringify(text).slice(1, -1));
    if (text.trim().length >= SHORTEST) this.secrets.add(text.trim());
    // A structured secret also shows up in pieces.
    if (/^[[{]/.test(text)) {
      try {
        this.learn(JSON.parse(text) as Value, true);
      } catch {
        // Not JSON after all.
      }
    }
  }

  /**
   * Learns a text that anyone may read, such as a plain configuration value. What stands in it is
   * shown although a secret has it too: a connection is a secret whole, its host's address is none.
   */
  learnOpen(text: string): void {
    const add = (value: unknown): void => {
      if (typeof value === "object" && value !== null) Object.values(value).forEach(add);
      else this.open.add(String(value));
    };
    try {
      add(JSON.parse(text));
    } catch {
      add(text);
    }
  }

  redact(text: string): string {
    let result = text;
    for (const secret of [...this.secrets].sort((a, b) => b.length - a.length)) {
      if (!this.open.has(secret) && result.includes(secret))
        result = result.replaceAll(secret, "[secret]");
    }
    return result;
  }
}
