import type { Rule } from "../../rule";
import { noComputeQuota } from "./01-no-compute-quota";
import { noNetworkQuota } from "./02-no-network-quota";
import { noVolumeQuota } from "./03-no-volume-quota";
import { limitLeftOut } from "./04-limit-left-out";
import { unlimited } from "./05-unlimited";
import { lessThanDeclared } from "./06-less-than-declared";
import { hostsOvercommitted } from "./07-hosts-overcommitted";
import { storageOvercommitted } from "./08-storage-overcommitted";
import { floatingIpsExhausted } from "./09-floating-ips-exhausted";
import { classExceeded } from "./10-class-exceeded";
import { tenantMayShare } from "./11-tenant-may-share";
import { twoQuotas } from "./12-two-quotas";
import { limitsThatDoNotFit } from "./13-limits-that-do-not-fit";
import { limitThatNobodyKeeps } from "./14-limit-that-nobody-keeps";
import { quotaOfADomain } from "./15-quota-of-a-domain";

/** Quotas. */
export const QUO: Rule[] = [
  noComputeQuota,
  noNetworkQuota,
  noVolumeQuota,
  limitLeftOut,
  unlimited,
  lessThanDeclared,
  hostsOvercommitted,
  storageOvercommitted,
  floatingIpsExhausted,
  classExceeded,
  tenantMayShare,
  twoQuotas,
  limitsThatDoNotFit,
  limitThatNobodyKeeps,
  quotaOfADomain,
];
