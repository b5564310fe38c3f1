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
import { routerGateway } from "./19-router-gateway";
import { overlapOnRouter } from "./20-overlap-on-router";
import { infrastructureAddresses } from "./21-infrastructure-addresses";
import { routeToInfrastructure } from "./22-route-to-infrastructure";
import { nextHopOutside } from "./23-next-hop-outside";
import { defaultRoute } from "./24-default-route";
import { externalDhcp } from "./25-external-dhcp";
import { sharedPool } from "./26-shared-pool";
import { poolOfAnother } from "./27-pool-of-another";
import { mtu } from "./28-mtu";
import { nameServers } from "./29-name-servers";
import { sourceNatOff } from "./30-source-nat";
import { vlanTransparency } from "./31-vlan-transparency";
import { directPort } from "./32-direct-port";
import { portBinding } from "./33-port-binding";
import { dhcpOptions } from "./34-dhcp-options";
import { addressOutside } from "./35-address-outside";
import { linkLocal } from "./36-link-local";
import { valueSpecs } from "./37-value-specs";
import { mixedScopes } from "./38-mixed-scopes";
import { externalScope } from "./39-external-scope";

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
  routerGateway,
  overlapOnRouter,
  infrastructureAddresses,
  routeToInfrastructure,
  nextHopOutside,
  defaultRoute,
  externalDhcp,
  sharedPool,
  poolOfAnother,
  mtu,
  nameServers,
  sourceNatOff,
  vlanTransparency,
  directPort,
  portBinding,
  dhcpOptions,
  addressOutside,
  linkLocal,
  valueSpecs,
  mixedScopes,
  externalScope,
];
