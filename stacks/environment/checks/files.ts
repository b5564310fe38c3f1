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
  const make = "create it";
  return [
    ...missing("site.metal.bmc.caFile", metal?.bmc.caFile, make),
    ...Object.entries(hosts).flatMap(([name, { machine }]) =>
      missing(`site.hosts.${name}.machine.bmc.passwordFile`, machine?.bmc.passwordFile, make),
    ),
  ];
}

/** Images whose files are not there: better known now than when the cloud is half built. */
function imageFiles({ images }: CloudSettings): Mistake[] {
  return Object.entries(images).flatMap(([name, image]) =>
    (["file", "kernel", "initramfs"] as const).flatMap((key) =>
      missing(`cloud.images.${name}.${key}`, image[key], "download or build it"),
    ),
  );
}

function missing(path: string, file: string | undefined, make: string): Mistake[] {
  if (file === undefined || existsSync(expandHome(file))) return [];
  return [
    {
      path,
      problem: "is not there",
      found: file,
      allowed: "the path of a file on the computer that runs this",
      advice: `${make} (in the lab, make up does), or correct the path`,
    },
  ];
}
