import { made } from "../../cases";
import type { Rule } from "../../rule";
import { image } from "./cases";

/**
 * Advice only: a public image is the cloud administrator's, who may give all tenants the same. The
 * provider's default is private.
 */
export const publicImage: Rule = {
  id: "CMP-06",
  title: "Images are given to the tenants that need them",
  severity: "low",
  level: "advisory",
  reason:
    "every tenant may boot and download a public image, those that come later included: licences " +
    "and secrets in it are everybody's",
  sources: ["Glance API v2, Images (visibility)"],
  remedy: "let visibility be shared, and declare an ImageAccess for each tenant",
  types: ["image"],
  check: ({ props }) => (props.visibility === "public" ? ["visibility is public"] : []),
  cases: {
    passes: [
      { of: "an image that is shared one by one", resources: image() },
      {
        of: "the provider's default",
        resources: {
          image: made("image", { name: "debian", containerFormat: "bare", diskFormat: "raw" }),
        },
      },
    ],
    fails: [
      {
        of: "an image for all",
        resources: image({ visibility: "public" }),
        finds: { image: ["visibility is public"] },
      },
    ],
  },
};
