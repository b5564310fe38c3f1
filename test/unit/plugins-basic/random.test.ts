import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import * as fc from "fast-check";
import { random } from "../../../embedded/plugins/random/provider";
import { characterClasses, composePassword } from "../../../embedded/plugins/random/password";
import { isSecret, revealAll, secret } from "../../../embedded/plugins/server/values";
import { Client, failure } from "./support/client";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const ID = "random:index/randomId:RandomId";
const UUID = "random:index/randomUuid:RandomUuid";

const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

describe("composePassword", () => {
  const minimum = fc.integer({ min: 0, max: 6 });
  const asked = fc
    .record({
      lower: fc.boolean(),
      upper: fc.boolean(),
      numeric: fc.boolean(),
      special: fc.boolean(),
      minLower: minimum,
      minUpper: minimum,
      minNumeric: minimum,
      minSpecial: minimum,
      overrideSpecial: fc.constantFrom("", "~", "|/;"),
      more: fc.integer({ min: 0, max: 40 }),
    })
    .filter(({ lower, upper, numeric, special }) => lower || upper || numeric || special);

  it("has its length, the minimum of each class, and nothing that is not allowed", () => {
    fc.assert(
      fc.property(asked, ({ more, ...inputs }) => {
        const kinds = [
          [inputs.lower, inputs.minLower, /^[a-z]$/],
          [inputs.upper, inputs.minUpper, /^[A-Z]$/],
          [inputs.numeric, inputs.minNumeric, /^[0-9]$/],
          [inputs.special, inputs.minSpecial, /^[^a-zA-Z0-9]$/],
        ] as const;
        const length = more + kinds.reduce((sum, [, least]) => sum + least, 0);
        const made = [...composePassword(length, characterClasses(inputs))];
        assert.equal(made.length, length);
        for (const [allowed, least, kind] of kinds) {
          const count = made.filter((character) => kind.test(character)).length;
          if (allowed) assert.ok(count >= least, `${count} of ${String(kind)}, not ${least}`);
          // What is not allowed otherwise occurs as often as its minimum asks, and no more.
          else assert.equal(count, least);
        }
        const special = inputs.overrideSpecial || SPECIAL;
        for (const character of made.filter((one) => /[^a-zA-Z0-9]/.test(one))) {
          assert.ok(special.includes(character), `${character} is not of ${special}`);
        }
      }),
    );
  });

  it("has no digits where `number`, the older name of `numeric`, forbids them", () => {
    const classes = characterClasses({ number: false, numeric: true });
    assert.match(composePassword(400, classes), /^[^0-9]{400}$/);
  });
});

describe("random provider", () => {
  let client: Client;
  before(async () => (client = await Client.start(random)));
  after(() => client.stop());

  it("makes a password that is secret, and its bcrypt hash", async () => {
    const { inputs, failures } = await client.check(PASSWORD, { length: 20, minSpecial: 2 });
    assert.deepEqual(failures, []);
    const { id, outputs } = await client.create(PASSWORD, inputs);
    const { result, bcryptHash, ...rest } = outputs;
    assert.equal(id, "none");
    assert.deepEqual(rest, inputs);
    assert.deepEqual([isSecret(result), isSecret(bcryptHash)], [true, true]);
    const plain = revealAll(outputs);
    assert.equal((plain.result as string).length, 20);
    assert.ok(compareSync(plain.result as string, plain.bcryptHash as string));
  });

  it("says all that is wrong with a password at once", async () => {
    const short = await client.check(PASSWORD, { length: 3, minLower: 2, minUpper: 2 });
    assert.deepEqual(short.failures, [
      "length: is 3, but minLower, minUpper, minNumeric and minSpecial ask for 4",
    ]);
    const none = { lower: false, upper: false, numeric: false, special: false };
    const { failures } = await client.check(PASSWORD, { ...none, length: 1, minLower: 2 });
    assert.deepEqual(failures.sort(), [
      "length: is 1, but minLower, minUpper, minNumeric and minSpecial ask for 2",
      "lower: one of lower, upper, numeric and special must be true",
    ]);
    const { failures: kinds } = await client.check(PASSWORD, { length: 0, minLower: "x" });
    assert.deepEqual(kinds.sort(), [
      "length: expected 1 or more, found 0",
      'minLower: expected a whole number, found "x"',
    ]);
  });

  it("replaces a password when anything changes, and not otherwise", async () => {
    const { inputs } = await client.check(PASSWORD, { length: 20, keepers: { run: "1" } });
    const { outputs } = await client.create(PASSWORD, inputs);
    for (const [changed, where] of [
      [{ length: 21 }, "length"],
      [{ upper: false }, "upper"],
      [{ keepers: { run: "2" } }, "keepers.run"],
    ] as const) {
      const diff = await client.diff(PASSWORD, outputs, inputs, { ...inputs, ...changed });
      assert.deepEqual(diff, {
        changes: true,
        replaces: Object.keys(changed),
        deleteBeforeReplace: false,
        detailed: { [where]: "update-replace" },
      });
    }
    const same = await client.diff(PASSWORD, outputs, inputs, inputs);
    assert.deepEqual([same.changes, same.replaces], [false, []]);
  });

  it("makes bytes whose two forms are secret and agree", async () => {
    const { outputs } = await client.create(BYTES, { length: 33 });
    const plain = revealAll(outputs);
    const hex = plain.hex as string;
    assert.match(hex, /^[0-9a-f]{66}$/);
    const base64 = Buffer.from(hex, "hex").toString("base64");
    assert.deepEqual(outputs, { length: 33, hex: secret(hex), base64: secret(base64) });
  });

  it("makes an id whose forms agree, each with the prefix", async () => {
    const { id, outputs } = await client.create(ID, { byteLength: 8, prefix: "web-" });
    const value = Buffer.from(id, "base64url");
    assert.equal(value.length, 8);
    assert.deepEqual(outputs, {
      byteLength: 8,
      prefix: "web-",
      b64Url: `web-${id}`,
      b64Std: `web-${value.toString("base64")}`,
      hex: `web-${value.toString("hex")}`,
      dec: `web-${value.readBigUInt64BE()}`,
    });
  });

  it("makes and imports a UUID, and refuses what is none", async () => {
    const made = await client.create(UUID, {});
    assert.match(made.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(made.outputs, { result: made.id });
    assert.deepEqual(await client.read(UUID, made.id), {
      id: made.id,
      outputs: { result: made.id },
      inputs: {},
    });
    const message = await failure(client.read(UUID, "17"));
    assert.match(message, /^'17' is no UUID: import one such as [0-9a-f-]{36}$/);
  });
});
