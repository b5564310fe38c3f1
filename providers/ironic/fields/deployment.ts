import { nameMistake, urlMistake, uuidMistake } from "../checks/values";
import type { Fields } from "../../fields/field";

export const configDrive: Fields = {
  metaData: {
    kind: "map",
    description: "meta_data.json: hostname, public_keys (name → key), ...",
  },
  networkData: {
    kind: "map",
    description: "network_data.json: links (with their MAC addresses), networks and services.",
  },
  userData: {
    kind: "string",
    secret: true,
    description: "user_data: cloud-init's #cloud-config or a script.",
  },
  vendorData: { kind: "map", description: "vendor_data.json." },
};

export const deployStep: Fields = {
  interface: {
    kind: "string",
    required: true,
    description: "bios, deploy, firmware, management, power or raid",
  },
  step: { kind: "string", required: true, description: "the step's name" },
  args: { kind: "map", description: "the step's arguments" },
  priority: { kind: "integer", required: true, description: "when it runs: the highest first" },
};

/** What is meant where it is not said: SSH, and the half hour that large servers take to start. */
export const ANSWERS_AT = { port: 22, seconds: 1800 } as const;

const answersAt: Fields = {
  address: { kind: "string", required: true, description: "its address" },
  port: { kind: "integer", description: "the TCP port", defaultText: String(ANSWERS_AT.port) },
  seconds: {
    kind: "integer",
    description: "how long it may take to start",
    defaultText: String(ANSWERS_AT.seconds),
  },
};

const REDEPLOY = { change: "redeploy" } as const;

/** What goes into the node's instance_info under Ironic's name. */
export const instanceInfo: Fields = {
  imageSource: {
    kind: "string",
    ...REDEPLOY,
    description: "The image: a URL that Ironic can fetch, or a Glance id.",
    mistake: urlMistake,
  },
  imageChecksum: {
    kind: "string",
    ...REDEPLOY,
    description: "The image's checksum, or the URL of a file that has it. Told by its length.",
  },
  imageOsHashAlgo: {
    kind: "string",
    ...REDEPLOY,
    values: ["sha256", "sha384", "sha512"],
    description: "How imageOsHashValue was made, where imageChecksum is not used.",
  },
  imageOsHashValue: { kind: "string", ...REDEPLOY, description: "The image's checksum." },
  imageDiskFormat: {
    kind: "string",
    ...REDEPLOY,
    values: ["raw", "qcow2"],
    description: "The image's format.",
    defaultText: "what Ironic finds",
  },
  imageType: {
    kind: "string",
    ...REDEPLOY,
    values: ["whole-disk", "partition"],
    description: "Whether the image is of a disk or of one partition.",
    defaultText: "whole-disk, without kernel and ramdisk",
  },
  kernel: {
    kind: "string",
    ...REDEPLOY,
    description: "The kernel of a partition image.",
    mistake: urlMistake,
  },
  ramdisk: {
    kind: "string",
    ...REDEPLOY,
    description: "The ramdisk of a partition image.",
    mistake: urlMistake,
  },
  bootIso: {
    kind: "string",
    ...REDEPLOY,
    description:
      "The ISO image that a node with the ramdisk deploy interface boots from each time.",
    mistake: urlMistake,
  },
  rootGb: { kind: "integer", ...REDEPLOY, description: "Size of the root partition in GiB." },
  rootDevice: {
    kind: "map",
    ...REDEPLOY,
    description: "Hints for the disk to write to, such as {size, wwn}.",
  },
  capabilities: { kind: "map", ...REDEPLOY, description: "Such as {boot_option, secure_boot}." },
};

export const deploymentInputs: Fields = {
  nodeUuid: {
    kind: "string",
    required: true,
    change: "replace",
    description: "The node: the uuid of a Node, or the nodeUuid of an Allocation.",
    mistake: uuidMistake,
  },
  ...instanceInfo,
  instanceInfo: {
    kind: "map",
    ...REDEPLOY,
    description: "What else Ironic is to know of the instance, by its own names.",
  },
  configDrive: {
    kind: "map",
    ...REDEPLOY,
    fields: configDrive,
    type: "ConfigDrive",
    secret: (key) => configDrive[key]?.secret === true,
    description: "What cloud-init finds at the first boot.",
  },
  deploySteps: {
    kind: "list",
    ...REDEPLOY,
    fields: deployStep,
    type: "DeployStep",
    description: "Steps beside those that the deploy interface has.",
  },
  installation: {
    kind: "string",
    ...REDEPLOY,
    description:
      "Which installation of the host this is, such as 1. Where it is set, only another one redeploys: " +
      "what else is declared of image, config drive and steps waits for it, and setting it at first " +
      "changes nothing on the host.",
  },
  displayName: {
    kind: "string",
    description: "The host's name, shown with the node.",
    defaultText: "the resource's name",
    mistake: nameMistake,
  },
  powerState: {
    kind: "string",
    default: "power on",
    values: ["power on", "power off"],
    description: "Whether the host runs.",
  },
  answersAt: {
    kind: "map",
    fields: answersAt,
    type: "AnswersAt",
    description:
      "Where the host answers once it has started, as the provider reaches it: a deployment is done when " +
      "it does. Where it is not given, a deployment is done when the machine was told to start.",
  },
  protected: {
    kind: "boolean",
    default: false,
    description: "Whether Ironic refuses to undeploy, rebuild or delete the node.",
  },
  protectedReason: { kind: "string", description: "Why it is protected." },
  adopt: {
    kind: "boolean",
    default: false,
    description:
      "Whether the host runs already and is taken over as it is, without a reboot. What is declared " +
      "of its image is what the next deployment takes. The node has to be manageable.",
  },
};
