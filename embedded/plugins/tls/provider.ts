import { createHash } from "node:crypto";
import { UNKNOWN } from "../../engine/types";
import { diffInputs } from "../../../providers/server/diff";
import { withDefaults } from "../../../providers/server/resources";
import type { InputTable } from "../../../providers/server/inputs";
import type {
  CheckFailure,
  DiffRequest,
  Properties,
  Provider,
  ResourceType,
} from "../../../providers/server/types";
import { EXTENDED_USES, KEY_USES, makeRequest, selfSign, signLocally } from "./certificate";
import { keyAlgorithm, newKey } from "./keys";

/** The version of @pulumi/tls whose properties and behaviour these are. */
const VERSION = "5.6.1";

const HOUR = 60 * 60 * 1000;

/** Resources are told apart by what they hold, as in the official provider. */
const idOf = (text: unknown): string => createHash("sha1").update(String(text)).digest("hex");

const privateKey: ResourceType = {
  inputs: {
    algorithm: { kind: "string", required: true, values: ["RSA", "ECDSA", "ED25519"] },
    ecdsaCurve: { kind: "string", default: "P224", values: ["P224", "P256", "P384", "P521"] },
    rsaBits: { kind: "integer", default: 2048, minimum: 1024 },
  },
  computed: [
    "privateKeyOpenssh",
    "privateKeyPem",
    "privateKeyPemPkcs8",
    "publicKeyFingerprintMd5",
    "publicKeyFingerprintSha256",
    "publicKeyOpenssh",
    "publicKeyPem",
  ],
  secretOutputs: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
  create: async ({ inputs }) => {
    const forms = await newKey(inputs);
    return { id: idOf(forms.publicKeyPem), outputs: { ...inputs, ...forms } };
  },
};

const names: InputTable = {
  subject: { kind: "map" },
  dnsNames: { kind: "list" },
  ipAddresses: { kind: "list" },
  uris: { kind: "list" },
};

const request: ResourceType = {
  inputs: { ...names, privateKeyPem: { kind: "string", required: true, secret: true } },
  computed: ["certRequestPem", "keyAlgorithm"],
  create: async ({ inputs }) => {
    const certRequestPem = await makeRequest(inputs);
    const algorithm = keyAlgorithm(inputs.privateKeyPem as string);
    return {
      id: idOf(certRequestPem),
      outputs: { ...inputs, certRequestPem, keyAlgorithm: algorithm },
    };
  },
};

const validity: InputTable = {
  allowedUses: { kind: "list", required: true },
  validityPeriodHours: { kind: "integer", required: true, minimum: 0 },
  earlyRenewalHours: { kind: "integer", default: 0, minimum: 0 },
  isCaCertificate: { kind: "boolean", default: false },
  maxPathLength: { kind: "integer", default: -1, minimum: -1 },
  setSubjectKeyId: { kind: "boolean", default: false },
};

const validityOutputs = ["certPem", "readyForRenewal", "validityEndTime", "validityStartTime"];

/** A certificate that a key signs. When its time to be renewed has come, it is replaced. */
const certificate = (
  inputs: InputTable,
  computed: string[],
  sign: (inputs: Properties) => Promise<Properties>,
): ResourceType => ({
  inputs: { ...inputs, ...validity },
  computed: [...validityOutputs, ...computed],
  check: ({ inputs }) => ({ inputs, failures: unknownUses(inputs) }),
  diff: (asked) => {
    const found = diffInputs(
      withDefaults({ ...inputs, ...validity }, asked.oldInputs),
      asked.inputs,
      // When it is to be renewed is read from the state only: nothing of the certificate changes.
      (property) => property !== "earlyRenewalHours",
    );
    if (!isDue(asked)) return found;
    return {
      ...found,
      changes: true,
      replaces: [...found.replaces, "readyForRenewal"],
      detailed: { ...found.detailed, readyForRenewal: "update-replace" },
    };
  },
  create: async ({ inputs }) => {
    const signed = await sign(inputs);
    return { id: idOf(signed.certPem), outputs: { ...inputs, ...signed } };
  },
  update: ({ olds, inputs }) => Promise.resolve({ ...olds, ...inputs }),
});

function isDue({ olds, inputs }: DiffRequest): boolean {
  if (typeof olds.validityEndTime !== "string") return false;
  const early = typeof inputs.earlyRenewalHours === "number" ? inputs.earlyRenewalHours : 0;
  return Date.now() >= Date.parse(olds.validityEndTime) - early * HOUR;
}

function unknownUses(inputs: Properties): CheckFailure[] {
  const known = [...Object.keys(KEY_USES), ...Object.keys(EXTENDED_USES)];
  const given = Array.isArray(inputs.allowedUses) ? inputs.allowedUses : [];
  return given.flatMap((use, at) =>
    typeof use === "string" && use !== UNKNOWN && !known.includes(use)
      ? [
          {
            property: `allowedUses[${at}]`,
            reason: `expected one of ${known.join(", ")}, found "${use}"`,
          },
        ]
      : [],
  );
}

/** Keys, requests and certificates that are made here and kept in the state. */
export const tls: Provider = {
  name: "tls",
  version: VERSION,
  resources: {
    "tls:index/privateKey:PrivateKey": privateKey,
    "tls:index/certRequest:CertRequest": request,
    "tls:index/selfSignedCert:SelfSignedCert": certificate(
      {
        ...names,
        privateKeyPem: { kind: "string", required: true, secret: true },
        setAuthorityKeyId: { kind: "boolean", default: false },
      },
      ["keyAlgorithm"],
      async (inputs) => ({
        ...(await selfSign(inputs)),
        keyAlgorithm: keyAlgorithm(inputs.privateKeyPem as string),
      }),
    ),
    "tls:index/locallySignedCert:LocallySignedCert": certificate(
      {
        caCertPem: { kind: "string", required: true },
        caPrivateKeyPem: { kind: "string", required: true, secret: true },
        certRequestPem: { kind: "string", required: true },
      },
      ["caKeyAlgorithm"],
      async (inputs) => ({
        ...(await signLocally(inputs)),
        caKeyAlgorithm: keyAlgorithm(inputs.caPrivateKeyPem as string),
      }),
    ),
  },
};
