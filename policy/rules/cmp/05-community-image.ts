import type { Rule } from "../../rule";
import { image } from "./cases";

export const communityImage: Rule = {
  id: "CMP-05",
  title: "No image is offered to the community",
  severity: "high",
  reason:
    "every project may boot it, under any name its owner likes, so that a tenant takes another " +
    "tenant's image for the cloud's; and what was left in its disk is everybody's",
  sources: [
    "Glance API v2, Images (visibility)",
    "OpenStack Security Guide, Security services for instances: Trusted images",
  ],
  remedy: "let visibility be shared, and declare an ImageAccess for each tenant",
  types: ["image"],
  check: ({ props }) => (props.visibility === "community" ? ["visibility is community"] : []),
  cases: {
    passes: [{ of: "an image that is shared one by one", resources: image() }],
    fails: [
      {
        of: "an image for the community",
        resources: image({ visibility: "community" }),
        finds: { image: ["visibility is community"] },
      },
    ],
  },
};
