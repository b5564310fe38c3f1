import type { Rule } from "../../rule";
import { secretFiles } from "./01-secret-files";
import { fileOwners } from "./02-file-owners";
import { tls } from "./03-tls";
import { tlsVersion } from "./04-tls-version";
import { httpsUrls } from "./05-https-urls";
import { verifiedCertificates } from "./06-verified-certificates";
import { authentication } from "./07-authentication";
import { debug } from "./08-debug";
import { scopes } from "./09-scopes";
import { openPolicies } from "./10-open-policies";
import { adminToken } from "./11-admin-token";
import { tokens } from "./12-tokens";
import { lockout } from "./13-lockout";
import { passwords } from "./14-passwords";
import { requestSize } from "./15-request-size";
import { serviceTokens } from "./16-service-tokens";
import { apiAddresses } from "./17-api-addresses";
import { innerServices } from "./18-inner-services";
import { publicPorts } from "./19-public-ports";
import { rateLimit } from "./20-rate-limit";
import { queueGuest } from "./21-queue-guest";
import { databaseFiles } from "./22-database-files";
import { cacheUdp } from "./23-cache-udp";
import { consoles } from "./24-consoles";
import { confinedMachines } from "./25-confined-machines";
import { securityGroups } from "./26-security-groups";
import { metadataSecret } from "./27-metadata-secret";
import { imageLocations } from "./28-image-locations";
import { imageDownloads } from "./29-image-downloads";
import { dashboardCookies } from "./30-dashboard-cookies";
import { dashboardHosts } from "./31-dashboard-hosts";
import { dashboardFrames } from "./32-dashboard-frames";
import { dashboardPasswords } from "./33-dashboard-passwords";
import { strictTransport } from "./34-strict-transport";
import { balancerControl } from "./35-balancer-control";
import { ssh } from "./36-ssh";
import { keystoneExceptions } from "./37-keystone-exceptions";
import { firewall } from "./38-firewall";
import { forwardedHeaders } from "./39-forwarded-headers";
import { libvirtAccess } from "./40-libvirt-access";
import { cacheClients } from "./41-cache-clients";
import { nasFiles } from "./42-nas-files";

/** Configuration of the services. */
export const CFG: Rule[] = [
  secretFiles,
  fileOwners,
  tls,
  tlsVersion,
  httpsUrls,
  verifiedCertificates,
  authentication,
  debug,
  scopes,
  openPolicies,
  adminToken,
  tokens,
  lockout,
  passwords,
  requestSize,
  serviceTokens,
  apiAddresses,
  innerServices,
  publicPorts,
  rateLimit,
  queueGuest,
  databaseFiles,
  cacheUdp,
  consoles,
  confinedMachines,
  securityGroups,
  metadataSecret,
  imageLocations,
  imageDownloads,
  dashboardCookies,
  dashboardHosts,
  dashboardFrames,
  dashboardPasswords,
  strictTransport,
  balancerControl,
  ssh,
  keystoneExceptions,
  firewall,
  forwardedHeaders,
  libvirtAccess,
  cacheClients,
  nasFiles,
];
