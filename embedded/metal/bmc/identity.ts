import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeRequest, selfSign, signLocally } from "../../plugins/tls/certificate";
import { newKey } from "../../plugins/tls/keys";
import type { BareMachine, Room } from "./plan";

const TEN_YEARS = 10 * 365 * 24;

/** The certificate that signs those of all controllers of a room. */
export const caFile = ({ folder }: Pick<Room, "folder">): string => join(folder, "ca.crt");
/** The password of a controller's user. */
export const passwordFile = ({ folder }: BareMachine): string => join(folder, "password");

export interface Identity {
  password: string;
  key: string;
  certificate: string;
}

/** Makes what is missing of a room's certificates and passwords. */
export async function makeIdentities(room: Room): Promise<void> {
  await mkdir(room.folder, { recursive: true, mode: 0o700 });
  const ca = await makeCa(room);
  for (const machine of room.machines) {
    await mkdir(machine.folder, { recursive: true, mode: 0o700 });
    if (!existsSync(passwordFile(machine))) {
      await writeWhole(passwordFile(machine), randomBytes(18).toString("base64url"));
    }
    if (!existsSync(join(machine.folder, "bmc.crt"))) await makeCertificate(machine, ca);
  }
}

export async function readIdentity(machine: BareMachine): Promise<Identity> {
  const read = (file: string) => readFile(file, "utf8");
  return {
    password: await read(passwordFile(machine)),
    key: await read(join(machine.folder, "bmc.key")),
    certificate: await read(join(machine.folder, "bmc.crt")),
  };
}

async function makeCa(room: Room): Promise<{ key: string; certificate: string }> {
  const keyFile = join(room.folder, "ca.key");
  // The certificate is written last: with it the pair is whole.
  if (!existsSync(caFile(room))) {
    const key = await newPrivateKey();
    const { certPem } = await selfSign({
      privateKeyPem: key,
      subject: { commonName: "Lab BMC CA" },
      isCaCertificate: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: TEN_YEARS,
    });
    await writeWhole(keyFile, key);
    await writeWhole(caFile(room), certPem as string);
  }
  const read = (file: string) => readFile(file, "utf8");
  return { key: await read(keyFile), certificate: await read(caFile(room)) };
}

async function makeCertificate(
  machine: BareMachine,
  ca: { key: string; certificate: string },
): Promise<void> {
  const key = await newPrivateKey();
  const certRequestPem = await makeRequest({
    privateKeyPem: key,
    subject: { commonName: `${machine.name} BMC` },
    ipAddresses: [machine.bmc],
  });
  const { certPem } = await signLocally({
    certRequestPem,
    caCertPem: ca.certificate,
    caPrivateKeyPem: ca.key,
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: TEN_YEARS,
  });
  await writeWhole(join(machine.folder, "bmc.key"), key);
  await writeWhole(join(machine.folder, "bmc.crt"), certPem as string);
}

const newPrivateKey = async (): Promise<string> =>
  (await newKey({ algorithm: "ECDSA", ecdsaCurve: "P256" })).privateKeyPem as string;

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
