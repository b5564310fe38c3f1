import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import * as fc from "fast-check";
import { random } from "../../../embedded/plugins/random/provider";
import { shuffled } from "../../../embedded/plugins/random/choices";
import { uuid7 } from "../../../embedded/plugins/random/uuid";
import { characterClasses, composePassword } from "../../../embedded/plugins/random/password";
import { isSecret, revealAll, secret } from "../../../providers/server/values";
import { Client, failure } from "./support/client";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const ID = "random:index/randomId:RandomId";
const UUID = "random:index/randomUuid:RandomUuid";
const UUID7 = "random:index/randomUuid7:RandomUuid7";
const STRING = "random:index/randomString:RandomString";
const INTEGER = "random:index/randomInteger:RandomInteger";
const SHUFFLE = "random:index/randomShuffle:RandomShuffle";
const PET = "random:index/randomPet:RandomPet";

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

describe("shuffled", () => {
  it("has each item equally often, as far as the count goes", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.nat(40), (items, count) => {
        const result = shuffled(items, count);
        assert.equal(result.length, items.length === 0 ? 0 : count);
        for (let start = 0; start < result.length; start += items.length) {
          const round = result.slice(start, start + items.length);
          assert.equal(new Set(round).size, round.length, "an item is there twice in a round");
          assert.ok(round.every((item) => items.includes(item as string)));
        }
      }),
    );
  });
});

describe("uuid7", () => {
  it("is of version 7, and sorts by its time", () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(time, time, (one, other) => {
        const [a, b] = [uuid7(one), uuid7(other)];
        assert.match(a, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.equal(parseInt(a.replaceAll("-", "").slice(0, 12), 16), one);
        if (one !== other) assert.equal(a < b, one < other);
      }),
    );
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

  it("makes whole numbers from min to max", async () => {
    const inputs = { min: -1, max: 1 };
    const results = new Set<number>();
    while (results.size < 3) {
      const { id, outputs } = await client.create(INTEGER, inputs);
      const result = Number(id);
      assert.deepEqual(outputs, { ...inputs, result });
      assert.ok(result >= -1 && result <= 1);
      results.add(result);
    }
    assert.deepEqual((await client.check(INTEGER, { min: 2, max: 1 })).failures, [
      "max: is 1, and less than min, 2",
    ]);
  });

  it("refuses a seed, which would give another value than the official provider", async () => {
    const { failures } = await client.check(INTEGER, { min: 1, max: 2, seed: "s" });
    assert.deepEqual(failures, [
      "seed: is not there in the embedded engine: leave it out, as the value is kept anyway, or use pulumi",
    ]);
  });

  it("shuffles a list, all of it or so many", async () => {
    const inputs = { inputs: ["a", "b", "c"] };
    const all = await client.create(SHUFFLE, inputs);
    assert.equal(all.id, "-");
    assert.deepEqual((all.outputs.results as string[]).toSorted(), ["a", "b", "c"]);
    const some = await client.create(SHUFFLE, { ...inputs, resultCount: 2 });
    assert.equal((some.outputs.results as string[]).length, 2);
  });

  it("makes pets of as many words as asked, with a prefix", async () => {
    const { inputs } = await client.check(PET, {});
    assert.deepEqual(inputs, { length: 2, separator: "-" });
    const two = await client.create(PET, inputs);
    assert.match(two.id, /^[a-z]+-[a-z]+$/);
    assert.deepEqual(two.outputs, inputs);
    const four = await client.create(PET, { length: 4, separator: "_", prefix: "my" });
    assert.match(four.id, /^my_[a-z]+_[a-z]+_[a-z]+_[a-z]+$/);
  });

  it("imports what the official provider imports, by its ids", async () => {
    const text = {
      ...{ length: 5, lower: true, upper: true, number: true, numeric: true, special: true },
      ...{ minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 },
    };
    assert.deepEqual(await client.read(STRING, "hello"), {
      id: "hello",
      outputs: { ...text, result: "hello" },
      inputs: text,
    });
    const password = await client.read(PASSWORD, "hello");
    assert.deepEqual([password.id, password.inputs], ["none", text]);
    assert.deepEqual(password.outputs.result, secret("hello"));
    assert.ok(compareSync("hello", revealAll(password.outputs).bcryptHash as string));
    assert.deepEqual(await client.read(INTEGER, "7,-1,9"), {
      id: "7",
      outputs: { min: -1, max: 9, result: 7 },
      inputs: { min: -1, max: 9 },
    });
    assert.deepEqual(await client.read(BYTES, "aGk="), {
      id: "none",
      outputs: { length: 2, base64: secret("aGk="), hex: secret("6869") },
      inputs: { length: 2 },
    });
    const inputs = { byteLength: 2, prefix: "a,b" };
    assert.deepEqual(await client.read(ID, "a,b,aGk"), {
      id: "aGk",
      outputs: { ...inputs, b64Url: "a,baGk", b64Std: "a,baGk=", hex: "a,b6869", dec: "a,b26729" },
      inputs,
    });
    const uuid = "018f3b2c-0000-7000-8000-000000000000";
    assert.equal((await client.read(UUID7, uuid)).outputs.result, uuid);
    const wrong = async (type: string, id: string) => failure(client.read(type, id));
    assert.equal(await wrong(INTEGER, "7"), "'7' is not RESULT,MIN,MAX: three whole numbers");
    assert.equal(await wrong(BYTES, "?"), "the id to import is not the base64 form of some bytes");
    assert.equal(
      await wrong(ID, "x,?"),
      "'x,?' is not PREFIX,ID or ID, with an id in base64url form",
    );
    assert.match(await wrong(PET, "big-cat"), /RandomPet cannot be imported/);
  });

  it("keeps what another engine's state has, which leaves defaults out", async () => {
    const { inputs } = await client.check(PASSWORD, { length: 20 });
    const { outputs } = await client.create(PASSWORD, inputs);
    const official = { __defaults: [], length: 20 };
    assert.deepEqual(await client.diff(PASSWORD, outputs, official, inputs), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {},
    });
    const changed = await client.diff(PASSWORD, outputs, official, { ...inputs, upper: false });
    assert.deepEqual(changed.replaces, ["upper"]);
  });
});
