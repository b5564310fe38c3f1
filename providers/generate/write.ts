import { join } from "node:path";
import { writeGenerated } from "../../bin/generated";
import type { Package } from "./package";
import { referencePage } from "./reference";
import { packageSchema } from "./schema";
import { sdkFiles } from "./sdk";

const PROVIDERS = join(__dirname, "..");
const DOCS = join(PROVIDERS, "..", "docs");

/**
 * Writes what is made from a provider's tables: the schema, the SDK and the reference page. With
 * --check it writes nothing and fails when a file is stale.
 */
export function writePackage(described: Package): Promise<void> {
  const { name } = described;
  const here = join(PROVIDERS, name);
  const files: [string, string][] = [
    [join(here, "schema.json"), JSON.stringify(packageSchema(described))],
    [join(DOCS, `providers-${name}.md`), referencePage(described)],
    ...[...sdkFiles(described)].map(([file, text]): [string, string] => [
      join(here, "sdk", `${file}.ts`),
      text,
    ]),
  ];
  return writeGenerated(files, `node --import tsx providers/${name}/generate/main.ts`);
}
