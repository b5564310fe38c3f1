import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { cloudsYaml, openrc, type Login } from "../../../components/tenant/login";

const target = {
  authUrl: "https://10.0.1.10:5000/v3",
  region: "RegionOne",
  projectId: "p1",
  caFile: "lab-ca.pem",
};
const person: Login = { kind: "password", userId: "u1", password: "it's $HOME" };
const program: Login = { kind: "application credential", id: "c1", secret: "s1" };

describe("logins", () => {
  it("makes a clouds.yaml that YAML readers take, one cloud for each login", () => {
    assert.deepEqual(parse(cloudsYaml("finance", target, { ann: person, ci: program })), {
      clouds: {
        "finance-ann": {
          auth_type: "v3password",
          auth: {
            auth_url: "https://10.0.1.10:5000/v3",
            user_id: "u1",
            password: "it's $HOME",
            project_id: "p1",
          },
          region_name: "RegionOne",
          identity_api_version: "3",
          cacert: "lab-ca.pem",
        },
        "finance-ci": {
          auth_type: "v3applicationcredential",
          auth: {
            auth_url: "https://10.0.1.10:5000/v3",
            application_credential_id: "c1",
            application_credential_secret: "s1",
          },
          region_name: "RegionOne",
          identity_api_version: "3",
          cacert: "lab-ca.pem",
        },
      },
    });
  });

  describe("openrc", () => {
    let home: string;
    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "openrc-"));
    });
    afterEach(() => rmSync(home, { recursive: true }));

    /** The OS_ variables of a shell that sourced the file. */
    const source = (text: string): Record<string, string> => {
      const file = join(home, "openrc");
      writeFileSync(file, text);
      const output = execFileSync("sh", ["-euc", `. "${file}"; env | grep ^OS_`], {
        env: {
          HOME: home,
          PATH: process.env.PATH,
          OS_PROJECT_NAME: "left-behind",
          OS_TOKEN: "old",
        },
        encoding: "utf8",
      });
      return Object.fromEntries(
        output
          .trim()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
    };

    it("sets what a person needs, drops what was set before, and writes the CA", () => {
      const file = join(home, ".config/openstack/lab-ca.pem");
      assert.deepEqual(source(openrc(target, "PEM\n", person)), {
        OS_AUTH_URL: "https://10.0.1.10:5000/v3",
        OS_REGION_NAME: "RegionOne",
        OS_IDENTITY_API_VERSION: "3",
        OS_INTERFACE: "public",
        OS_AUTH_TYPE: "v3password",
        OS_USER_ID: "u1",
        OS_PASSWORD: "it's $HOME",
        OS_PROJECT_ID: "p1",
        OS_CACERT: file,
      });
      assert.equal(readFileSync(file, "utf8"), "PEM\n");
    });

    it("sets what a program needs", () => {
      const variables = source(openrc(target, "PEM", program));
      assert.deepEqual(variables, {
        OS_AUTH_URL: "https://10.0.1.10:5000/v3",
        OS_REGION_NAME: "RegionOne",
        OS_IDENTITY_API_VERSION: "3",
        OS_INTERFACE: "public",
        OS_AUTH_TYPE: "v3applicationcredential",
        OS_APPLICATION_CREDENTIAL_ID: "c1",
        OS_APPLICATION_CREDENTIAL_SECRET: "s1",
        OS_CACERT: join(home, ".config/openstack/lab-ca.pem"),
      });
    });
  });
});
