import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { readTenants } from "../../../stacks/environment/folder";
import { EnvironmentError } from "../../../stacks/environment/mistakes";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { mistakesIn, readFile } from "./files";

describe("tenants from a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tenants-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

  it("gives the same environment as tenants in the file itself", () => {
    const lab = readFile("lab");
    for (const [tenant, settings] of Object.entries(lab.tenants as object)) {
      write(`${tenant}.yaml`, stringify(settings));
    }
    assert.deepEqual(
      parseEnvironment({ ...lab, ...readTenants({ folder }, "lab") }, "lab"),
      parseEnvironment(lab, "lab"),
    );
  });

  it("names the file that a mistake is in", () => {
    write("finance.yaml", stringify({ flavors: ["huge"] }));
    assert.deepEqual(
      mistakesIn({ ...readFile("lab"), billing: undefined, ...readTenants({ folder }, "lab") }),
      [
        {
          path: `${folder}/finance.yaml: tenants.finance.flavors[0]`,
          problem: "is not in cloud.flavors",
          found: "huge",
          allowed: "tiny or small",
          advice: "declare it in cloud.flavors",
        },
      ],
    );
  });

  const mistakesOf = (setting: unknown) => {
    try {
      readTenants(setting, "lab");
    } catch (error) {
      if (error instanceof EnvironmentError) return error.mistakes;
    }
    return [];
  };

  it("names a file that is not YAML, and a key beside the folder", () => {
    write("finance.yaml", "users: {");
    assert.deepEqual(mistakesOf({ folder, research: {} }), [
      {
        path: "tenants.research",
        problem: "stands beside folder",
        allowed: "either a folder, or tenants by name",
        advice: `move it to ${folder}/research.yaml`,
      },
      {
        path: `${folder}/finance.yaml`,
        problem: "is not YAML",
        found:
          "Flow map in block collection must be sufficiently indented and end with a } at line 1, column 9:",
        allowed: "one tenant's settings in YAML",
        advice: "correct the file there",
      },
    ]);
  });

  it("names a folder that is not there", () => {
    assert.deepEqual(mistakesOf({ folder: join(folder, "none") }), [
      {
        path: "tenants.folder",
        problem: "cannot be read (ENOENT)",
        found: join(folder, "none"),
        allowed: "a folder with one YAML file for each tenant",
        advice: "create it, or correct the path; it is relative to the project's folder",
      },
    ]);
  });
});
