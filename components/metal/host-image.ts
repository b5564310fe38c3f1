import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { quote, quoteAll, Step, type StepContent } from "../host";
import type { ImageNeeds } from "./hardware";
import {
  agentImageScript,
  BUILD_PACKAGES,
  hostImageScript,
  type HostImageRecipe,
} from "./image/recipe";
import { WEB_ROOT, WEB_USER } from "./images-server";
import type { Seed } from "./seed";

export interface HostImageArgs {
  seed: Seed;
  needs: ImageNeeds;
  /**
   * A folder on the seed with what is needed: host.iso, host.img, agent.kernel, agent.initramfs, each with
   * its .sha256. @default they are built on the seed
   */
  folder?: string;
  /** What is built where no folder is named. @default Debian of the seed's package sources */
  recipe?: HostImageRecipe;
}

/** Where images are that are built on the seed. */
const BUILT = "/var/lib/openstack-environment/images";
const LIBRARY = "/usr/local/lib/openstack-environment";

/**
 * The image of hosts on the seed's web server, by names that stay: a new build changes no host, which
 * gets it with its next deployment.
 */
export class HostImage extends pulumi.ComponentResource {
  /** URL of the medium that boots without a disk, for controllers. */
  readonly bootIso: string;
  /** URL of the image for a disk, for agents. */
  readonly diskImage: string;
  /** URL of its SHA-256, for Ironic. */
  readonly diskChecksum: string;
  /** URLs of Ironic's agent, for Ironic. */
  readonly agentKernel: string;
  readonly agentRamdisk: string;
  /** The steps after which what is needed is there. Deployments and cleaning depend on them. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: HostImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:metal:HostImage", name, {}, opts);
    const { seed, needs, folder, recipe } = args;
    this.bootIso = `${seed.imagesUrl}/host.iso`;
    // Agents are on the management network.
    this.diskImage = `${seed.agentImagesUrl}/host.img`;
    this.diskChecksum = `${seed.imagesUrl}/host.img.sha256`;
    this.agentKernel = `${seed.imagesUrl}/agent.kernel`;
    this.agentRamdisk = `${seed.imagesUrl}/agent.initramfs`;

    const content = folder === undefined ? builtImages(needs, recipe) : imagesAtHand(needs, folder);
    const step = (): Step =>
      new Step(name, { host: seed.host, content }, { parent: this, dependsOn: seed.ready });
    this.ready = imageFiles(needs).length === 0 ? [] : [step()];
    this.registerOutputs({});
  }
}

/** The files that are needed; each has its .sha256 beside it. */
export const imageFiles = ({ iso, disk, agent }: ImageNeeds): string[] => [
  ...(iso ? ["host.iso"] : []),
  ...(disk ? ["host.img"] : []),
  ...(agent ? ["agent.kernel", "agent.initramfs"] : []),
];

/** Shows a folder on the web server. */
const show = (folder: string): string => `ln -sfnT ${quote(folder)} ${WEB_ROOT}/images`;

/** Takes images that somebody put on the seed, once they are whole. */
export const imagesAtHand = (needs: ImageNeeds, folder: string): StepContent => ({
  script: `folder=${quote(folder)}
mistakes=()
for file in ${quoteAll(imageFiles(needs))}; do
  for part in "$file" "$file.sha256"; do
    if ! [[ -f $folder/$part ]]; then mistakes+=("$part is missing")
    elif ! runuser -u ${WEB_USER} -- test -r "$folder/$part"; then mistakes+=("$part cannot be read by ${WEB_USER}")
    fi
  done
  [[ -f $folder/$file && -f $folder/$file.sha256 ]] || continue
  (cd "$folder" && [[ $(awk '{ print $2 }' "$file.sha256") == "$file" ]] && sha256sum --status --check "$file.sha256") ||
    mistakes+=("$file is not what $file.sha256 says")
done
if ((\${#mistakes[@]} > 0)); then
  echo "The folder $folder on the seed cannot serve as site.metal.image.folder:"
  printf '  %s\\n' "\${mistakes[@]}"
  fail "Put the files there, or leave folder out to have them built."
fi
${show(folder)}`,
});

/** Builds on the seed what is not there yet as the recipe says. */
export function builtImages(needs: ImageNeeds, recipe: HostImageRecipe = {}): StepContent {
  const { kernel, sources } = recipe;
  const builds = [
    ...(needs.iso || needs.disk
      ? [{ what: "host", text: hostImageScript({ ...recipe, diskImage: needs.disk }, BUILT) }]
      : []),
    ...(needs.agent ? [{ what: "agent", text: agentImageScript({ kernel, sources }, BUILT) }] : []),
  ];
  return {
    packages: BUILD_PACKAGES,
    directories: [{ path: BUILT }],
    files: builds.map(({ what, text }) => ({ path: buildFile(what), content: text })),
    // What a build was of is noted when it is through: one that was cut off is made again.
    script: `built() { [[ $(cat ${BUILT}/"$1.recipe" 2>/dev/null) == "$2" ]]; }
${builds
  .map(({ what, text }) => {
    const digest = createHash("sha256").update(text).digest("hex");
    return `if ! built ${what} ${digest}; then
  rm -rf ${BUILT}.?????? ${BUILT}/${what}.recipe
  bash ${buildFile(what)}
  echo ${digest} >${BUILT}/${what}.recipe
fi
`;
  })
  .join("")}${show(BUILT)}`,
  };
}

const buildFile = (what: string): string => `${LIBRARY}/build-${what}-image.sh`;
