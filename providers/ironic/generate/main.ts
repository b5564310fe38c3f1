/**
 * Writes what is made from the tables: the schema, the SDK and the reference page.
 * With --check it writes nothing and fails when a file is stale.
 */
import { join } from "node:path";
import { writeGenerated } from "../../../bin/generated";
import { referencePage } from "./reference";
import { packageSchema } from "./schema";
import { sdkFiles } from "./sdk";

const HERE = join(__dirname, "..");
const PAGE = join(HERE, "..", "..", "docs", "providers-ironic.md");

const files: [string, string][] = [
  [join(HERE, "schema.json"), JSON.stringify(packageSchema())],
  [PAGE, referencePage()],
  ...[...sdkFiles()].map(([name, text]): [string, string] => [
    join(HERE, "sdk", `${name}.ts`),
    text,
  ]),
];

void writeGenerated(files, "node --import tsx providers/ironic/generate/main.ts");
