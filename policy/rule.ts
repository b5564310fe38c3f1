import type { Severity } from "@pulumi/policy";
import type { Declared } from "./declared/resource";
import type { Stack } from "./declared/stack";
import type { RuleType, ShortType } from "./declared/types";
import type { Settings } from "./settings";

export const FAMILIES = {
  ISO: "Reachability",
  NET: "Networks",
  SG: "Security groups",
  IAM: "Identity and access",
  QUO: "Quotas",
  CMP: "Compute, images and volumes",
  CFG: "Configuration of the services",
  BIL: "Billing",
} as const;

export type Family = keyof typeof FAMILIES;

/** What every rule says of itself. */
interface Described {
  /** The family, a hyphen and two digits. It is what levels and waivers name. */
  id: `${Family}-${number}`;
  /** What holds where the rule is kept, in one line and with no full stop. */
  title: string;
  severity: Severity;
  /** What happens where it is not kept. */
  reason: string;
  /** Where the rule comes from: a document with its id, a CVE, or "own" with where it was seen. */
  sources: string[];
  /** What to do about a violation. */
  remedy: string;
  /** @default "mandatory" */
  level?: "mandatory" | "advisory" | "disabled";
  /** Programs that keep the rule, and programs that do not. */
  cases: { passes: Passing[]; fails: Failing[] };
}

/** A rule that one resource's own values decide: it stops an update before the resource is made. */
export interface ResourceRule extends Described {
  types: RuleType[];
  /** @returns what is wrong, in words that begin with what was found, without a full stop */
  check: (resource: Declared, settings: Settings) => string[];
}

/** A rule about how resources hang together. */
export interface StackRule extends Described {
  checkStack: (stack: Stack, settings: Settings) => Finding[];
}

export type Rule = ResourceRule | StackRule;

export interface Finding {
  /** The resource that has to change; none where the stack as a whole is meant. */
  resource?: Declared;
  /** What is wrong, in words that begin with what was found, without a full stop. */
  found: string;
}

/** Another resource of the same case: its id, or another of its outputs. */
export interface Ref {
  ref: string;
  output?: string;
}

/** A value of a resource in a case. */
export type CaseValue =
  string | number | boolean | Ref | CaseValue[] | { [key: string]: CaseValue };

export interface CaseResource {
  /** A short type, or the token of a component. */
  type: ShortType | `openstack-environment:${string}` | `pulumi:providers:${string}`;
  props: { [key: string]: CaseValue };
  /** Name of the provider that makes it, if it is not the default one. */
  provider?: string;
}

export interface Passing {
  /** What it shows. */
  of: string;
  resources: Record<string, CaseResource>;
  settings?: Partial<Settings>;
}

export interface Failing extends Passing {
  /** What the rule finds, by the resource's name ("" for the stack as a whole). */
  finds: Record<string, string[]>;
  /** Whether nobody can tell before the update: the rule then finds it in what came out. */
  later?: boolean;
}

export const isStackRule = (rule: Rule): rule is StackRule => "checkStack" in rule;

/** What people read when a rule is not kept, below its title. */
export function message({ id, reason, remedy, sources }: Rule, found: string): string {
  return [
    `  found:  ${found}`,
    `  why:    ${reason}`,
    `  do:     ${remedy}`,
    `  source: ${sources.join("; ")} (${id})`,
  ].join("\n");
}
