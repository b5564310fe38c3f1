import { number } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import type { Settings } from "../../settings";
import { tenant } from "./cases";
import { FIELDS, limitsOf, QUOTA_TYPES } from "./common";

const asked = (quotaClass: string) => ({
  dedicatedHosts: false,
  encryptedVolumes: false,
  signedImages: false,
  quotaClass,
});
const SITE: Pick<Settings, "tenants" | "quotaClasses"> = {
  tenants: {
    acme: asked("small"),
    globex: asked("tiny"),
    initech: asked("gold"),
    hooli: asked("odd"),
  },
  quotaClasses: {
    small: { cores: 20, floatingip: 5 },
    tiny: { cores: 8, gigabytes: 100 },
    odd: { cpus: 8 },
  },
};

const typeOf = (field: string) =>
  QUOTA_TYPES.find((type) => (FIELDS[type] as readonly string[]).includes(field));

export const classExceeded: Rule = {
  id: "QUO-10",
  title: "No tenant has more than its quota class",
  severity: "medium",
  reason:
    "classes are what was agreed with all: a tenant above its own takes what the capacity was " +
    "planned to give to others",
  sources: ["own"],
  remedy: "lower the limit, or move the tenant to another class in the settings",
  checkStack: (stack, settings) =>
    limitsOf(stack).flatMap(({ tenant, name, quotas }): Finding[] => {
      const quotaClass = settings.tenants[name]?.quotaClass;
      if (quotaClass === undefined) return [];
      const most = settings.quotaClasses[quotaClass];
      if (most === undefined) {
        return [{ resource: tenant, found: `its class ${quotaClass} is not among quotaClasses` }];
      }
      return Object.entries(most).flatMap(([field, max]): Finding[] => {
        const type = typeOf(field);
        if (type === undefined) {
          return [
            { resource: tenant, found: `class ${quotaClass} limits ${field}, which no quota has` },
          ];
        }
        const resource = quotas[type];
        const value = resource && number(resource, field);
        if (value === undefined || (value >= 0 && value <= max)) return [];
        return [{ resource, found: `${field} is ${value}, class ${quotaClass} has ${max}` }];
      });
    }),
  cases: {
    passes: [
      { of: "a tenant within its class", settings: SITE, resources: tenant("acme") },
      {
        of: "a tenant without a class",
        settings: SITE,
        resources: tenant("umbrella", { compute: { cores: 100 } }),
      },
    ],
    fails: [
      {
        of: "a tenant above its class",
        settings: SITE,
        resources: tenant("globex", { volume: { gigabytes: -1 } }),
        finds: {
          "globex-compute": ["cores is 20, class tiny has 8"],
          "globex-volume": ["gigabytes is -1, class tiny has 100"],
        },
      },
      {
        of: "a class that nobody declared",
        settings: SITE,
        resources: tenant("initech"),
        finds: { initech: ["its class gold is not among quotaClasses"] },
      },
      {
        of: "a class with a limit that does not exist",
        settings: SITE,
        resources: tenant("hooli"),
        finds: { hooli: ["class odd limits cpus, which no quota has"] },
      },
    ],
  },
};
