import { readFileSync } from "node:fs";

/**
 * The passphrase from PULUMI_CONFIG_PASSPHRASE or the file that PULUMI_CONFIG_PASSPHRASE_FILE names.
 * @throws Error when neither is set, or the file cannot be read
 */
export function findPassphrase(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.PULUMI_CONFIG_PASSPHRASE;
  if (given !== undefined) return given;
  const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (file === undefined) {
    throw new Error(
      "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE " +
        "environment variables",
    );
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(
      `unable to read PULUMI_CONFIG_PASSPHRASE_FILE: ${(error as Error).message}. ` +
        "Name a file that you can read",
    );
  }
}
