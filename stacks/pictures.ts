/**
 * Draws who reaches whom in the environments of this project, for docs/isolation.md. With --check it
 * writes nothing and fails when a picture is stale.
 */
import { join } from "node:path";
import { writeGenerated } from "../bin/generated";
import { drawCloud } from "../components/isolation/picture";
import { prove } from "../components/isolation/prove";
import { readSections } from "./environment/file";
import { parseEnvironment } from "./environment/parse";
import { modelOf } from "./isolation";

const ROOT = join(__dirname, "..");

const pictures = ["lab", "prod"].map((name): [string, string] => {
  const sections = readSections(join(ROOT, `Pulumi.${name}.yaml`));
  const model = modelOf(parseEnvironment(sections, name));
  return [join(ROOT, `docs/isolation-${name}.svg`), drawCloud(model, prove(model))];
});

void writeGenerated(pictures, "node --import tsx stacks/pictures.ts");
