/**
 * Writes what is made from the tables: the schema, the SDK and the reference page.
 * With --check it writes nothing and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { referencePage } from "./reference";
import { packageSchema } from "./schema";
import { sdkFiles } from "./sdk";

const HERE = join(__dirname, "..");
const PAGE = join(HERE, "..", "..", "docs", "providers-ironic.md");

async function main(): Promise<void> {
  const check = process.argv.includes("--check");
  const files: [string, string][] = [
    [join(HERE, "schema.json"), JSON.stringify(packageSchema())],
    [PAGE, referencePage()],
    ...[...sdkFiles()].map(([name, text]): [string, string] => [
      join(HERE, "sdk", `${name}.ts`),
      text,
    ]),
  ];
  for (const [file, content] of files) {
    const options = await resolveConfig(file);
    const text = await format(content, { ...options, filepath: file });
    if (!check) writeFileSync(file, text);
    else if (read(file) !== text) {
      process.exitCode = 1;
      process.stderr.write(
        `${file} is stale. Run: node --import tsx providers/ironic/generate/main.ts\n`,
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
