import { made, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { by, image, LOGINS } from "./cases";
import { isForeign, projectOf } from "./common";

const access = made("imageAccess", { imageId: ref("image"), memberId: ref("globex") });

export const imageOfAnotherTenant: Rule = {
  id: "CMP-07",
  title: "Tenants use images of the cloud or their own",
  severity: "high",
  reason:
    "whoever makes an image decides what runs in machines that start from it: the other tenant's " +
    "code is then inside this one's networks",
  sources: ["OpenStack Security Guide, Security services for instances: Trusted images"],
  remedy: "let the cloud make the image (with the administrator's provider), and give it to both",
  checkStack: (stack) =>
    stack.of("imageAccess").flatMap((resource): Finding[] => {
      const shared = stack.follow(resource, "imageId", "image");
      const theirs = shared && projectOf(stack, shared);
      const member = stack.ownerAt(resource, "memberId");
      if (!shared || !theirs || !member || !isForeign(theirs, member)) return [];
      const found = `image ${nameOf(shared)} of ${theirs.name} is given to ${member.name}`;
      return [{ resource, found }];
    }),
  cases: {
    passes: [
      {
        of: "an image of the cloud",
        resources: { ...LOGINS, ...image(), access },
      },
    ],
    fails: [
      {
        of: "an image that another tenant made",
        resources: {
          ...LOGINS,
          image: by(
            "acme-login",
            made("image", {
              name: "debian",
              containerFormat: "bare",
              diskFormat: "raw",
              visibility: "shared",
            }),
          ),
          access,
        },
        finds: { access: ["image debian of acme is given to globex"] },
      },
    ],
  },
};
