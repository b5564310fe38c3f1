import { readFileSync } from "node:fs";
import { messageOf, ProviderError } from "../server/errors";

/** PEM as it is, or the file that it names. @throws ProviderError when it is neither */
export function pem(value: string): string {
  if (value.includes("-----BEGIN")) return value;
  let content: string;
  try {
    content = readFileSync(value, "utf8");
  } catch (error) {
    throw new ProviderError(`cannot be read (neither PEM nor a file): ${messageOf(error)}`);
  }
  if (!content.includes("-----BEGIN")) throw new ProviderError(`${value} holds no PEM`);
  return content;
}
