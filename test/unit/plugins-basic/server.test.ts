import assert from "node:assert/strict";
import { Properties, UNKNOWN } from "../../../embedded/engine/types";
import { InitializationError, ProviderError } from "../../../providers/server/errors";
import type { Provider, ReadRequest, ResourceType } from "../../../providers/server/types";
import { secret } from "../../../providers/server/values";
import { Client, failure, halfMade } from "./support/client";

const TYPE = "test:index:Thing";
const seen: Properties[] = [];

const thing: ResourceType = {
  inputs: {
    name: { kind: "string", required: true, replace: true },
    size: { kind: "integer", default: 3, minimum: 1 },
    password: { kind: "string", secret: true },
    tags: { kind: "map" },
    mode: { kind: "string", values: ["fast", "slow"] },
    login: { kind: "map", secret: (key) => key === "password" },
    even: { kind: "integer", mistake: (value) => (Number(value) % 2 ? "is odd" : undefined) },
  },
  mistakes: ({ size, even }) =>
    even !== undefined && size === even ? [{ property: "even", reason: "must not be size" }] : [],
  computed: ["address", "revision"],
  computedOnUpdate: ["revision"],
  secretOutputs: ["address"],
  create({ inputs }) {
    seen.push(inputs);
    if (inputs.name === "half") {
      const outputs = { ...inputs, address: "here" };
      throw new InitializationError(
        `made, but ${inputs.password as string} was wrong`,
        "half-id",
        outputs,
      );
    }
    if (inputs.name === "bad") throw new ProviderError(`refused: ${inputs.password as string}`);
    return Promise.resolve({ id: "id-1", outputs: { ...inputs, address: "here", revision: 1 } });
  },
  update({ inputs, olds }) {
    return Promise.resolve({ ...olds, ...inputs, revision: 2 });
  },
  read({ id, importing }: ReadRequest) {
    if (id === "gone") return Promise.resolve(undefined);
    if (!importing) throw new ProviderError("not an import");
    return Promise.resolve({ id, inputs: { name: "n" }, outputs: { name: "n", address: "a" } });
  },
};

const provider: Provider = {
  name: "test",
  version: "1.0.0",
  resources: { [TYPE]: thing },
  config: { token: { kind: "string", secret: true }, retries: { kind: "integer" } },
};

describe("provider server", () => {
  let client: Client;
  before(async () => (client = await Client.start(provider)));
  after(() => client.stop());
  beforeEach(() => seen.splice(0));

  it("fills defaults, keeps secrets and makes named ones", async () => {
    const news = { name: secret("n"), password: "hidden" };
    assert.deepEqual(await client.check(TYPE, news), {
      inputs: { name: secret("n"), size: 3, password: secret("hidden") },
      failures: [],
    });
  });

  it("reports every wrong input at once and does not show a secret", async () => {
    const { failures } = await client.check(TYPE, {
      size: 0,
      password: ["hidden"],
      mode: "odd",
      colour: "red",
    });
    assert.deepEqual(failures, [
      'colour: there is no property "colour" here; allowed: even, login, mode, name, password, size, tags',
      'mode: expected one of fast, slow, found "odd"',
      "password: expected a string, found something else (hidden: it is a secret)",
      "size: expected 1 or more, found 0",
      "name: is required: give a string",
    ]);
  });

  it("reports a type's own mistakes beside those of its table", async () => {
    const { failures } = await client.check(TYPE, { size: 4, even: 4 });
    assert.deepEqual(failures, ["name: is required: give a string", "even: must not be size"]);
    const odd = await client.check(TYPE, { name: "n", even: 5 });
    assert.deepEqual(odd.failures, ["even: is odd"]);
  });

  it("makes those keys of a map secret that its table names", async () => {
    const login = { user: "me", password: "hidden" };
    const sealed = { user: "me", password: secret("hidden") };
    const inputs = { name: "n", size: 3, login: sealed };
    assert.deepEqual(await client.check(TYPE, { name: "n", login }), { inputs, failures: [] });
    const { outputs } = await client.create(TYPE, { name: "n", login: secret(login) });
    assert.deepEqual(outputs.login, secret(login));
    assert.deepEqual((await client.create(TYPE, { name: "n", login })).outputs.login, sealed);
  });

  it("lets unknown values pass a check", async () => {
    const news = { name: UNKNOWN, size: UNKNOWN, tags: { a: UNKNOWN } };
    assert.deepEqual(await client.check(TYPE, news), { inputs: news, failures: [] });
  });

  it("compares property by property", async () => {
    const olds = { name: "n", size: 3, tags: { a: "1", "b c": "2" } };
    const news = { name: "m", size: 3, tags: { a: UNKNOWN }, mode: "fast" };
    assert.deepEqual(await client.diff(TYPE, {}, olds, news), {
      changes: true,
      replaces: ["name"],
      deleteBeforeReplace: false,
      detailed: {
        name: "update-replace",
        "tags.a": "update",
        'tags["b c"]': "delete",
        mode: "add",
      },
    });
    assert.deepEqual(await client.diff(TYPE, {}, olds, { ...olds, size: secret(3) }), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {},
    });
  });

  it("answers previews without the type", async () => {
    const inputs = { name: UNKNOWN, password: secret("hidden") };
    assert.deepEqual(await client.create(TYPE, inputs, { preview: true }), {
      id: "",
      outputs: { ...inputs, address: secret(UNKNOWN), revision: UNKNOWN },
    });
    const olds = { name: "n", address: secret("a"), revision: 1 };
    assert.deepEqual(await client.update(TYPE, "id", olds, { name: "n" }, { name: "m" }, true), {
      name: "m",
      address: secret("a"),
      revision: UNKNOWN,
    });
    assert.deepEqual(seen, []);
  });

  it("shows plain values to the type and seals what comes back", async () => {
    const created = await client.create(TYPE, { name: secret("n"), password: secret("hidden") });
    assert.deepEqual(seen, [{ name: "n", password: "hidden" }]);
    assert.deepEqual(created, {
      id: "id-1",
      outputs: {
        name: secret("n"),
        password: secret("hidden"),
        address: secret("here"),
        revision: 1,
      },
    });
  });

  it("hides secrets in errors", async () => {
    const inputs = { name: "bad", password: secret("hunter22") };
    assert.equal(await failure(client.create(TYPE, inputs)), "refused: [secret]");
  });

  it("reports a half-made resource with its id and sealed outputs", async () => {
    const inputs = { name: "half", password: secret("hunter22") };
    const error: unknown = await client.create(TYPE, inputs).catch((thrown: unknown) => thrown);
    assert.deepEqual(halfMade(error), {
      id: "half-id",
      properties: { ...inputs, address: secret("here") },
      inputs,
      reasons: ["made, but [secret] was wrong"],
    });
  });

  it("reads: import, gone, error", async () => {
    assert.deepEqual(await client.read(TYPE, "x"), {
      id: "x",
      inputs: { name: "n" },
      outputs: { name: "n", address: secret("a") },
    });
    assert.deepEqual(await client.read(TYPE, "gone"), { id: "", inputs: {}, outputs: {} });
    assert.equal(await failure(client.read(TYPE, "x", { name: "n" })), "not an import");
  });

  it("names what it has where a type or function is unknown", async () => {
    assert.equal(
      await failure(client.create("test:index:Other", {})),
      "the test plugin has no resource type test:index:Other; it has: test:index:Thing",
    );
    assert.equal(
      await failure(client.invoke("test:index:f", {})),
      "the test plugin has no function test:index:f; it has: none",
    );
  });

  it("checks configuration: JSON from the SDK, secrets, the engine's own keys", async () => {
    const news = { token: "t", retries: "3", version: "1.0.0" };
    assert.deepEqual(await client.checkConfig(news), {
      inputs: { token: secret("t"), retries: "3", version: "1.0.0" },
      failures: [],
    });
    assert.equal(
      await failure(client.configure({ retries: "many" })),
      'the configuration of provider test is wrong: retries: expected a whole number, found "many"',
    );
  });
});
