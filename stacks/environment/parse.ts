import { settingsSchema, type Settings } from "../../policy/settings";
import { billingSchema, type BillingSettings } from "./billing";
import { checkBilling, checkBillingHosts } from "./checks/billing";
import { checkCloud } from "./checks/cloud";
import { checkPeerings } from "./checks/peerings";
import { checkSite } from "./checks/site";
import { checkTenant } from "./checks/tenant";
import { checkTenants } from "./checks/tenants";
import { cloudSchema, partialCloudSchema, type CloudSettings } from "./cloud";
import { EnvironmentError, formatFound, formatPath, type Mistake } from "./mistakes";
import { planPeerings, type Peering } from "./peerings";
import { partialSiteSchema, siteSchema, type Site } from "./site";
import { check, isObject, type Checked } from "./structure";
import { tenantSchema, type TenantSettings } from "./tenant";
import { name } from "./values";

/** An environment, checked, with every default filled in. */
export interface Environment {
  /** The stack's name: lab, prod, ... */
  name: string;
  site: Site;
  cloud: CloudSettings;
  /** The tenants by name. */
  tenants: Record<string, TenantSettings>;
  /** Metering and prices; nothing is metered without it. */
  billing?: BillingSettings;
  /** Ways between tenants that both of them declare. */
  peerings: Peering[];
  /** How the rules on isolation are enforced. */
  policy: Settings;
}

/** What an environment file holds, not yet checked. */
export interface RawEnvironment {
  site?: unknown;
  cloud?: unknown;
  tenants?: unknown;
  billing?: unknown;
  policy?: unknown;
  /** Where a tenant is declared when not in the environment file itself, by tenant. */
  tenantFiles?: Record<string, string>;
}

/**
 * Checks what an environment file holds and fills in the defaults.
 * @param environment the stack's name
 * @throws EnvironmentError with every mistake
 */
export function parseEnvironment(raw: RawEnvironment, environment: string): Environment {
  const site = check(siteSchema, partialSiteSchema, raw.site, ["site"]);
  const cloud = check(cloudSchema, partialCloudSchema, raw.cloud ?? {}, ["cloud"]);
  const billing = check(billingSchema, billingSchema, raw.billing ?? {}, ["billing"]);
  const policy = check(settingsSchema, settingsSchema, raw.policy ?? {}, ["policy"]);
  const declared = tenantsOf(raw);
  const offered = {
    flavors: namesIn(raw.cloud, "flavors"),
    images: namesIn(raw.cloud, "images"),
    externalNetworks: namesIn(raw.cloud, "externalNetworks"),
  };
  const tenants = new Map<string, Checked<TenantSettings, TenantSettings>>();
  const mistakes = [
    ...site.mistakes,
    ...cloud.mistakes,
    ...billing.mistakes,
    ...policy.mistakes,
    ...declared.mistakes,
    ...checkSite(site),
    ...checkCloud(cloud.partial, site),
  ];
  for (const [tenant, settings] of Object.entries(declared.tenants)) {
    const at = ["tenants", tenant];
    const checked = check(tenantSchema, tenantSchema, settings, at);
    tenants.set(tenant, checked);
    const found = [
      ...checked.mistakes,
      ...checkTenant(checked.partial, {
        at: formatPath(at),
        raw: settings,
        quotaUnknown: checked.mistakes.some((m) => m.path.startsWith(`${formatPath(at)}.quota`)),
        site: site.partial,
        cloud: cloud.partial,
        offered,
      }),
    ];
    const file = raw.tenantFiles?.[tenant];
    mistakes.push(
      ...found.map((m) => (file === undefined ? m : { ...m, path: `${file}: ${m.path}` })),
    );
  }
  const unclear = mistakes.some(({ path }) => /tenants\.[^.]+\.plan\b/.test(path));
  const known = new Map([...tenants].map(([key, { partial }]) => [key, partial]));
  mistakes.push(
    ...checkTenants(known),
    ...checkPeerings(known, cloud.partial, site.partial),
    ...onlyByTenants(policy.partial),
    ...(billing.value && raw.billing !== undefined
      ? [
          ...checkBilling(withDefaultPlan(billing.value), known, offered.flavors, unclear),
          ...checkBillingHosts(site.partial.hosts ?? {}),
        ]
      : []),
  );

  if (mistakes.length > 0 || !site.value || !cloud.value || !policy.value) {
    throw new EnvironmentError(`Pulumi.${environment}.yaml`, mistakes);
  }
  return {
    name: environment,
    site: site.value,
    cloud: cloud.value,
    tenants: Object.fromEntries(known),
    peerings: planPeerings(known, cloud.value.peeringRange),
    billing:
      raw.billing === undefined || !billing.value ? undefined : withDefaultPlan(billing.value),
    policy: policy.value,
  };
}

/** Where there is one plan, it is that of tenants that name none. */
function withDefaultPlan(billing: BillingSettings): BillingSettings {
  const [only, ...others] = Object.keys(billing.plans);
  return { ...billing, plan: billing.plan ?? (others.length === 0 ? only : undefined) };
}

/** What the policies take for a peering in other programs would be one that no tenant agreed to. */
function onlyByTenants({ peerings = [] }: Partial<Settings>): Mistake[] {
  return peerings.map(({ from, to }, n) => ({
    path: `policy.peerings[${n}]`,
    problem: "does not make a peering, and no tenant has agreed to it",
    found: `from ${from} to ${to}`,
    allowed: "peerings that both tenants declare",
    advice: `declare it in tenants.${from}.peerings (to: ${to}) and tenants.${to}.peerings (from: ${from})`,
  }));
}

/** The tenants by name; what is no tenant is a mistake. */
function tenantsOf(raw: RawEnvironment): { tenants: Record<string, unknown>; mistakes: Mistake[] } {
  const tenants = raw.tenants ?? {};
  if (!isObject(tenants)) {
    return {
      tenants: {},
      mistakes: [
        {
          path: "tenants",
          problem: "is not a set of names",
          found: formatFound(tenants),
          allowed: "tenants by name, or { folder: PATH } with one file for each",
          advice: "write each tenant's name with its settings below it",
        },
      ],
    };
  }
  const mistakes = Object.keys(tenants)
    .filter((tenant) => !name.safeParse(tenant).success)
    .map((tenant) => ({
      path: formatPath(["tenants", tenant]),
      problem: "has a key that is no name",
      found: tenant,
      allowed: "names of 1 to 63 lower-case letters, digits and hyphens, a letter first",
      advice: "rename the tenant",
    }));
  return { tenants, mistakes };
}

function namesIn(raw: unknown, key: string): string[] {
  const entries = isObject(raw) ? raw[key] : undefined;
  return isObject(entries) ? Object.keys(entries) : [];
}
