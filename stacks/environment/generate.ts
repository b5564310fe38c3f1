/**
 * Writes what is made from the schema: the JSON schema for editors and the reference page.
 * With --check it writes nothing and fails when a file is stale.
 */
import { join } from "node:path";
import { writeGenerated } from "../../bin/generated";
import { environmentSchema } from "./json-schema";
import { referencePage } from "./reference";

const DOCS = join(__dirname, "..", "..", "docs");

const files: [string, string][] = [
  [join(DOCS, "environment.schema.json"), JSON.stringify(environmentSchema())],
  [join(DOCS, "environment.md"), referencePage()],
];

void writeGenerated(files, "node --import tsx stacks/environment/generate.ts");
