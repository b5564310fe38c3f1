import { made, ref } from "../../cases";
import { nameOf, text, type Declared } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { asked, by, image, LOGINS, SIGNATURE } from "./cases";
import { demandsOf, projectOf } from "./common";
import { lacks } from "./signature";

const unsigned = (image: Declared | undefined): image is Declared =>
  image !== undefined && (lacks(image)?.length ?? 0) > 0;

const grant = made("imageAccess", { imageId: ref("image"), memberId: ref("acme") });

/** Images that the program declares; of others it does not say whether they are signed. */
export const unsignedImage: Rule = {
  id: "CMP-10",
  title: "Tenants that asked for signed images have no others",
  severity: "high",
  reason:
    "an image without a signature is whatever the store holds: who may write there, or is in " +
    "between, chooses what the tenant's machines run",
  sources: [
    "OpenStack Security Guide, Security services for instances: Image signature verification",
    "Glance User Guide, Image Signature Verification",
  ],
  remedy: "sign the image (the four img_signature properties), or take the access away",
  checkStack: (stack, settings) => {
    const asks = (name: string | undefined): boolean =>
      name !== undefined && demandsOf(settings, name)?.signedImages === true;
    const asking = [...new Set(stack.tenants().map(nameOf).filter(asks))].sort();
    const given = stack.of("imageAccess").flatMap((resource): Finding[] => {
      const image = stack.follow(resource, "imageId", "image");
      const member = stack.ownerAt(resource, "memberId")?.name;
      if (!asks(member) || !unsigned(image)) return [];
      return [{ resource, found: `image ${nameOf(image)} is not signed, ${member} asked for it` }];
    });
    const started = stack.of("instance").flatMap((resource): Finding[] => {
      const image = stack.follow(resource, "imageId", "image");
      const owner = projectOf(stack, resource)?.name;
      if (!asks(owner) || !unsigned(image)) return [];
      return [
        { resource, found: `it starts from ${nameOf(image)}, not signed as ${owner} asked for` },
      ];
    });
    const open = stack.of("image").flatMap((resource): Finding[] => {
      const visibility = text(resource, "visibility");
      if (visibility !== "public" && visibility !== "community") return [];
      if (asking.length === 0 || !unsigned(resource)) return [];
      return [
        {
          resource,
          found: `it is ${visibility} and not signed, ${asking.join(", ")} asked for it`,
        },
      ];
    });
    return [...given, ...started, ...open];
  },
  cases: {
    passes: [
      {
        of: "a signed image for a tenant that asked for it",
        settings: asked({ signedImages: true }),
        resources: { ...LOGINS, ...image({}, SIGNATURE), grant },
      },
      { of: "any image for others", resources: { ...LOGINS, ...image(), grant } },
    ],
    fails: [
      {
        of: "an image without a signature, given and started",
        settings: asked({ signedImages: true }),
        resources: {
          ...LOGINS,
          ...image(),
          grant,
          machine: by("acme-login", made("instance", { name: "web", imageId: ref("image") })),
        },
        finds: {
          grant: ["image debian is not signed, acme asked for it"],
          machine: ["it starts from debian, not signed as acme asked for"],
        },
      },
      {
        of: "a public one",
        settings: asked({ signedImages: true }),
        resources: { ...LOGINS, ...image({ visibility: "public" }) },
        finds: { image: ["it is public and not signed, acme asked for it"] },
      },
    ],
  },
};
