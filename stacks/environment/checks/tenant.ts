import type { PartialCloud } from "../cloud";
import { unknownName, type Mistake } from "../mistakes";
import type { PartialSite } from "../site";
import { isObject } from "../structure";
import type { TenantSettings } from "../tenant";
import { checkTenantNetworks } from "./tenant-networks";
import { checkQuota } from "./quota";

/** What a tenant's cross-checks look at beside the tenant. */
export interface TenantContext {
  /** The tenant's path: `tenants.NAME`. */
  at: string;
  /** The tenant as written: its names count even where their entries have mistakes. */
  raw: unknown;
  /** Whether the quota has mistakes: then it says nothing. */
  quotaUnknown: boolean;
  site: PartialSite;
  cloud: PartialCloud;
  /** The names that the cloud declares, those with mistakes too. */
  offered: Record<"flavors" | "images" | "externalNetworks", string[]>;
}

/** What does not fit together within a tenant, and between it and the cloud. */
export function checkTenant(tenant: TenantSettings, context: TenantContext): Mistake[] {
  return [
    ...checkReferences(tenant, context),
    ...checkTenantNetworks(tenant, context),
    ...checkRules(tenant, context.at),
    ...checkLogins(tenant, context.at),
    ...checkQuota(tenant, context),
  ];
}

function checkReferences(tenant: TenantSettings, { at, raw, offered }: TenantContext): Mistake[] {
  const mistakes: Mistake[] = [];
  const refer = (path: string, name: string, known: string[], where: string): void => {
    mistakes.push(...unknownName(`${at}.${path}`, name, known, where));
  };
  const own = (key: string): string[] => {
    const entries = isObject(raw) ? raw[key] : undefined;
    return isObject(entries) ? Object.keys(entries) : [];
  };

  for (const key of ["flavors", "images", "externalNetworks"] as const) {
    tenant[key].forEach((name, i) => refer(`${key}[${i}]`, name, offered[key], `cloud.${key}`));
    mistakes.push(...repeated(tenant[key], `${at}.${key}`));
  }
  for (const [name, { user }] of Object.entries(tenant.applicationCredentials)) {
    refer(`applicationCredentials.${name}.user`, user, own("users"), `${at}.users`);
  }
  for (const [name, router] of Object.entries(tenant.routers)) {
    router.networks.forEach((network, i) =>
      refer(`routers.${name}.networks[${i}]`, network, own("networks"), `${at}.networks`),
    );
    mistakes.push(...repeated(router.networks, `${at}.routers.${name}.networks`));
    if (router.externalNetwork !== undefined) {
      refer(
        `routers.${name}.externalNetwork`,
        router.externalNetwork,
        tenant.externalNetworks,
        `${at}.externalNetworks`,
      );
    }
  }
  for (const [name, group] of Object.entries(tenant.securityGroups)) {
    group.rules.forEach((rule, i) => {
      for (const key of ["from", "to"] as const) {
        const peer = rule[key];
        if (typeof peer !== "object") continue;
        const path = `securityGroups.${name}.rules[${i}].${key}.group`;
        refer(path, peer.group, own("securityGroups"), `${at}.securityGroups`);
      }
    });
  }
  return [...mistakes, ...credentialRoles(tenant, at)];
}

function repeated(names: string[], path: string): Mistake[] {
  return names.flatMap((name, i) =>
    names.indexOf(name) === i
      ? []
      : [
          {
            path: `${path}[${i}]`,
            problem: "is named twice",
            found: name,
            allowed: "each name once",
            advice: "remove one of the two",
          },
        ],
  );
}

function credentialRoles(tenant: TenantSettings, at: string): Mistake[] {
  return Object.entries(tenant.applicationCredentials).flatMap(([name, { user, roles }]) => {
    if (tenant.users[user]?.role !== "user" || !roles.includes("manager")) return [];
    return [
      {
        path: `${at}.applicationCredentials.${name}.roles`,
        problem: `has a role that ${user} does not have`,
        found: "manager",
        allowed: "member or reader",
        advice: `remove manager, or make ${user} an admin of the tenant`,
      },
    ];
  });
}

/** Neutron takes no rule twice, whatever its description says. */
function checkRules({ securityGroups }: TenantSettings, at: string): Mistake[] {
  return Object.entries(securityGroups).flatMap(([name, { rules, egress }]) => {
    const seen = new Map<string, number>();
    return rules.flatMap((rule, i) => {
      const path = `${at}.securityGroups.${name}.rules[${i}]`;
      const key = JSON.stringify([rule.direction, rule.protocol, rule.port, rule.from ?? rule.to]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, i);
      const mistakes: Mistake[] = [];
      if (first !== undefined) {
        mistakes.push({
          path,
          problem: `says the same as rules[${first}]`,
          allowed: "each rule once",
          advice: "remove one of the two",
        });
      }
      if (rule.direction === "egress" && egress === "any") {
        mistakes.push({
          path,
          problem: "limits nothing, for the group lets everything out (egress: any)",
          allowed: "egress rules in a group with egress: rules",
          advice: "write egress: rules for the group, or remove this rule",
        });
      }
      return mistakes;
    });
  });
}

/** Users and application credentials share the names of clouds.yaml. */
function checkLogins(tenant: TenantSettings, at: string): Mistake[] {
  return Object.keys(tenant.applicationCredentials)
    .filter((name) => name in tenant.users)
    .map((name) => ({
      path: `${at}.applicationCredentials.${name}`,
      problem: "has the name of a user",
      found: name,
      allowed: "a name that no user of the tenant has",
      advice: `rename it, for example to ${name}-app`,
    }));
}
