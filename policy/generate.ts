/** Writes docs/policies.md. With --check it writes nothing and fails when the page is stale. */
import { join } from "node:path";
import { writeGenerated } from "../bin/generated";
import { policiesPage } from "./page";
import { RULES } from "./rules";

void writeGenerated(
  [[join(__dirname, "..", "docs", "policies.md"), policiesPage(RULES)]],
  "node --import tsx policy/generate.ts",
);
