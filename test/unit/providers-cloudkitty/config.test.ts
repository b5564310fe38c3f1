import assert from "node:assert/strict";
import { configMistakes } from "../../../providers/cloudkitty/config";
import { configFields } from "../../../providers/cloudkitty/fields/config";
import { inputTable } from "../../../providers/fields/field";
import { UNKNOWN } from "../../../providers/server";
import type { Properties } from "../../../providers/server";
import { checkConfiguration } from "../../../providers/server/config";

const mistakes = (config: Properties): string[] => {
  const { inputs, failures } = checkConfiguration(inputTable(configFields), config);
  return [...failures, ...configMistakes(inputs)].map(
    ({ property, reason }) => `${property}: ${reason}`,
  );
};

describe("cloudkitty: the provider's configuration", () => {
  const authUrl = "https://10.0.1.10:5000/v3";
  const user = { userName: "admin", password: "p", projectName: "admin" };

  it("takes a user, an application credential and what is not known yet", () => {
    const right: Properties[] = [
      { authUrl, ...user },
      { authUrl, ...user, python: '["ssh","billing","python3"]', insecure: "true" },
      { authUrl, applicationCredentialId: "i", applicationCredentialSecret: "s" },
      {
        authUrl: UNKNOWN,
        userName: UNKNOWN,
        password: UNKNOWN,
        projectName: UNKNOWN,
        caCert: UNKNOWN,
      },
    ];
    assert.deepEqual(right.flatMap(mistakes), []);
  });

  it("names all that is wrong at once", () => {
    assert.deepEqual(mistakes({ endpoint: "10.0.1.10:8889", python: "[]", caCert: "/nowhere" }), [
      'python: expected a command and its arguments such as ["python3"], found []',
      "authUrl: is required: give a string",
      'endpoint: expected an http or https address, found "10.0.1.10:8889"',
      "userName: no log-in: give userName and password, or an application credential",
      "caCert: cannot be read (neither PEM nor a file): ENOENT: no such file or directory, open '/nowhere'",
    ]);
    assert.deepEqual(mistakes({ authUrl, userName: "admin" }), [
      "password: is required: userName and password go together",
      "projectName: is required with userName: a token without a project opens nothing",
    ]);
    assert.deepEqual(mistakes({ authUrl, applicationCredentialId: "i", userName: "a" }), [
      "applicationCredentialSecret: is required: id and secret go together",
      "userName: stands beside an application credential: give one of them",
    ]);
  });
});
