import { REPORTS_PORT } from "./components/billing/reports/service";
import { declareBilling } from "./stacks/billing";
import { declareCloud } from "./stacks/cloud";
import { loadEnvironment } from "./stacks/environment";
import { proveIsolation } from "./stacks/isolation";
import { declareHosts } from "./stacks/metal";
import { sparePromisesTheirTraces } from "./stacks/stack-traces";
import { declareTenants } from "./stacks/tenants";

sparePromisesTheirTraces();
const environment = loadEnvironment();
const hosts = declareHosts(environment);
const cloud = declareCloud(environment, hosts);
const { tenants, tenantCredentials, projects } = declareTenants(environment, cloud);

export const authUrl = cloud.authUrl;
export const ca = cloud.ca;
export const region = cloud.region;
export const adminPassword = cloud.admin.password;
export const dashboard = `https://${environment.site.vip.api}/horizon/`;
/** Where tenants read what they used and what it costs; nowhere without metering. */
export const reports =
  environment.billing && `https://${environment.site.vip.api}:${REPORTS_PORT}/`;
export { tenants, tenantCredentials };
export const isolation = proveIsolation(environment);
/** What each tenant's month costs by its quotas, and by what it declares. */
export const prices = declareBilling(environment, cloud, hosts, projects);
/** Where rules on isolation are not kept, who answers for it, and until when. */
export const waivers = environment.policy.waivers;
