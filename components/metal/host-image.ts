import * as pulumi from "@pulumi/pulumi";
import type { Seed } from "./seed";

/** What is made of Debian's packages on the seed. */
export interface HostImageRecipe {
  /** Debian packages of the hosts, besides those that every host has. @default none */
  packages?: string[];
  /** @default "linux-image-amd64" */
  kernel?: string;
  /** Further kernel arguments of hosts. @default console on the screen and the first serial line */
  kernelArguments?: string;
  /** The package sources of the image and of hosts, in the format of a `.sources` file. @default the seed's */
  sources?: string;
}

export interface HostImageArgs {
  seed: Seed;
  /** What the deployments ask for: the medium for ramdisk, the disk image and the agent for direct, the agent for cleaning. */
  needs: { iso: boolean; disk: boolean; agent: boolean };
  /**
   * A folder on the seed that has them: host.iso, host.img, agent.kernel, agent.initramfs, each with its
   * .sha256. @default they are built there
   */
  folder?: string;
  /** What is built where no folder is named. */
  recipe?: HostImageRecipe;
}

/**
 * The image of hosts on the seed's web server, by names that stay: a new build changes no host, which
 * gets it with its next deployment.
 */
export class HostImage extends pulumi.ComponentResource {
  /** URL of the medium that boots without a disk: host.iso, for controllers. */
  readonly bootIso: string;
  /** URL of the image for a disk: host.img, for agents. */
  readonly diskImage: string;
  /** URL of its SHA-256. */
  readonly diskChecksum: string;
  /** URLs of Ironic's agent, for Ironic. */
  readonly agentKernel: string;
  readonly agentRamdisk: string;
  /** The steps after which what is needed is there. Deployments and cleaning depend on them. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: HostImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:metal:HostImage", name, args, opts);
    throw new Error("not made yet");
  }
}
