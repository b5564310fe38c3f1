/**
 * Draws who reaches whom in the environments of this project, for docs/isolation.md. With --check it
 * writes nothing and fails when a picture is stale.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { writeGenerated } from "../bin/generated";
import { drawCloud } from "../components/isolation/picture";
import { prove } from "../components/isolation/prove";
import { parseEnvironment } from "./environment/parse";
import { modelOf } from "./isolation";

const ROOT = join(__dirname, "..");

interface EnvironmentFile {
  config: Record<`openstack-environment:${"site" | "cloud" | "tenants"}`, unknown>;
}

const pictures = ["lab", "prod"].map((name): [string, string] => {
  const { config } = parse(
    readFileSync(join(ROOT, `Pulumi.${name}.yaml`), "utf8"),
  ) as EnvironmentFile;
  const environment = parseEnvironment(
    {
      site: config["openstack-environment:site"],
      cloud: config["openstack-environment:cloud"],
      tenants: config["openstack-environment:tenants"],
    },
    name,
  );
  const model = modelOf(environment);
  return [join(ROOT, `docs/isolation-${name}.svg`), drawCloud(model, prove(model))];
});

void writeGenerated(pictures, "node --import tsx stacks/pictures.ts");
