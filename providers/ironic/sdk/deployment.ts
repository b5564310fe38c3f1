// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";
import type { ConfigDrive, DeployStep, AnswersAt } from "./types";

export interface DeploymentArgs {
  /**
   * The node: the uuid of a Node, or the nodeUuid of an Allocation.
   * A change replaces the resource.
   */
  nodeUuid: pulumi.Input<string>;
  /**
   * The image: a URL that Ironic can fetch, or a Glance id.
   * A change redeploys the host.
   */
  imageSource?: pulumi.Input<string>;
  /**
   * The image's checksum, or the URL of a file that has it. Told by its length.
   * A change redeploys the host.
   */
  imageChecksum?: pulumi.Input<string>;
  /**
   * How imageOsHashValue was made, where imageChecksum is not used.
   * A change redeploys the host.
   * One of sha256, sha384, sha512.
   */
  imageOsHashAlgo?: pulumi.Input<string>;
  /**
   * The image's checksum.
   * A change redeploys the host.
   */
  imageOsHashValue?: pulumi.Input<string>;
  /**
   * The image's format.
   * A change redeploys the host.
   * One of raw, qcow2.
   * @default what Ironic finds
   */
  imageDiskFormat?: pulumi.Input<string>;
  /**
   * Whether the image is of a disk or of one partition.
   * A change redeploys the host.
   * One of whole-disk, partition.
   * @default whole-disk, without kernel and ramdisk
   */
  imageType?: pulumi.Input<string>;
  /**
   * The kernel of a partition image.
   * A change redeploys the host.
   */
  kernel?: pulumi.Input<string>;
  /**
   * The ramdisk of a partition image.
   * A change redeploys the host.
   */
  ramdisk?: pulumi.Input<string>;
  /**
   * The ISO image that a node with the ramdisk deploy interface boots from each time.
   * A change redeploys the host.
   */
  bootIso?: pulumi.Input<string>;
  /**
   * Size of the root partition in GiB.
   * A change redeploys the host.
   */
  rootGb?: pulumi.Input<number>;
  /**
   * Hints for the disk to write to, such as {size, wwn}.
   * A change redeploys the host.
   */
  rootDevice?: pulumi.Input<pulumi.Inputs>;
  /**
   * Such as {boot_option, secure_boot}.
   * A change redeploys the host.
   */
  capabilities?: pulumi.Input<pulumi.Inputs>;
  /**
   * What else Ironic is to know of the instance, by its own names.
   * A change redeploys the host.
   */
  instanceInfo?: pulumi.Input<pulumi.Inputs>;
  /**
   * What cloud-init finds at the first boot.
   * A change redeploys the host.
   */
  configDrive?: pulumi.Input<ConfigDrive>;
  /**
   * Steps beside those that the deploy interface has.
   * A change redeploys the host.
   */
  deploySteps?: pulumi.Input<pulumi.Input<DeployStep>[]>;
  /**
   * Which installation of the host this is, such as 1. Where it is set, only another one redeploys: what else is declared of image, config drive and steps waits for it, and setting it at first changes nothing on the host.
   * A change redeploys the host.
   */
  installation?: pulumi.Input<string>;
  /**
   * The host's name, shown with the node.
   * @default the resource's name
   */
  displayName?: pulumi.Input<string>;
  /**
   * Whether the host runs.
   * One of power on, power off.
   * @default "power on"
   */
  powerState?: pulumi.Input<string>;
  /** Where the host answers once it has started, as the provider reaches it: a deployment is done when it does. Where it is not given, a deployment is done when the machine was told to start. */
  answersAt?: pulumi.Input<AnswersAt>;
  /**
   * Whether Ironic refuses to undeploy, rebuild or delete the node.
   * @default false
   */
  protected?: pulumi.Input<boolean>;
  /** Why it is protected. */
  protectedReason?: pulumi.Input<string>;
  /**
   * Whether the host runs already and is taken over as it is, without a reboot. What is declared of its image is what the next deployment takes. The node has to be manageable.
   * @default false
   */
  adopt?: pulumi.Input<boolean>;
}

/** A host on a node: the node is brought to active with an image or a boot ISO. Deleting it undeploys and cleans. Its id is that of the instance, and another one after a redeployment. */
export class Deployment extends pulumi.CustomResource {
  /** One that exists already, by its instance's UUID. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Deployment {
    return new Deployment(name, undefined, { ...options, id });
  }

  /**
   * The node: the uuid of a Node, or the nodeUuid of an Allocation.
   * A change replaces the resource.
   */
  declare readonly nodeUuid: pulumi.Output<string>;
  /**
   * The image: a URL that Ironic can fetch, or a Glance id.
   * A change redeploys the host.
   */
  declare readonly imageSource: pulumi.Output<string | undefined>;
  /**
   * The image's checksum, or the URL of a file that has it. Told by its length.
   * A change redeploys the host.
   */
  declare readonly imageChecksum: pulumi.Output<string | undefined>;
  /**
   * How imageOsHashValue was made, where imageChecksum is not used.
   * A change redeploys the host.
   * One of sha256, sha384, sha512.
   */
  declare readonly imageOsHashAlgo: pulumi.Output<string | undefined>;
  /**
   * The image's checksum.
   * A change redeploys the host.
   */
  declare readonly imageOsHashValue: pulumi.Output<string | undefined>;
  /**
   * The image's format.
   * A change redeploys the host.
   * One of raw, qcow2.
   * @default what Ironic finds
   */
  declare readonly imageDiskFormat: pulumi.Output<string | undefined>;
  /**
   * Whether the image is of a disk or of one partition.
   * A change redeploys the host.
   * One of whole-disk, partition.
   * @default whole-disk, without kernel and ramdisk
   */
  declare readonly imageType: pulumi.Output<string | undefined>;
  /**
   * The kernel of a partition image.
   * A change redeploys the host.
   */
  declare readonly kernel: pulumi.Output<string | undefined>;
  /**
   * The ramdisk of a partition image.
   * A change redeploys the host.
   */
  declare readonly ramdisk: pulumi.Output<string | undefined>;
  /**
   * The ISO image that a node with the ramdisk deploy interface boots from each time.
   * A change redeploys the host.
   */
  declare readonly bootIso: pulumi.Output<string | undefined>;
  /**
   * Size of the root partition in GiB.
   * A change redeploys the host.
   */
  declare readonly rootGb: pulumi.Output<number | undefined>;
  /**
   * Hints for the disk to write to, such as {size, wwn}.
   * A change redeploys the host.
   */
  declare readonly rootDevice: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Such as {boot_option, secure_boot}.
   * A change redeploys the host.
   */
  declare readonly capabilities: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * What else Ironic is to know of the instance, by its own names.
   * A change redeploys the host.
   */
  declare readonly instanceInfo: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * What cloud-init finds at the first boot.
   * A change redeploys the host.
   */
  declare readonly configDrive: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Steps beside those that the deploy interface has.
   * A change redeploys the host.
   */
  declare readonly deploySteps: pulumi.Output<Record<string, unknown>[] | undefined>;
  /**
   * Which installation of the host this is, such as 1. Where it is set, only another one redeploys: what else is declared of image, config drive and steps waits for it, and setting it at first changes nothing on the host.
   * A change redeploys the host.
   */
  declare readonly installation: pulumi.Output<string | undefined>;
  /**
   * The host's name, shown with the node.
   * @default the resource's name
   */
  declare readonly displayName: pulumi.Output<string>;
  /**
   * Whether the host runs.
   * One of power on, power off.
   * @default "power on"
   */
  declare readonly powerState: pulumi.Output<string>;
  /** Where the host answers once it has started, as the provider reaches it: a deployment is done when it does. Where it is not given, a deployment is done when the machine was told to start. */
  declare readonly answersAt: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Whether Ironic refuses to undeploy, rebuild or delete the node.
   * @default false
   */
  declare readonly protected: pulumi.Output<boolean>;
  /** Why it is protected. */
  declare readonly protectedReason: pulumi.Output<string | undefined>;
  /**
   * Whether the host runs already and is taken over as it is, without a reboot. What is declared of its image is what the next deployment takes. The node has to be manageable.
   * @default false
   */
  declare readonly adopt: pulumi.Output<boolean>;
  /** Whether the host has answered where answersAt says, once. */
  declare readonly answered: pulumi.Output<boolean>;
  /** The instance's UUID, which is the resource's id. */
  declare readonly instanceUuid: pulumi.Output<string>;
  /** The node's name. */
  declare readonly nodeName: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, options?: pulumi.CustomResourceOptions);
  /** @internal for {@link Deployment.get} */
  constructor(name: string, args: undefined, options: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    args: DeploymentArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      "ironic:index:Deployment",
      name,
      { ...names(), ...args, answered: undefined, instanceUuid: undefined, nodeName: undefined },
      options,
    );
  }
}

/** Every property, so that each is an output even where the program leaves it out. */
function names(): pulumi.Inputs {
  return {
    nodeUuid: undefined,
    imageSource: undefined,
    imageChecksum: undefined,
    imageOsHashAlgo: undefined,
    imageOsHashValue: undefined,
    imageDiskFormat: undefined,
    imageType: undefined,
    kernel: undefined,
    ramdisk: undefined,
    bootIso: undefined,
    rootGb: undefined,
    rootDevice: undefined,
    capabilities: undefined,
    instanceInfo: undefined,
    configDrive: undefined,
    deploySteps: undefined,
    installation: undefined,
    displayName: undefined,
    powerState: undefined,
    answersAt: undefined,
    protected: undefined,
    protectedReason: undefined,
    adopt: undefined,
  };
}
