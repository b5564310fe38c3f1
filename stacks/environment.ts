import * as pulumi from "@pulumi/pulumi";
import { checkFiles } from "./environment/checks/files";
import { readTenants } from "./environment/folder";
import { EnvironmentError } from "./environment/mistakes";
import { parseEnvironment, type Environment } from "./environment/parse";

export { parseEnvironment, type Environment } from "./environment/parse";

/**
 * The environment of the running stack, from `Pulumi.<stack>.yaml`.
 * @throws EnvironmentError with every mistake, before anything is declared
 */
export function loadEnvironment(): Environment {
  const config = new pulumi.Config("openstack-environment");
  const environment = parseEnvironment(
    {
      site: config.getObject("site"),
      cloud: config.getObject("cloud"),
      billing: config.getObject("billing"),
      policy: config.getObject("policy"),
      ...readTenants(config.getObject("tenants"), pulumi.getStack()),
    },
    pulumi.getStack(),
  );
  const mistakes = checkFiles(environment);
  if (mistakes.length > 0) throw new EnvironmentError(`Pulumi.${environment.name}.yaml`, mistakes);
  return environment;
}
