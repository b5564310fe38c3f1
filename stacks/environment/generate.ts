/**
 * Writes what is made from the schema: the JSON schema for editors and the reference page.
 * With --check it writes nothing and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { environmentSchema } from "./json-schema";
import { referencePage } from "./reference";

const DOCS = join(__dirname, "..", "..", "docs");

async function main(): Promise<void> {
  const check = process.argv.includes("--check");
  const files: [string, string][] = [
    [join(DOCS, "environment.schema.json"), JSON.stringify(environmentSchema())],
    [join(DOCS, "environment.md"), referencePage()],
  ];
  for (const [file, content] of files) {
    const options = await resolveConfig(file);
    const text = await format(content, { ...options, filepath: file });
    if (!check) writeFileSync(file, text);
    else if (read(file) !== text) {
      process.exitCode = 1;
      process.stderr.write(
        `${file} is stale. Run: node --import tsx stacks/environment/generate.ts\n`,
      );
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

void main();
