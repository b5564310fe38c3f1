import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Properties } from "../../../embedded/engine/types";
import { tls } from "../../../embedded/plugins/tls/provider";
import { Client } from "../../unit/plugins-basic/support/client";

const run = promisify(execFile);

/** What OpenSSL makes of the certificates; it is what most of a cloud's services ask. */
describe("tls certificates under openssl", () => {
  let client: Client;
  let folder: string;
  before(async () => {
    client = await Client.start(tls);
    folder = await mkdtemp(join(tmpdir(), "tls-contract-"));
  });
  after(async () => {
    client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function make(type: string, news: Properties): Promise<Properties> {
    const token = `tls:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
    const { inputs, failures } = await client.check(token, news);
    assert.deepEqual(failures, []);
    return (await client.create(token, inputs)).outputs;
  }

  async function authority(privateKeyPem: Properties[string], commonName: string) {
    return make("SelfSignedCert", {
      privateKeyPem,
      subject: { commonName },
      isCaCertificate: true,
      validityPeriodHours: 24,
      allowedUses: ["cert_signing", "crl_signing"],
    });
  }

  async function saved(name: string, text: unknown): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, String(text));
    return file;
  }

  const kinds: { algorithm: string; [option: string]: string }[] = [
    { algorithm: "RSA" },
    { algorithm: "ECDSA", ecdsaCurve: "P256" },
    { algorithm: "ECDSA", ecdsaCurve: "P384" },
    { algorithm: "ED25519" },
  ];
  for (const kind of kinds) {
    it(`verifies a chain of ${kind.ecdsaCurve ?? kind.algorithm} keys, under its own authority only`, async () => {
      const [caKey = null, otherKey = null, key = null] = await Promise.all(
        [1, 2, 3].map(async () => (await make("PrivateKey", kind)).privateKeyPem ?? null),
      );
      const ca = await authority(caKey, "inside");
      const other = await authority(otherKey, "inside");
      const request = await make("CertRequest", {
        privateKeyPem: key,
        subject: { commonName: "api", country: "DE" },
        dnsNames: ["api.example.org"],
        ipAddresses: ["192.0.2.7"],
      });
      const signed = await make("LocallySignedCert", {
        caCertPem: ca.certPem ?? null,
        caPrivateKeyPem: caKey,
        certRequestPem: request.certRequestPem ?? null,
        validityPeriodHours: 12,
        allowedUses: ["digital_signature", "server_auth"],
      });
      const caFile = await saved("ca.pem", ca.certPem);
      const otherFile = await saved("other.pem", other.certPem);
      const file = await saved("api.pem", signed.certPem);
      const requestFile = await saved("api.csr", request.certRequestPem);

      const verify = (bundle: string, ...more: string[]) =>
        run("openssl", ["verify", "-x509_strict", "-CAfile", bundle, ...more, file]);
      const names = ["-verify_hostname", "api.example.org", "-purpose", "sslserver"];
      assert.equal((await verify(caFile, ...names)).stdout, `${file}: OK\n`);
      assert.equal((await verify(caFile, "-verify_ip", "192.0.2.7")).stdout, `${file}: OK\n`);
      await assert.rejects(verify(otherFile), /unable to get local issuer|signature failure/);
      await assert.rejects(verify(caFile, "-purpose", "sslclient"), /unsuitable|unsupported/);
      await assert.rejects(verify(caFile, "-verify_hostname", "x.example.org"), /mismatch/);

      const checked = await run("openssl", [
        "req",
        "-verify",
        "-noout",
        "-subject",
        "-in",
        requestFile,
      ]);
      assert.match(checked.stdout, /^subject=C = DE, CN = api$/m);
      assert.match(checked.stderr + checked.stdout, /self-signature verify OK/);
    });
  }
});
