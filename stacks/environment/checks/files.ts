import { existsSync } from "node:fs";
import { expandHome } from "../../../components/tenant/paths";
import type { CloudSettings } from "../cloud";
import type { Mistake } from "../mistakes";

/** Images whose files are not there: better known now than when the cloud is half built. */
export function checkFiles({ images }: CloudSettings): Mistake[] {
  return Object.entries(images).flatMap(([name, image]) =>
    (["file", "kernel", "initramfs"] as const).flatMap((key) => {
      const path = image[key];
      if (path === undefined || existsSync(expandHome(path))) return [];
      return [
        {
          path: `cloud.images.${name}.${key}`,
          problem: "is not there",
          found: path,
          allowed: "the path of a file on the computer that runs this",
          advice: "download or build it (in the lab, make up does), or correct the path",
        },
      ];
    }),
  );
}
