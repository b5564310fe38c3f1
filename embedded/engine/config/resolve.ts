import { Problem } from "../cli/problem";
import type { Json, ProjectFile } from "./project";
import type { StackFile } from "./stackFile";

/** A stack's configuration as a program gets it: texts, structured values as JSON. */
export interface ResolvedConfig {
  values: Record<string, string>;
  /** Keys whose values are, or hold, encrypted ones. */
  secretKeys: string[];
  /** What was encrypted. */
  secrets: string[];
  /** The values without it: what anyone may read. */
  plain: string[];
}

/** `key` → `project:key`; a key with a namespace stays. */
export function fullKey(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** Whether an encrypted value is anywhere inside. */
export function holdsSecure(value: Json): boolean {
  if (value === null || typeof value !== "object") return false;
  if (secureOf(value) !== undefined) return true;
  return Object.values(value).some((item) => holdsSecure(item));
}

/** The stack's values over the project's defaults, in the YAML's own form. */
export function configOf(project: ProjectFile, file: StackFile): Map<string, Json> {
  const result = new Map<string, Json>();
  const missing: string[] = [];
  const given = Object.entries(file.config).map(
    ([key, value]) => [fullKey(key, project.name), value] as const,
  );
  const keys = new Set(given.map(([key]) => key));
  for (const [key, declared] of Object.entries(project.defaults)) {
    const value = defaultOf(declared);
    const full = fullKey(key, project.name);
    if (value !== undefined) result.set(full, value);
    else if (!keys.has(full)) missing.push(full);
  }
  if (missing.length > 0) {
    throw new Problem(
      `${file.path} lacks configuration that Pulumi.yaml declares: ${missing.join(", ")}. Set it by ` +
        "`config set KEY VALUE`.",
    );
  }
  for (const [key, value] of given) result.set(key, value);
  return result;
}

/** @param decrypt called for encrypted values only */
export function resolveConfig(
  config: Map<string, Json>,
  decrypt: (ciphertext: string) => string,
): ResolvedConfig {
  const result: ResolvedConfig = { values: {}, secretKeys: [], secrets: [], plain: [] };
  const remember = (ciphertext: string): string => {
    const text = decrypt(ciphertext);
    result.secrets.push(text);
    return text;
  };
  for (const [key, value] of config) {
    if (holdsSecure(value)) result.secretKeys.push(key);
    result.values[key] = textOf(open(value, remember));
    if (secureOf(value) === undefined) result.plain.push(textOf(open(value, () => "")));
  }
  return result;
}

/** Encrypted values replaced by what `decrypt` makes of them. */
export function open(value: Json, decrypt: (ciphertext: string) => string): Json {
  if (value === null || typeof value !== "object") return value;
  const secure = secureOf(value);
  if (secure !== undefined) return decrypt(secure);
  if (Array.isArray(value)) return value.map((item) => open(item, decrypt));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, open(item, decrypt)]));
}

/** A value as the program and `config get` see it. */
export function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function secureOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const { secure } = value;
  return typeof secure === "string" && Object.keys(value).length === 1 ? secure : undefined;
}

/** `config:` in Pulumi.yaml holds values, or declarations with `value` or `default`. */
function defaultOf(declared: Json): Json | undefined {
  if (declared === null || typeof declared !== "object" || Array.isArray(declared)) return declared;
  if ("value" in declared) return declared.value;
  if ("default" in declared) return declared.default;
  return "type" in declared || "description" in declared ? undefined : declared;
}
