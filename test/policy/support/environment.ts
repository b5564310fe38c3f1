import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { EngineEvent } from "../../../embedded/engine/types";
import type { RawEnvironment } from "../../../stacks/environment/parse";
import { runEngine } from "../../support/engine";

const ROOT = resolve(__dirname, "../../..");

/**
 * The first preview of this project's own program with the policies, for an environment whose files
 * (keys, passwords, images) are stood in for by others.
 * @returns `LEVEL RULE RESOURCE: FOUND` of what the policies say, and the errors
 */
export async function previewEnvironment(name: string, raw: RawEnvironment): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "environment-"));
  const events: EngineEvent[] = [];
  try {
    await runEngine(
      { resources: [], pendingOperations: [] },
      {
        command: "preview",
        projectDir: ROOT,
        project: {
          name: "openstack-environment",
          nodeargs: ["--import", "tsx"],
          providers: ["ironic", "cloudkitty"].map((name) => ({
            name,
            path: `./providers/${name}`,
          })),
        },
        stack: name,
        config: Object.fromEntries(
          Object.entries(standIn(raw, folder)).map(([section, value]) => [
            `openstack-environment:${section}`,
            JSON.stringify(value),
          ]),
        ),
        policyPacks: [{ path: join(ROOT, "policy") }],
        emit: (event) => events.push(event),
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return events.flatMap((event) => {
    if (event.kind === "policy-violation") {
      const found = /found: +(.*)/.exec(event.message)?.[1] ?? event.message;
      return [`${event.level} ${event.policy} ${event.urn?.split("::").at(-1) ?? ""}: ${found}`];
    }
    return event.kind === "diagnostic" && event.severity === "error" ? [event.message] : [];
  });
}

/** The same environment with files of its own, which are there. */
function standIn(raw: RawEnvironment, folder: string): Record<string, unknown> {
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const [type, text] = readFileSync(`${key}.pub`, "utf8").split(" ");
  const replace = (value: unknown, name: string): unknown => {
    if (name === "privateKeyFile") return key;
    if (typeof value === "string" && /^(~|\/srv)\//.test(value)) {
      const file = join(folder, value.replace(/^~/, ""));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, name === "knownHostsFile" ? `10.0.0.5 ${type} ${text}\n` : "stands in");
      return file;
    }
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => replace(item, name));
    return Object.fromEntries(
      Object.entries(value).map(([inner, item]) => [inner, replace(item, inner)]),
    );
  };
  return replace(raw, "") as Record<string, unknown>;
}
