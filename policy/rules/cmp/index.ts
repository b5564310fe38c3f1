import type { Rule } from "../../rule";
import { publicFlavor } from "./01-public-flavor";
import { publicSpecialFlavor } from "./02-public-special-flavor";
import { pciPassthrough } from "./03-pci-passthrough";
import { sharedCores } from "./04-shared-cores";
import { communityImage } from "./05-community-image";
import { publicImage } from "./06-public-image";
import { imageOfAnotherTenant } from "./07-image-of-another-tenant";
import { imageThatNobodyChecked } from "./08-image-that-nobody-checked";
import { halfSignedImage } from "./09-half-signed-image";
import { unsignedImage } from "./10-unsigned-image";
import { unencryptedVolumeType } from "./11-unencrypted-volume-type";
import { volumeOfAnotherTenant } from "./12-volume-of-another-tenant";
import { dedicatedHosts } from "./13-dedicated-hosts";
import { hostOfTwoTenants } from "./14-host-of-two-tenants";
import { flavorBesideDedicatedHosts } from "./15-flavor-beside-dedicated-hosts";
import { secretInUserData } from "./16-secret-in-user-data";
import { adminPassword } from "./17-admin-password";
import { forcedHost } from "./18-forced-host";
import { keyPairMadeByNova } from "./19-key-pair-made-by-nova";
import { weakKey } from "./20-weak-key";
import { machineInAnotherTenant } from "./21-machine-in-another-tenant";
import { softServerGroup } from "./22-soft-server-group";

/** Compute, images and volumes. */
export const CMP: Rule[] = [
  publicFlavor,
  publicSpecialFlavor,
  pciPassthrough,
  sharedCores,
  communityImage,
  publicImage,
  imageOfAnotherTenant,
  imageThatNobodyChecked,
  halfSignedImage,
  unsignedImage,
  unencryptedVolumeType,
  volumeOfAnotherTenant,
  dedicatedHosts,
  hostOfTwoTenants,
  flavorBesideDedicatedHosts,
  secretInUserData,
  adminPassword,
  forcedHost,
  keyPairMadeByNova,
  weakKey,
  machineInAnotherTenant,
  softServerGroup,
];
