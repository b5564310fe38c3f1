import { HASHMAP, PYSCRIPTS } from "../api/client";
import { normalDecimal } from "../decimal";
import { textOf } from "../../fields/text";
import type { Properties } from "../../server";
import { ProviderError } from "../../server";
import type { Scope } from "./scope";

/**
 * A rule's natural key: `PATH@GROUP:TENANT`, where PATH is names between slashes, and group and
 * tenant may be left out. A slash, an at, a colon or a per cent sign within a name is written %2F,
 * %40, %3A or %25.
 */
export interface RuleKey {
  path: string[];
  group: string | undefined;
  tenant: string | undefined;
}

const KEY = /^([^@:]+)(?:@([^@:/]+))?(?::([^@:/]+))?$/;

/** @returns nothing where it is no such key */
export function ruleKey(text: string): RuleKey | undefined {
  const [, path = "", group, tenant] = KEY.exec(text) ?? [];
  const parts = path.split("/");
  if (parts.includes("")) return undefined;
  try {
    return {
      path: parts.map(decodeURIComponent),
      group: group === undefined ? undefined : decodeURIComponent(group),
      tenant: tenant === undefined ? undefined : decodeURIComponent(tenant),
    };
  } catch {
    return undefined;
  }
}

/** The names of a path without group and tenant, as many as are wanted. */
function namesOf(text: string, count: number, wanted: string): string[] {
  const key = ruleKey(text);
  if (key?.path.length === count && (key.group ?? key.tenant) === undefined) return key.path;
  throw wrong(text, wanted);
}

export async function servicesNamed({ cloudkitty, signal }: Scope, name: string) {
  const all = await cloudkitty.list(`${HASHMAP}/services`, "services", signal);
  return all.filter((one) => one.name === name);
}

export async function groupsNamed({ cloudkitty, signal }: Scope, name: string) {
  const all = await cloudkitty.list(`${HASHMAP}/groups`, "groups", signal);
  return all.filter((one) => one.name === name);
}

export async function scriptsNamed({ cloudkitty, signal }: Scope, name: string) {
  const path = `${PYSCRIPTS}/scripts?no_data=true`;
  return (await cloudkitty.list(path, "scripts", signal)).filter((one) => one.name === name);
}

export async function fieldsNamed(scope: Scope, key: string, wanted = "SERVICE/FIELD") {
  const [service = "", field = ""] = namesOf(key, 2, wanted);
  return fieldsOf(scope, service, field);
}

async function fieldsOf(scope: Scope, service: string, field: string): Promise<Properties[]> {
  const [parent] = await servicesNamed(scope, service);
  if (parent === undefined) return [];
  const path = `${HASHMAP}/fields?service_id=${textOf(parent.service_id)}`;
  const all = await scope.cloudkitty.list(path, "fields", scope.signal);
  return all.filter((one) => one.name === field);
}

export async function mappingsNamed(scope: Scope, key: string): Promise<Properties[]> {
  const wanted = "SERVICE/FIELD/VALUE@GROUP:TENANT, or SERVICE@GROUP:TENANT";
  const rule = ruleKey(key);
  if (rule === undefined || ![1, 3].includes(rule.path.length)) throw wrong(key, wanted);
  const [service = "", field, value = ""] = rule.path;
  const all = await rulesOf(scope, "mappings", service, field, rule);
  return all.filter((one) => textOf(one.value) === value);
}

export async function thresholdsNamed(scope: Scope, key: string): Promise<Properties[]> {
  const wanted = "SERVICE/FIELD/LEVEL@GROUP:TENANT, or SERVICE/LEVEL@GROUP:TENANT";
  const rule = ruleKey(key);
  if (rule === undefined || ![2, 3].includes(rule.path.length)) throw wrong(key, wanted);
  const [service = ""] = rule.path;
  const level = normalDecimal(rule.path.at(-1) ?? "");
  const field = rule.path.length === 3 ? rule.path[1] : undefined;
  const all = await rulesOf(scope, "thresholds", service, field, rule);
  return all.filter((one) => normalDecimal(one.level ?? "") === level);
}

/** Mappings or thresholds of one parent, group and tenant. */
async function rulesOf(
  scope: Scope,
  kind: "mappings" | "thresholds",
  service: string,
  field: string | undefined,
  { group, tenant }: RuleKey,
): Promise<Properties[]> {
  const parents =
    field === undefined
      ? await servicesNamed(scope, service)
      : await fieldsOf(scope, service, field);
  const groups = group === undefined ? [] : await groupsNamed(scope, group);
  if (parents[0] === undefined || (group !== undefined && groups[0] === undefined)) return [];
  const by = field === undefined ? "service_id" : "field_id";
  const path = `${HASHMAP}/${kind}?${by}=${textOf(parents[0][by])}`;
  const all = await scope.cloudkitty.list(path, kind, scope.signal);
  return all.filter(
    (one) =>
      textOf(one.group_id) === textOf(groups[0]?.group_id) &&
      textOf(one.tenant_id) === (tenant ?? ""),
  );
}

function wrong(text: string, wanted: string): ProviderError {
  return new ProviderError(
    `expected an id or ${wanted} to import by (a "/", "@", ":" or "%" within a name as %2F, %40, ` +
      `%3A, %25), found ${JSON.stringify(text)}`,
  );
}
