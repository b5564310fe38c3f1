import { readFileSync, writeFileSync } from "node:fs";
import { format, getFileInfo, resolveConfig } from "prettier";

/**
 * Writes generated files, formatted as the rest of the project where there is a format for them. Where the program was called with
 * --check it writes nothing, and fails when a file is stale.
 * @param files path and content
 * @param command what makes them anew, for the message
 */
export async function writeGenerated(files: [string, string][], command: string): Promise<void> {
  const check = process.argv.includes("--check");
  for (const [file, content] of files) {
    const text = await formatted(file, content);
    if (!check) writeFileSync(file, text);
    else if (read(file) !== text) {
      process.exitCode = 1;
      process.stderr.write(`${file} is stale. Run: ${command}\n`);
    }
  }
}

async function formatted(file: string, content: string): Promise<string> {
  const { inferredParser } = await getFileInfo(file);
  if (inferredParser === null) return content;
  return format(content, { ...(await resolveConfig(file)), filepath: file });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
