import type { Rule } from "../../rule";
import { image, SIGNATURE } from "./cases";
import { lacks, SIGNED_BY } from "./signature";

export const halfSignedImage: Rule = {
  id: "CMP-09",
  title: "An image is signed whole or not at all",
  severity: "high",
  reason:
    "Glance and Nova check a signature only where all four properties are there: with one missing " +
    "the image looks signed and anything is accepted as it",
  sources: [
    "Glance User Guide, Image Signature Verification",
    "OpenStack Security Guide, Security services for instances: Image signature verification",
  ],
  remedy: "add the properties that are missing, or remove the others",
  types: ["image"],
  check: (resource) => {
    const missing = lacks(resource) ?? [];
    return missing.length === 0 || missing.length === SIGNED_BY.length
      ? []
      : [`it is signed, but without ${missing.join(", ")}`];
  },
  cases: {
    passes: [
      { of: "an image that is signed", resources: image({}, SIGNATURE) },
      { of: "an image that is not", resources: image({}, { os_distro: "debian" }) },
    ],
    fails: [
      {
        of: "a signature without its certificate",
        resources: image(
          {},
          {
            img_signature: "c2lnbmF0dXJl",
            img_signature_hash_method: "SHA-256",
            img_signature_key_type: "RSA-PSS",
          },
        ),
        finds: { image: ["it is signed, but without img_signature_certificate_uuid"] },
      },
    ],
  },
};
