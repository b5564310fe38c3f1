import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readSections } from "../../stacks/environment/file";
import { parseEnvironment, type Environment } from "../../stacks/environment/parse";
import { Problem } from "./problem";

const PROJECT = resolve(__dirname, "..", "..");

/** ENVIRONMENT_FILE names another file than the lab's own, for the program and for its hosts. */
const labFile = (): string => process.env.ENVIRONMENT_FILE ?? join(PROJECT, "Pulumi.lab.yaml");

/** The lab's environment, from the same file that the program is given. */
export function readLabEnvironment(file = labFile()): Environment {
  if (!existsSync(file)) throw new Problem(`There is no ${file}: it says which hosts the lab has.`);
  const { site, cloud } = readSections(file);
  // Tenants are no business of the machine room.
  return parseEnvironment({ site, cloud, tenants: {} }, "lab");
}
