import * as pulumi from "@pulumi/pulumi";
import * as cloudkitty from "../../../providers/cloudkitty/sdk";
import { known } from "../../tenant/known";
import type { HashmapRule } from "../rating/hashmap";
import { needsScript, ratingScript } from "./dates";
import { fixed, written } from "./history";
import { listRules, OWN_PROJECT, ruleKey, tenantRules } from "./rules";
import { versionAt } from "./timeline";
import type { Billing, Version } from "./types";

/** A tenant, as far as prices look at it. */
export interface PricedTenant {
  projectId: pulumi.Input<string>;
  /** @default the cloud's default plan */
  plan?: string;
}

/** Amounts in the currency, as texts. */
export interface Month {
  /** "unlimited" where a quota has no limit. */
  atMost: string;
  declared: string;
  budget?: string;
}

export interface PricingArgs {
  billing: Billing;
  tenants: Record<string, PricedTenant>;
  /** What each tenant's month costs, for policies and for the difference that a change makes. */
  months: Record<string, Month>;
  /** When it is, ISO 8601: the versions that hold then are declared. */
  now: string;
}

interface Script {
  resources: pulumi.Resource[];
  /** By plan, the versions whose prices it knows, by when they begin. */
  dated: pulumi.Output<Record<string, string[]>>;
}

/**
 * Price lists as CloudKitty's rules: those of the default plan hold for everybody, and a tenant with
 * prices of its own has rules in their place. What holds when the program runs is declared; other versions
 * are in a script, by which each period has the prices of when it begins, and all of them in the rate
 * timelines. The provider in `opts` is CloudKitty's.
 */
export class Pricing extends pulumi.ComponentResource {
  private readonly services = new Map<string, cloudkitty.HashmapService>();
  private readonly fields = new Map<string, cloudkitty.HashmapField>();

  constructor(name: string, args: PricingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:billing:Pricing", name, {}, opts);
    const { billing, tenants, now } = args;
    const plans = plansOf(args);
    const version = (plan: string): Version | undefined =>
      versionAt(known(billing.plans, plan), now);
    const base = billing.plan === undefined ? undefined : version(billing.plan);

    const rules: pulumi.Resource[] = [this.module("hashmap", 50)];
    if (base !== undefined) {
      rules.push(...listRules(base, billing.period).map((rule) => this.rule(name, rule)));
      for (const [tenant, { projectId, plan = billing.plan ?? "" }] of Object.entries(tenants)) {
        const own = version(plan);
        if (own === undefined) continue;
        for (const rule of tenantRules(tenant, base, own, billing.period)) {
          rules.push(this.rule(`${name}.${tenant}`, rule, projectId));
        }
      }
    }
    const script = this.script(name, args);
    rules.push(...(script?.resources ?? []));
    for (const plan of plans) {
      const { versions } = known(billing.plans, plan);
      const members = Object.values(tenants).filter(
        (tenant) => (tenant.plan ?? billing.plan) === plan,
      );
      new cloudkitty.RateTimeline(
        `${name}.${plan}`,
        {
          name: plan,
          versions: versions.map(written),
          inForce: version(plan)?.from,
          dated: script?.dated.apply((dated) => dated[plan] ?? []),
          fixed: fixed(billing),
          holidays: billing.holidays,
          tenants: Object.keys(tenants),
          projects: members.map(({ projectId }) => projectId),
        },
        // What is rated again is rated by the rules that hold then.
        { parent: this, dependsOn: rules },
      );
    }
    new cloudkitty.CostEstimate(
      `${name}.months`,
      {
        currency: billing.currency,
        amounts: Object.fromEntries(
          Object.entries(args.months).map(([tenant, { atMost, declared }]) => [
            tenant,
            { "at most": atMost, declared },
          ]),
        ),
      },
      { parent: this },
    );
    this.registerOutputs({ months: args.months });
  }

  private module(moduleId: string, priority: number): cloudkitty.RatingModule {
    return new cloudkitty.RatingModule(moduleId, { moduleId, priority }, { parent: this });
  }

  /** What rules cannot say, after hashmap has made the prices: the higher priority rates first. */
  private script(name: string, { billing, tenants, now }: PricingArgs): Script | undefined {
    const named = Object.values(tenants).flatMap(({ plan }) => plan ?? []);
    if (!needsScript(billing, named, now)) return undefined;
    const projects = Object.entries(tenants).map(([tenant, { projectId, plan }]) =>
      pulumi.output(projectId).apply((id) => ({ tenant, plan, projectId: id })),
    );
    const made = pulumi.all(projects).apply((all) => ratingScript(billing, all, now));
    made.apply(({ leftOut }) => {
      if (leftOut.length > 0) void pulumi.log.warn(noRoom(leftOut), this);
    });
    const script = new cloudkitty.Pyscript(
      `${name}.hours`,
      { name: `${name}-hours`, data: made.data },
      { parent: this },
    );
    return { resources: [script, this.module("pyscripts", 10)], dated: made.dated };
  }

  private rule(name: string, rule: HashmapRule, projectId?: pulumi.Input<string>): pulumi.Resource {
    const { type, cost, level } = rule;
    const parent =
      rule.field === undefined
        ? { serviceId: this.service(rule.service).id }
        : { fieldId: this.field(rule.service, rule.field).id };
    const value = rule.value === OWN_PROJECT ? projectId : rule.value;
    const of = { ...parent, type, cost, tenantId: projectId };
    const urn = `${name}.${ruleKey(rule).replace(`/${OWN_PROJECT}`, "")}`;
    return level === undefined
      ? new cloudkitty.HashmapMapping(urn, { ...of, value }, { parent: this })
      : new cloudkitty.HashmapThreshold(urn, { ...of, level }, { parent: this });
  }

  private service(name: string): cloudkitty.HashmapService {
    const service =
      this.services.get(name) ?? new cloudkitty.HashmapService(name, { name }, { parent: this });
    this.services.set(name, service);
    return service;
  }

  private field(service: string, name: string): cloudkitty.HashmapField {
    const key = `${service}/${name}`;
    const field =
      this.fields.get(key) ??
      new cloudkitty.HashmapField(
        key,
        { serviceId: this.service(service).id, name },
        { parent: this },
      );
    this.fields.set(key, field);
    return field;
  }
}

const noRoom = (versions: string[]): string =>
  `CloudKitty has no room for the prices of ${versions.join(", ")} beside those that hold now: ` +
  "run this again as soon as the next of them begins";

/** The default plan, and those that tenants are on. */
function plansOf({ billing, tenants }: PricingArgs): string[] {
  const named = Object.values(tenants).flatMap(({ plan }) => plan ?? []);
  return [...new Set([...(billing.plan === undefined ? [] : [billing.plan]), ...named])];
}
