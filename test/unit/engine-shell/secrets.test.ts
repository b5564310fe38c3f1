import assert from "node:assert/strict";

import * as fc from "fast-check";

import {
  IncorrectPassphrase,
  newSalt,
  symmetricCrypter,
  unlockSalt,
} from "../../../embedded/engine/secrets/crypter";
import { Passphrases } from "../../../embedded/engine/secrets/passphrase";
import { Redactor } from "../../../embedded/engine/secrets/redactor";
import { openValue, sealValue, showable } from "../../../embedded/engine/secrets/values";
import { SECRET, SIGNATURE } from "../../../embedded/engine/types";
import type { Value } from "../../../embedded/engine/types";

/** From the tests of Pulumi's own passphrase manager; its passphrase is "password". */
const SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";

const secret = (value: Value): Value => ({ [SIGNATURE]: SECRET, value });
const plainValue = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Value);
const value = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    tie("value").map(secret),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

describe("engine secrets", () => {
  it("unlocks a salt that Pulumi made", async () => {
    const crypter = await unlockSalt("password", SALT);
    assert.equal(crypter.decrypt(SALT.split(":").slice(2).join(":")), "pulumi");
  });

  it("refuses another passphrase and a malformed salt", async () => {
    await assert.rejects(unlockSalt("password123", SALT), IncorrectPassphrase);
    await assert.rejects(unlockSalt("password", "fozI5u6B030=:v1:x"), /salt is malformed/);
  });

  it("makes salts that the passphrase unlocks again", async () => {
    const { salt, crypter } = await newSalt("päss");
    const again = await unlockSalt("päss", salt);
    assert.equal(again.decrypt(crypter.encrypt("text")), "text");
  });

  it("says which variables to set when there is no terminal", async () => {
    await assert.rejects(new Passphrases({}).unlock(SALT), {
      message:
        "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
    });
  });

  it("notices a changed ciphertext", () => {
    const crypter = symmetricCrypter(Buffer.alloc(32, 7));
    const [version, nonce, sealed] = crypter.encrypt("text").split(":");
    const bytes = Buffer.from(sealed ?? "", "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    assert.throws(
      () => crypter.decrypt([version, nonce, bytes.toString("base64")].join(":")),
      /cannot be decrypted/,
    );
  });

  it("opens what it sealed, and leaves no secret in the clear", () => {
    const crypter = symmetricCrypter(Buffer.alloc(32, 7));
    const how = { field: "ciphertext", encrypt: (text: string) => crypter.encrypt(text) } as const;
    fc.assert(
      fc.property(value, (any) => {
        const sealed = sealValue({ any, canary: secret({ deep: ["canary-text"] }) }, how);
        assert.ok(!JSON.stringify(sealed).includes("canary-text"));
        assert.deepEqual(
          openValue(sealed, (text) => crypter.decrypt(text)),
          { any, canary: secret({ deep: ["canary-text"] }) },
        );
      }),
    );
  });

  it("shows secrets only when asked to", () => {
    const properties = { a: [secret({ b: secret("x") })], c: 1 };
    assert.deepEqual(showable(properties, false), { a: ["[secret]"], c: 1 });
    assert.deepEqual(showable(properties, true), { a: [{ b: "x" }], c: 1 });
  });

  it("shows what anyone may read, although a secret has it too", () => {
    const redactor = new Redactor();
    redactor.learn({ connection: secret({ host: "10.0.0.21", user: "root", key: "canary" }) });
    assert.equal(redactor.redact("root@10.0.0.21: canary"), "[secret]@[secret]: [secret]");
    redactor.learnOpen(JSON.stringify({ ssh: { user: "root" }, hosts: ["10.0.0.21"] }));
    assert.equal(redactor.redact("root@10.0.0.21: canary"), "root@10.0.0.21: [secret]");
  });

  it("takes known secrets out of any text, also escaped and in pieces", () => {
    fc.assert(
      fc.property(plainValue, fc.stringMatching(/^[A-Z]{3}[ "\\\n][A-Z]{3}$/), (other, text) => {
        const redactor = new Redactor();
        redactor.learn({ deep: [other, secret(JSON.stringify({ password: text }))] });
        const shown = redactor.redact(`it said ${text} and ${JSON.stringify(text)}`);
        assert.equal(shown, 'it said [secret] and "[secret]"');
      }),
    );
  });
});
