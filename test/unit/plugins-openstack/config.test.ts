import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import { configMistakes, withEnvironment } from "../../../embedded/plugins/openstack/config";

describe("openstack: provider configuration", () => {
  const good = { authUrl: "https://cloud:5000/v3", userName: "a", password: "p" };

  it("finds every mistake at once", () => {
    assert.deepEqual(
      configMistakes(
        {
          authUrl: "cloud",
          userName: "a",
          endpointType: "outside",
          cacertFile: "/no/such",
          cloud: "x",
        },
        {},
      ).map(({ property }) => property),
      ["cloud", "authUrl", "password", "endpointType", "cacertFile"],
    );
  });

  it("finds none in each way to log in", () => {
    const { authUrl } = good;
    const ways: Properties[] = [
      good,
      { authUrl, token: "t" },
      { authUrl, applicationCredentialId: "i", applicationCredentialSecret: "s" },
      {
        ...{ authUrl, applicationCredentialName: "n", userName: "a" },
        applicationCredentialSecret: "s",
      },
    ];
    assert.deepEqual(
      ways.map((way) => configMistakes(way, {})),
      [[], [], [], []],
    );
  });

  it("asks for what a way to log in lacks", () => {
    const { authUrl } = good;
    assert.deepEqual(configMistakes({ authUrl, applicationCredentialName: "n" }, {}), [
      {
        property: "applicationCredentialSecret",
        reason: "is required with an application credential",
      },
      {
        property: "userName",
        reason: "is required with applicationCredentialName: a name is its user's own",
      },
    ]);
  });

  it("takes the environment where nothing is given", () => {
    const env = {
      OS_AUTH_URL: "https://e/v3",
      OS_USERNAME: "e",
      OS_PASSWORD: "p",
      OS_PROJECT_NAME: "t",
    };
    assert.deepEqual(withEnvironment({}, env), {
      ...{ authUrl: "https://e/v3", userName: "e", password: "p", tenantName: "t" },
    });
  });

  it("does not mix a given log-in with the environment's", () => {
    const env = { OS_USERNAME: "e", OS_PASSWORD: "p", OS_PROJECT_ID: "id" };
    const given = { applicationCredentialId: "i", applicationCredentialSecret: "s" };
    assert.deepEqual(withEnvironment({ ...given, tenantName: "t" }, env), {
      ...given,
      tenantName: "t",
    });
  });

  it("shows no secret in a mistake", () => {
    const text = JSON.stringify(configMistakes({ password: "very-secret", token: "" }, {}));
    assert.ok(!text.includes("very-secret"));
  });
});
