import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { utils } from "ssh2";
import { UNKNOWN } from "../../../embedded/engine/types";
import type { Properties } from "../../../embedded/engine/types";
import { isSecret, revealAll } from "../../../providers/server/values";
import { newKey } from "../../../embedded/plugins/tls/keys";
import { tls } from "../../../embedded/plugins/tls/provider";
import { Client, failure } from "./support/client";

const KEY = "tls:index/privateKey:PrivateKey";
const REQUEST = "tls:index/certRequest:CertRequest";
const SELF = "tls:index/selfSignedCert:SelfSignedCert";
const LOCAL = "tls:index/locallySignedCert:LocallySignedCert";

const HOUR = 60 * 60 * 1000;
/** The object identifier of TLS server authentication. */
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const PRIVATE = ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"];

describe("tls provider", () => {
  let client: Client;
  before(async () => (client = await Client.start(tls)));
  after(() => client.stop());

  async function make(type: string, news: Properties): Promise<Properties> {
    const { inputs, failures } = await client.check(type, news);
    assert.deepEqual(failures, []);
    return (await client.create(type, inputs)).outputs;
  }

  const keys = [
    [{ algorithm: "RSA" }, "rsa", "ssh-rsa"],
    [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "ec", "ecdsa-sha2-nistp256"],
    [{ algorithm: "ECDSA", ecdsaCurve: "P384" }, "ec", "ecdsa-sha2-nistp384"],
    [{ algorithm: "ED25519" }, "ed25519", "ssh-ed25519"],
  ] as const;
  for (const [given, kind, ssh] of keys) {
    it(`makes a ${ssh} key whose forms agree, the private ones secret`, async () => {
      const outputs = await make(KEY, given);
      const secrets = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
      assert.deepEqual(secrets.sort(), PRIVATE);
      const plain = revealAll(outputs) as Record<string, string>;
      const spki = plain.publicKeyPem ?? "";
      for (const form of ["privateKeyPem", "privateKeyPemPkcs8"]) {
        const key = createPrivateKey(plain[form] ?? "");
        assert.equal(key.asymmetricKeyType, kind);
        assert.equal(createPublicKey(key).export({ type: "spki", format: "pem" }), spki);
      }
      for (const form of ["privateKeyOpenssh", "publicKeyOpenssh"]) {
        const parsed = utils.parseKey(plain[form] ?? "");
        if (parsed instanceof Error) throw parsed;
        assert.equal(parsed.type, ssh);
        assert.equal(
          `${parsed.type} ${parsed.getPublicSSH().toString("base64")}\n`,
          plain.publicKeyOpenssh,
        );
        assert.equal(parsed.getPublicPEM().trim(), spki.trim());
      }
      assert.match(plain.publicKeyFingerprintMd5 ?? "", /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
      assert.match(plain.publicKeyFingerprintSha256 ?? "", /^SHA256:[A-Za-z0-9+/]{43}$/);
    });
  }

  it("makes no ED25519 key that has lost its first byte, as one in 200 of ssh2's has", async () => {
    for (let count = 0; count < 500; count++) {
      const { publicKeyOpenssh } = await newKey({ algorithm: "ED25519" });
      const blob = Buffer.from((publicKeyOpenssh as string).split(" ")[1] ?? "", "base64");
      assert.equal(blob.readUInt32BE(15), 32);
    }
  });

  it("makes a P224 key by default, which has no OpenSSH form and signs no certificate", async () => {
    const plain = revealAll(await make(KEY, { algorithm: "ECDSA" })) as Record<string, string>;
    const key = createPrivateKey(plain.privateKeyPem ?? "");
    assert.equal(key.asymmetricKeyDetails?.namedCurve, "secp224r1");
    assert.deepEqual(
      [
        plain.privateKeyOpenssh,
        plain.publicKeyOpenssh,
        plain.publicKeyFingerprintMd5,
        plain.publicKeyFingerprintSha256,
      ],
      ["", "", "", ""],
    );
    const asked = { privateKeyPem: plain.privateKeyPem ?? "", subject: { commonName: "x" } };
    assert.equal(
      await failure(client.create(REQUEST, asked)),
      "certificates cannot be made with a P224 key here; use P256, P384 or P521 instead",
    );
  });

  for (const [given, , ssh] of keys) {
    it(`signs a request with a certificate authority (${ssh})`, async () => {
      const caKey = (await make(KEY, given)).privateKeyPem ?? null;
      const key = (await make(KEY, given)).privateKeyPem ?? null;
      const caOutputs = await make(SELF, {
        privateKeyPem: caKey,
        subject: { commonName: "cloud, inside", organization: "Example" },
        isCaCertificate: true,
        validityPeriodHours: 87600,
        allowedUses: ["cert_signing", "crl_signing"],
      });
      const request = await make(REQUEST, {
        privateKeyPem: key,
        subject: { commonName: "api" },
        dnsNames: ["api.example.org"],
        ipAddresses: ["192.0.2.7", "2001:db8::7"],
      });
      assert.equal(request.keyAlgorithm, given.algorithm);
      const signed = await make(LOCAL, {
        caCertPem: caOutputs.certPem ?? null,
        caPrivateKeyPem: caKey,
        certRequestPem: request.certRequestPem ?? null,
        validityPeriodHours: 12,
        allowedUses: ["digital_signature", "server_auth"],
      });
      assert.equal(signed.caKeyAlgorithm, given.algorithm);
      assert.ok(isSecret(signed.caPrivateKeyPem));

      const ca = new X509Certificate(caOutputs.certPem as string);
      const leaf = new X509Certificate(signed.certPem as string);
      assert.deepEqual([ca.ca, leaf.ca], [true, false]);
      assert.equal(ca.subject, "O=Example\nCN=cloud\\, inside");
      assert.deepEqual([leaf.subject, leaf.issuer], ["CN=api", ca.subject]);
      assert.ok(ca.verify(ca.publicKey));
      assert.ok(leaf.verify(ca.publicKey));
      assert.ok(leaf.checkIssued(ca));
      assert.ok(leaf.checkPrivateKey(createPrivateKey(revealAll({ key }).key as string)));
      assert.equal(leaf.checkHost("api.example.org"), "api.example.org");
      assert.equal(leaf.checkHost("other.example.org"), undefined);
      assert.equal(leaf.checkIP("192.0.2.7"), "192.0.2.7");
      assert.equal(leaf.checkIP("2001:db8::7"), "2001:db8::7");
      assert.equal(leaf.checkIP("192.0.2.8"), undefined);
      assert.deepEqual(leaf.keyUsage, [SERVER_AUTH]);
      for (const [outputs, certificate, hours] of [
        [caOutputs, ca, 87600],
        [signed, leaf, 12],
      ] as const) {
        const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
        assert.equal(to - from, hours * HOUR);
        assert.equal(Date.parse(outputs.validityStartTime as string), from);
        assert.equal(Date.parse(outputs.validityEndTime as string), to);
      }
    });
  }

  it("replaces a certificate once it is within its early renewal hours", async () => {
    const key = (await make(KEY, { algorithm: "ED25519" })).privateKeyPem ?? null;
    const { inputs } = await client.check(SELF, {
      privateKeyPem: key,
      validityPeriodHours: 10,
      earlyRenewalHours: 9,
      allowedUses: ["server_auth"],
    });
    const { outputs } = await client.create(SELF, inputs);
    const fresh = await client.diff(SELF, outputs, inputs, inputs);
    assert.deepEqual([fresh.changes, fresh.replaces], [false, []]);
    const later = { ...outputs, validityEndTime: new Date(Date.now() + 8 * HOUR).toISOString() };
    assert.deepEqual(await client.diff(SELF, later, inputs, inputs), {
      changes: true,
      replaces: ["readyForRenewal"],
      deleteBeforeReplace: false,
      detailed: { readyForRenewal: "update-replace" },
    });
    const moved = { ...inputs, earlyRenewalHours: 5 };
    assert.deepEqual(await client.diff(SELF, later, inputs, moved), {
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: { earlyRenewalHours: "update" },
    });
  });

  it("names each use that it does not know; one that is not known yet may be any", async () => {
    const { failures } = await client.check(SELF, {
      privateKeyPem: "key",
      validityPeriodHours: 1,
      allowedUses: ["server_auth", "serve", UNKNOWN, "Server-Auth"],
    });
    const expected =
      "expected one of digital_signature, content_commitment, key_encipherment, " +
      "data_encipherment, key_agreement, cert_signing, crl_signing, encipher_only, " +
      "decipher_only, any_extended, server_auth, client_auth, code_signing, email_protection, " +
      "timestamping, ocsp_signing, found";
    assert.deepEqual(failures, [
      `allowedUses[1]: ${expected} "serve"`,
      `allowedUses[3]: ${expected} "Server-Auth"`,
    ]);
  });
});
