import * as pulumi from "@pulumi/pulumi";
import * as ironic from "../../providers/ironic/sdk";
import type { Host } from "../host";

export interface SeedArgs {
  /** The host that runs Ironic: Debian 13 with SSH. Its roles play no part. */
  host: Host;
  /** Its addresses: where Ironic answers this program and agents, and where controllers fetch media. */
  addresses: { management: string; bmc: string };
  /** PEM of the authority that signed the controllers' certificates. @default see {@link Seed.bmcCaFile} */
  bmcCa?: string;
  /**
   * Kernel arguments of Ironic's agent.
   * @default the screen and the first serial line are its console
   */
  agentArguments?: string[];
}

/** Ironic by itself on a host: API and conductor in one process, and the web server of its media. */
export class Seed extends pulumi.ComponentResource {
  readonly host: Host;
  /** Ironic's address, for this program: https://MANAGEMENT:6385. */
  readonly endpoint: string;
  readonly userName = "admin";
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** PEM of the authority that signed Ironic's certificate. */
  readonly ca: pulumi.Output<string>;
  /** Where controllers fetch images: http://BMC:8080/images. */
  readonly imagesUrl: string;
  /** Where agents fetch images, which are on the management network: http://MANAGEMENT:8080/images. */
  readonly agentImagesUrl: string;
  /** What nodes are to have as `redfish_verify_ca`: a file on the seed, or false without {@link SeedArgs.bmcCa}. */
  readonly redfishVerifyCa: string | false;
  /** The steps after which Ironic answers. */
  readonly ready: pulumi.Resource[];
  /** Reaches this Ironic, and waits until it answers. */
  readonly provider: ironic.Provider;

  constructor(name: string, args: SeedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:metal:Seed", name, args, opts);
    throw new Error("not made yet");
  }
}
