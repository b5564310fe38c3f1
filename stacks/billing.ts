import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Pricing } from "../components/billing/plan/pricing";
import { FirstReports } from "../components/billing/reports/first-reports";
import { reportSettings } from "../components/billing/reports/site";
import { hostsWith, type Host } from "../components/host";
import { known } from "../components/tenant/known";
import { expandHome } from "../components/tenant/paths";
import * as cloudkitty from "../providers/cloudkitty/sdk";
import { siteOf } from "./cloud";
import type { Cloud } from "./cloud-types";
import type { Environment } from "./environment";
import { priceTable, priceTenants, type PricesOutput } from "./prices";

type Projects = Record<string, pulumi.Input<string>>;

/**
 * Declares what usage costs, tells what each tenant's month costs, and has each tenant's first report made.
 * @param projects the ids of the tenants' projects
 * @returns nothing where the environment has no prices
 */
export function declareBilling(
  environment: Environment,
  cloud: Cloud,
  hosts: Host[],
  projects: Projects,
): PricesOutput | undefined {
  const now = new Date().toISOString();
  const prices = priceTenants(environment, now);
  const pricing = prices && declarePrices(environment, cloud, hosts, projects, prices, now);
  const [host] = hostsWith(hosts, "billing");
  if (environment.billing !== undefined && host !== undefined) {
    const { settings } = reportSettings(siteOf(environment, hosts));
    const dependsOn = pricing === undefined ? cloud.ready : [...cloud.ready, pricing];
    new FirstReports("first-reports", { host, settings, projects }, { dependsOn });
  }
  if (prices !== undefined) void pulumi.log.info(priceTable(prices));
  return prices;
}

/** Declares what usage costs. */
function declarePrices(
  environment: Environment,
  cloud: Cloud,
  hosts: Host[],
  projects: Projects,
  prices: PricesOutput,
  now: string,
): Pricing | undefined {
  const { billing, tenants } = environment;
  if (billing === undefined) return undefined;
  const provider = new cloudkitty.Provider(
    "rating",
    {
      authUrl: cloud.authUrl,
      caCert: cloud.ca,
      region: cloud.region,
      userName: cloud.admin.userName,
      password: cloud.admin.password,
      projectName: cloud.admin.projectName,
      userDomainName: cloud.admin.domainName,
      projectDomainName: cloud.admin.domainName,
      python: pythonOf(environment, hosts),
    },
    { dependsOn: cloud.ready },
  );
  return new Pricing(
    "prices",
    {
      billing,
      now,
      tenants: Object.fromEntries(
        Object.entries(tenants).map(([name, { plan }]) => [
          name,
          { plan, projectId: known(projects, name) },
        ]),
      ),
      months: Object.fromEntries(
        Object.entries(prices.tenants).map(([name, { atMost, declared, budget, next }]) => [
          name,
          { atMost, declared, budget, next: next && { from: next.from, atMost: next.atMost } },
        ]),
      ),
    },
    { providers: { cloudkitty: provider } },
  );
}

/** A Python to try scripts with: this computer's, or else that of the host on which they run. */
function pythonOf({ site }: Environment, hosts: Host[]): string[] | undefined {
  if (
    (process.env.PATH ?? "").split(delimiter).some((folder) => isProgram(join(folder, "python3")))
  ) {
    return undefined;
  }
  const [host] = hostsWith(hosts, "billing");
  if (host === undefined) return undefined;
  const { user, port, privateKeyFile, knownHostsFile } = site.ssh;
  const options = ["-o", "BatchMode=yes", "-o", `UserKnownHostsFile=${expandHome(knownHostsFile)}`];
  const target = `${user}@${host.addresses.management}`;
  return [
    "ssh",
    ...options,
    ...["-i", expandHome(privateKeyFile), "-p", String(port)],
    target,
    "python3",
  ];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
