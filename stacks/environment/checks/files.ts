import { existsSync } from "node:fs";
import { expandHome } from "../../../components/tenant/paths";
import type { CloudSettings } from "../cloud";
import type { Mistake } from "../mistakes";
import type { Site } from "../site";

/** Files that the environment names and that are not there. */
export function checkFiles(environment: { site: Site; cloud: CloudSettings }): Mistake[] {
  return [...metalFiles(environment.site), ...imageFiles(environment.cloud)];
}

/** What leads to the machines' controllers. */
function metalFiles({ metal, hosts }: Site): Mistake[] {
  const files = Object.entries(hosts).map(([name, { machine }]): [string, string | undefined] => [
    `site.hosts.${name}.machine.bmc.passwordFile`,
    machine?.bmc.passwordFile,
  ]);
  return [["site.metal.bmc.caFile", metal?.bmc.caFile] as const, ...files].flatMap(
    ([path, file]) => {
      if (file === undefined || existsSync(expandHome(file))) return [];
      return [
        {
          path,
          problem: "is not there",
          found: file,
          allowed: "the path of a file on the computer that runs this",
          advice: "create it (in the lab, make up does), or correct the path",
        },
      ];
    },
  );
}

/** Images whose files are not there: better known now than when the cloud is half built. */
function imageFiles({ images }: CloudSettings): Mistake[] {
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
