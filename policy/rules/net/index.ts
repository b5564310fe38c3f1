import type { Rule } from "../../rule";
import { sharedNetwork } from "./01-shared-network";
import { rbacToAll } from "./02-rbac-to-all";
import { sharedWithAnother } from "./03-shared-with-another";
import { externalGrant } from "./04-external-grant";
import { routerJoinsTenants } from "./05-router-joins-tenants";
import { externalForAll } from "./06-external-for-all";
import { providerSegment } from "./07-provider-segment";
import { networkPortSecurity } from "./08-network-port-security";
import { portSecurity } from "./09-port-security";
import { wideAddressPair } from "./10-wide-address-pair";
import { gatewayPair } from "./11-gateway-pair";
import { gatewayAddressTaken } from "./12-gateway-address";
import { networkDevice } from "./13-network-device";
import { machineOnAnothersNetwork } from "./14-machine-on-anothers-network";
import { floatingIpOfAnother } from "./15-floating-ip-of-another";
import { forwardedPort } from "./16-forwarded-port";
import { trunkOfTenants } from "./17-trunk";
import { subnetOfAnother } from "./18-subnet-of-another";

/** Networks. */
export const NET: Rule[] = [
  sharedNetwork,
  rbacToAll,
  sharedWithAnother,
  externalGrant,
  routerJoinsTenants,
  externalForAll,
  providerSegment,
  networkPortSecurity,
  portSecurity,
  wideAddressPair,
  gatewayPair,
  gatewayAddressTaken,
  networkDevice,
  machineOnAnothersNetwork,
  floatingIpOfAnother,
  forwardedPort,
  trunkOfTenants,
  subnetOfAnother,
];
