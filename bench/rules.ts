/** Prices of as many tenants as asked for, with 50 rules each: prints what it measured as JSON. */
import { listRules, ruleKey, tenantRules } from "../components/billing/plan/rules";
import type { HashmapRule } from "../components/billing/rating/hashmap";
import type { Version } from "../components/billing/plan/types";
import type { Environment } from "../stacks/environment";
import { readSections } from "../stacks/environment/file";
import { parseEnvironment } from "../stacks/environment/parse";
import { priceTable, priceTenants } from "../stacks/prices";
import { join } from "node:path";
import { flavors, NOW, tenantNames, versionWith } from "./price-list";

const names = tenantNames(Number(process.argv[2]));

function rulesBy(version: Version): Map<string, HashmapRule> {
  const all = [
    ...listRules(version, 3600),
    ...names.flatMap((name) => tenantRules(name, version, version, 3600)),
  ];
  return new Map(all.map((rule) => [`${rule.tenant ?? ""} ${ruleKey(rule)}`, rule]));
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

function environmentWith(version: Version): Environment {
  const lab = parseEnvironment(readSections(join(__dirname, "..", "Pulumi.lab.yaml")), "lab");
  const [model] = Object.values(lab.tenants);
  const [small] = Object.values(lab.cloud.flavors);
  if (model === undefined || small === undefined)
    throw new Error("The lab has no tenant, or no flavor");
  if (lab.billing === undefined) throw new Error("The lab has no prices");
  const billing = { ...lab.billing, plans: { standard: { versions: [version] } } };
  const sizes = flavors.map((flavor, n): [string, (typeof lab.cloud.flavors)[string]] => [
    flavor,
    { ...small, vcpus: 1 + (n % 16), ram: 512 * (1 + (n % 11)) },
  ]);
  return {
    ...lab,
    billing,
    cloud: { ...lab.cloud, flavors: Object.fromEntries(sizes) },
    tenants: Object.fromEntries(
      names.map((name, n) => [
        name,
        {
          ...model,
          // Ten of them, each tenant's limits its own.
          flavors: flavors.filter((_, at) => at % 5 === n % 5),
          quota: {
            ...model.quota,
            compute: {
              ...model.quota.compute,
              instances: 20 + n,
              cores: 80 + 3 * n,
              ram: 65536 + 1024 * n,
            },
          },
        },
      ]),
    ),
  };
}

const [before, after] = [versionWith(names, "0.2"), versionWith(names, "0.3")];
const old = rulesBy(before);
const start = performance.now();
const now = rulesBy(after);
const changed = [...now].filter(([key, { cost }]) => old.get(key)?.cost !== cost);
const declared = seconds(start);
if (changed.length !== 1) throw new Error(`${changed.length} rules changed`);

const environment = environmentWith(after);
const begin = performance.now();
const priced = priceTenants(environment, NOW);
if (priced === undefined) throw new Error("Nothing is priced");
priceTable(priced);
const months = seconds(begin);
const memory = process.resourceUsage().maxRSS / 1024 ** 2;
process.stdout.write(JSON.stringify({ rules: now.size, declared, months, memory }));
