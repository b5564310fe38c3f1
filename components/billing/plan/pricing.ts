import * as pulumi from "@pulumi/pulumi";
import * as cloudkitty from "../../../providers/cloudkitty/sdk";
import { known } from "../../tenant/known";
import { DeclaredRules } from "./declared-rules";
import { needsScript, ratingScript } from "./dates";
import { plansOf } from "./entries";
import { fixed, written } from "./history";
import { listRules, tenantRules } from "./rules";
import { subscriptionAt, subscriptionsOf, versionAt } from "./timeline";
import type { Billing, Subscription, Version } from "./types";
import { inWaves } from "./waves";

/** A tenant, as far as prices look at it. */
export interface PricedTenant {
  projectId: pulumi.Input<string>;
  /** The plans that it names, in the order of time. @default the cloud's default plan */
  plan?: Subscription[];
}

/** Amounts in the currency, as texts. */
export interface Month {
  /** "unlimited" where a quota has no limit. */
  atMost: string;
  declared: string;
  budget?: string;
  /** By the prices that come next: at most, and since when. */
  next?: { from: string; atMost: string };
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
  /** By tenant, the changes of its plan that it makes, by when they are. */
  changes: pulumi.Output<Record<string, string[]>>;
}

/**
 * Price lists as CloudKitty's rules: those of the default plan hold for everybody, and a tenant with
 * prices of its own has rules in their place. What holds when the program runs is declared; other versions,
 * and tenants' other plans, are in a script, by which each period has the prices of when it begins, and all
 * of them in the timelines. The provider in `opts` is CloudKitty's.
 */
export class Pricing extends pulumi.ComponentResource {
  constructor(name: string, args: PricingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:billing:Pricing", name, {}, opts);
    const { billing, tenants, now } = args;
    const subscriptions = Object.entries(tenants).map(
      ([tenant, { plan }]) => [tenant, subscriptionsOf(billing, plan)] as const,
    );
    const version = (plan: string): Version | undefined =>
      versionAt(known(billing.plans, plan), now);
    const base = billing.plan === undefined ? undefined : version(billing.plan);

    const hashmap = this.module("hashmap", 50);
    const script = this.script(name, args);
    const declared = new DeclaredRules(this);
    const makes: (() => pulumi.Resource)[] = [];
    if (base !== undefined) {
      makes.push(...listRules(base, billing.period).map((rule) => () => declared.rule(name, rule)));
      for (const [tenant, all] of subscriptions) {
        const plan = subscriptionAt(all, now)?.name;
        const own = plan === undefined ? undefined : version(plan);
        if (own === undefined) continue;
        const { projectId } = known(tenants, tenant);
        const rules = tenantRules(tenant, base, own, billing.period);
        makes.push(
          ...rules.map((rule) => () => declared.rule(`${name}.${tenant}`, rule, projectId)),
        );
      }
    }
    const rules = inWaves(makes).apply((made) => [hashmap, ...(script?.resources ?? []), ...made]);
    for (const plan of plansOf(billing, Object.values(tenants))) {
      const { versions } = known(billing.plans, plan);
      const members = subscriptions
        .filter(([, all]) => all.some(({ name: one }) => one === plan))
        .map(([tenant]) => tenant);
      new cloudkitty.RateTimeline(
        `${name}.${plan}`,
        {
          name: plan,
          versions: versions.map(written),
          inForce: version(plan)?.from,
          dated: script?.dated.apply((dated) => dated[plan] ?? []),
          fixed: fixed(billing),
          holidays: billing.holidays,
          tenants: members,
          projects: members.map((tenant) => known(tenants, tenant).projectId),
        },
        // What is rated again is rated by the rules that hold then.
        { parent: this, dependsOn: rules },
      );
    }
    new cloudkitty.PlanTimeline(
      `${name}.tenants`,
      { name, ...planTimeline(args, subscriptions), dated: script?.changes ?? {} },
      { parent: this, dependsOn: rules },
    );
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
    if (!needsScript(billing, Object.values(tenants), now)) return undefined;
    const projects = Object.entries(tenants);
    const made = pulumi.all(projects.map(([, { projectId }]) => projectId)).apply((ids) =>
      ratingScript(
        billing,
        ids.map((projectId, i) => {
          const [tenant = "", { plan } = {}] = projects[i] ?? [];
          return { tenant, plan, projectId };
        }),
        now,
      ),
    );
    made.apply(({ leftOut }) => {
      if (leftOut.length > 0) void pulumi.log.warn(noRoom(leftOut), this);
    });
    const script = new cloudkitty.Pyscript(
      `${name}.hours`,
      { name: `${name}-hours`, data: made.data },
      { parent: this },
    );
    return {
      resources: [script, this.module("pyscripts", 10)],
      dated: made.dated,
      changes: made.changes,
    };
  }
}

const noRoom = (versions: string[]): string =>
  `CloudKitty has no room for the prices of ${versions.join(", ")} beside those that hold now: ` +
  "run this again as soon as the next of them begins";

/** What plans tenants were, are and will be on, as the state keeps it. */
function planTimeline(
  { tenants, now }: PricingArgs,
  subscriptions: (readonly [string, Subscription[]])[],
) {
  const of = <T>(value: (all: Subscription[]) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      subscriptions.flatMap(([tenant, all]) => {
        const found = value(all);
        return found === undefined ? [] : [[tenant, found]];
      }),
    );
  return {
    plans: of((all) =>
      all.length === 0
        ? undefined
        : all.map(({ name: plan, from }) => (from === undefined ? { plan } : { plan, from })),
    ),
    inForce: of((all) => subscriptionAt(all, now)?.from),
    // Of others nothing is ever rated again.
    projects: Object.fromEntries(
      subscriptions
        .filter(([, all]) => all.length > 1)
        .map(([tenant]) => [tenant, known(tenants, tenant).projectId]),
    ),
  };
}
