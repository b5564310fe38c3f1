import { readdir } from "node:fs/promises";

/**
 * The files of a folder, at any depth, that the patterns choose: a pattern with `!` before it takes
 * out again what those before it chose. Paths are relative to the folder, with `/`.
 */
export async function matchingFiles(folder: string, patterns: string[]): Promise<string[]> {
  const rules = patterns.map((pattern) => ({
    exclude: pattern.startsWith("!"),
    matches: globExpression(pattern.replace(/^!/, "")),
  }));
  if (rules.length === 0) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const prefix = folder.replace(/\/*$/, "/").length;
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/\/+/g, "/").slice(prefix))
    .filter((path) =>
      rules.reduce(
        (chosen, { exclude, matches }) => (matches.test(path) ? !exclude : chosen),
        false,
      ),
    )
    .sort();
}

/**
 * The expression for a glob: `*` is anything but `/`, `**` anything, `?` one character but `/`,
 * `[abc]`, `[a-z]` and `[!abc]` one character, `{one,two}` either; `\` takes its meaning from the next.
 */
export function globExpression(glob: string): RegExp {
  let expression = "";
  let depth = 0;
  for (const [token] of glob.matchAll(/\\.|\*\*|\[!?(?:\\.|[^\]\\])+\]|./gsu)) {
    if (token === "**") expression += ".*";
    else if (token === "*") expression += "[^/]*";
    else if (token === "?") expression += "[^/]";
    else if (token === "{") {
      expression += "(?:";
      depth++;
    } else if (token === "}" && depth > 0) {
      expression += ")";
      depth--;
    } else if (token === "," && depth > 0) expression += "|";
    else if (token.length > 2 && token.startsWith("[")) {
      const not = token.startsWith("[!");
      const characters = token.slice(not ? 2 : 1, -1).replace(/\\(.)/gsu, "$1");
      expression += `[${not ? "^" : ""}${characters.replace(/[\\^[\]]/gu, "\\$&")}]`;
    } else
      expression += literal(token.length > 1 && token.startsWith("\\") ? token.slice(1) : token);
  }
  if (depth > 0) throw new Error(`the pattern "${glob}" has a "{" without its "}"`);
  return new RegExp(`^${expression}$`, "su");
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
