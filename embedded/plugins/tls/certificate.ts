import { randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Properties, Value } from "../../../providers/server/types";
import { signingPair } from "./signing";

x509.cryptoProvider.set(webcrypto);

const HOUR = 60 * 60 * 1000;

/** Extensions of RFC 5280 by their object identifiers. */
const SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

/** The bits of the key usage extension, by the names of `allowedUses`. */
export const KEY_USES: Record<string, x509.KeyUsageFlags> = {
  digital_signature: x509.KeyUsageFlags.digitalSignature,
  content_commitment: x509.KeyUsageFlags.nonRepudiation,
  key_encipherment: x509.KeyUsageFlags.keyEncipherment,
  data_encipherment: x509.KeyUsageFlags.dataEncipherment,
  key_agreement: x509.KeyUsageFlags.keyAgreement,
  cert_signing: x509.KeyUsageFlags.keyCertSign,
  crl_signing: x509.KeyUsageFlags.cRLSign,
  encipher_only: x509.KeyUsageFlags.encipherOnly,
  decipher_only: x509.KeyUsageFlags.decipherOnly,
};

/** The object identifiers of the extended key usage extension, likewise. */
export const EXTENDED_USES: Record<string, string> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
};

const texts = (value: Value | undefined): string[] =>
  Array.isArray(value) ? (value as string[]) : [];

/** The RDNs of a `subject`, in the order of the official provider. */
export function subjectName(subject: Value | undefined): string {
  const given = (subject ?? {}) as Record<string, Value>;
  const parts: [string, string[]][] = [
    ["C", texts([given.country ?? null])],
    ["O", texts([given.organization ?? null])],
    ["OU", texts([given.organizationalUnit ?? null])],
    ["L", texts([given.locality ?? null])],
    ["ST", texts([given.province ?? null])],
    ["STREET", texts(given.streetAddresses)],
    ["2.5.4.17", texts([given.postalCode ?? null])],
    ["CN", texts([given.commonName ?? null])],
    ["2.5.4.5", texts([given.serialNumber ?? null])],
  ];
  return parts
    .flatMap(([type, values]) =>
      values.filter((value) => value !== null).map((value) => `${type}=${escapeName(value)}`),
    )
    .join(", ");
}

const escapeName = (value: string): string => value.replace(/([,+"\\<>;#=])/g, "\\$1");

function alternativeNames(inputs: Properties): x509.Extension[] {
  const names: x509.JsonGeneralNames = [
    ...texts(inputs.dnsNames).map((value) => ({ type: "dns" as const, value })),
    ...texts(inputs.ipAddresses).map((value) => ({ type: "ip" as const, value })),
    ...texts(inputs.uris).map((value) => ({ type: "url" as const, value })),
  ];
  return names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [];
}

export async function makeRequest(inputs: Properties): Promise<string> {
  const { keys, signing } = await signingPair(inputs.privateKeyPem as string);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectName(inputs.subject),
    keys: keys,
    signingAlgorithm: signing,
    extensions: alternativeNames(inputs),
  });
  return `${request.toString("pem")}\n`;
}

/** What a certificate says, beyond what its inputs state. */
interface Issue {
  subject: string;
  issuer: string;
  publicKey: x509.PublicKeyType;
  signingKeyPem: string;
  names: x509.Extension[];
  authority?: x509.Extension;
}

async function issue(inputs: Properties, given: Issue): Promise<Properties> {
  const { keys, signing } = await signingPair(given.signingKeyPem);
  const uses = texts(inputs.allowedUses);
  const flags = uses.reduce((sum, use) => sum | (KEY_USES[use] ?? 0), 0);
  const extended = uses.flatMap((use) => EXTENDED_USES[use] ?? []);
  const isCa = inputs.isCaCertificate === true;
  // Certificates have whole seconds.
  const start = new Date(Math.floor(Date.now() / 1000) * 1000);
  const end = new Date(start.getTime() + (inputs.validityPeriodHours as number) * HOUR);
  const extensions: x509.Extension[] = [
    ...(flags ? [new x509.KeyUsagesExtension(flags, true)] : []),
    ...(extended.length > 0 ? [new x509.ExtendedKeyUsageExtension(extended)] : []),
    new x509.BasicConstraintsExtension(isCa, isCa ? pathLength(inputs) : undefined, true),
    ...given.names,
    ...(given.authority ? [given.authority] : []),
  ];
  if (isCa || inputs.setSubjectKeyId === true) {
    extensions.push(await x509.SubjectKeyIdentifierExtension.create(given.publicKey));
  }
  const certificate = await x509.X509CertificateGenerator.create({
    // Positive, and of the 128 random bits that the official provider uses.
    serialNumber: `01${randomBytes(16).toString("hex")}`,
    subject: given.subject,
    issuer: given.issuer,
    notBefore: start,
    notAfter: end,
    publicKey: given.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: signing,
    extensions,
  });
  return {
    certPem: `${certificate.toString("pem")}\n`,
    readyForRenewal: false,
    validityStartTime: start.toISOString().replace(".000", ""),
    validityEndTime: end.toISOString().replace(".000", ""),
  };
}

const pathLength = (inputs: Properties): number | undefined =>
  typeof inputs.maxPathLength === "number" && inputs.maxPathLength >= 0
    ? inputs.maxPathLength
    : undefined;

export async function selfSign(inputs: Properties): Promise<Properties> {
  const signingKeyPem = inputs.privateKeyPem as string;
  const { keys } = await signingPair(signingKeyPem);
  const subject = subjectName(inputs.subject);
  const publicKey = keys.publicKey;
  return issue(inputs, {
    subject,
    issuer: subject,
    publicKey,
    signingKeyPem,
    names: alternativeNames(inputs),
    ...(inputs.setAuthorityKeyId === true
      ? { authority: await x509.AuthorityKeyIdentifierExtension.create(publicKey) }
      : {}),
  });
}

export async function signLocally(inputs: Properties): Promise<Properties> {
  const ca = new x509.X509Certificate(inputs.caCertPem as string);
  const request = new x509.Pkcs10CertificateRequest(inputs.certRequestPem as string);
  const names = request.getExtension(SUBJECT_ALTERNATIVE_NAME);
  const authorityKey = ca.getExtension<x509.SubjectKeyIdentifierExtension>(SUBJECT_KEY_IDENTIFIER);
  return issue(inputs, {
    subject: request.subject,
    issuer: ca.subject,
    publicKey: request.publicKey,
    signingKeyPem: inputs.caPrivateKeyPem as string,
    names: names ? [names] : [],
    ...(authorityKey
      ? { authority: new x509.AuthorityKeyIdentifierExtension(authorityKey.keyId) }
      : {}),
  });
}
