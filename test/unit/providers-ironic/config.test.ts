import assert from "node:assert/strict";
import { configMistakes } from "../../../providers/ironic/config";
import { UNKNOWN } from "../../../providers/server";
import type { Properties } from "../../../providers/server";

const mistakes = (config: Properties): string[] =>
  configMistakes(config).map(({ property, reason }) => `${property}: ${reason}`);

describe("ironic: the provider's configuration", () => {
  it("takes http_basic, no log-in, Keystone's password and application credential", () => {
    const endpoint = "https://10.0.0.60:6385";
    const authUrl = "https://10.0.1.10:5000/v3";
    const user = { userName: "admin", password: "p" };
    const right: Properties[] = [
      { endpoint },
      { endpoint, ...user },
      { authUrl, ...user, projectName: "admin" },
      { authUrl, ...user, systemScope: true },
      { authUrl, applicationCredentialId: "i", applicationCredentialSecret: "s" },
      { endpoint: UNKNOWN, userName: UNKNOWN, password: UNKNOWN, caCert: UNKNOWN },
    ];
    assert.deepEqual(right.flatMap(mistakes), []);
  });

  it("names all that is wrong at once", () => {
    assert.deepEqual(mistakes({}), [
      "endpoint: is required, or authUrl to find it in Keystone's catalog: Ironic's address, such as https://10.0.0.60:6385",
    ]);
    assert.deepEqual(
      mistakes({ endpoint: "10.0.0.60:6385", userName: "admin", caCert: "/nowhere" }),
      [
        'endpoint: expected an http or https address, found "10.0.0.60:6385"',
        "password: is required: userName and password go together",
        "caCert: cannot be read (neither PEM nor a file): ENOENT: no such file or directory, open '/nowhere'",
      ],
    );
    assert.deepEqual(mistakes({ authUrl: "https://k", userName: "a", password: "p" }), [
      "projectName: is required with userName, or systemScope: a token without either opens nothing",
    ]);
    assert.deepEqual(mistakes({ authUrl: "https://k" }), [
      "userName: no log-in: give userName and password, or an application credential",
      "projectName: is required with userName, or systemScope: a token without either opens nothing",
    ]);
    const credential = { endpoint: "https://i", applicationCredentialId: "i", userName: "a" };
    assert.deepEqual(mistakes(credential), [
      "authUrl: is required with an application credential: Keystone's address",
      "applicationCredentialSecret: is required: id and secret go together",
      "userName: stands beside an application credential: give one of them",
    ]);
  });
});
