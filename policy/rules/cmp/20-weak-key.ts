import { made } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";

/** Bits of an RSA key's modulus, the third field of its blob; undefined where that is none. */
function rsaBits(blob: Buffer): number | undefined {
  let at = 0;
  let field: Uint8Array = new Uint8Array();
  for (let i = 0; i < 3; i++) {
    if (at + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(at);
    field = blob.subarray(at + 4, at + 4 + length);
    if (field.length < length) return undefined;
    at += 4 + length;
  }
  const first = field.findIndex((byte) => byte !== 0);
  if (first < 0) return undefined;
  return (field.length - first) * 8 - Math.clz32(field[first] ?? 0) + 24;
}

const key = (publicKey: string) => ({ key: made("keypair", { name: "ops", publicKey }) });

export const weakKey: Rule = {
  id: "CMP-20",
  title: "SSH keys cannot be computed",
  severity: "high",
  reason: "the private key of a short RSA or of any DSA key can be found from the public one",
  sources: ["NIST SP 800-131A Rev. 2", "OpenSSH 7.0 release notes (ssh-dss)"],
  remedy: "take an Ed25519 key, or RSA of 3072 bits",
  types: ["keypair"],
  check: (resource) => {
    const [type, blob = ""] = (text(resource, "publicKey") ?? "").trim().split(/\s+/);
    if (type === "ssh-dss") return ["publicKey is a DSA key (ssh-dss)"];
    const bits = type === "ssh-rsa" ? rsaBits(Buffer.from(blob, "base64")) : undefined;
    return bits !== undefined && bits < 2048 ? [`publicKey is RSA of ${bits} bits`] : [];
  },
  cases: {
    passes: [
      {
        of: "Ed25519",
        resources: key(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM63gNBG+OaxRvMTfK8WHr8eRseAGSEDnZsyfyJbl6Xf ops",
        ),
      },
      {
        of: "RSA of 3072 bits",
        resources: key(
          "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCdIjCT7c/8mPzD6hETFNUrtCVDB78GFSwoatObBD/aMVcHXAtdzoxTgjcIG+JIR0Ua+U1tB7WGpTXNU70pV0eA+iYAh565Ji9pukSLVSUrLXiSTFaOHrzvHukX1vQeEHXCXq9m/xGWpuW0MbLG7FKMUBz2HV25cJFpCry+/UXjEV7EdSbJ69gMFZcDwMtB0nsQvajw/KwUOivPMAB5ov2IZsflscqUPf4uk/AezPiC31nIpSL6VI4pYjdcQcPK6/fGG3F8kH0j8r4/arZpz7vq4LmzdtdSwE+bkGW8ifir0sJqGOOu8TNsTGGzp3OU/2pVcmRRTKZQs3Fh9G7En5MfR4t8IXIOdNXTYoSIY2BsV3xvJv8nNy5VvWOxXvLDVFc5D78K8FVztttTstTOCOIgRy/1qt1ECS3B4XjJRWxLtXwPd4NE/ZG2Wgfgts/OjuZYP5Steb80BqkoDhIhtHaoF6CVjh0qXROzCEjo8dJLifO70zG3dlfFjUrcEot1Bk0= ops",
        ),
      },
    ],
    fails: [
      {
        of: "RSA of 1024 bits",
        resources: key(
          "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDCxegfVsJwMmP53CleThW+LK9itNPIibA9eBEVv3vvv6h8eanWtIi17QGDAdaU9k3JbH+McJI5WdboRcSc6nPKK0sjIYYnz2J451TnLFwE7PZDtYv7ohC4NmHMZd/gV6NlW8mROyczqlZiPoXgaMahVexCH0+ZeTF0d464hr4ZiQ== ops",
        ),
        finds: { key: ["publicKey is RSA of 1024 bits"] },
      },
      {
        of: "DSA",
        resources: key("ssh-dss AAAAB3NzaC1kc3MAAACBAP0 ops"),
        finds: { key: ["publicKey is a DSA key (ssh-dss)"] },
      },
    ],
  },
};
