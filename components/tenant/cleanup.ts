import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { CloudConnection } from "./args";

/**
 * Deleting a project leaves its quotas and its default security group behind: this removes them. It
 * does nothing until it is deleted. What a tenant has depends on it, and it depends on the project:
 * so its turn is after the former and before the latter.
 */
export function declareCleanup(
  name: string,
  connection: CloudConnection,
  projectId: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Resource {
  const { authUrl, ca, region, admin, blockStorage } = connection;
  return new command.local.Command(
    `${name}-cleanup`,
    {
      delete: readFileSync(join(__dirname, "forget-project.mjs"), "utf8"),
      interpreter: ["node", "--input-type=module", "--eval"],
      stdin: pulumi.secret(
        pulumi.jsonStringify({ authUrl, ca, region, admin, blockStorage, projectId }),
      ),
      addPreviousOutputInEnv: false,
      logging: command.local.Logging.None,
    },
    { parent },
  );
}
