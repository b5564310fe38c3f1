import { made, ref, TENANTS } from "../../cases";
import { nameOf, type Declared } from "../../declared/resource";
import { UNKNOWN } from "../../declared/values";
import type { Finding, Rule } from "../../rule";
import { dedicatedOf, type Aggregate } from "./aggregates";
import { asked, flavor } from "./cases";
import { entries } from "./common";

const SCOPE = "aggregate_instance_extra_specs:";

/** Whether machines of a flavor start on the hosts of these aggregates only. */
function leadsTo(flavor: Declared, aggregates: Aggregate[]): boolean {
  if (flavor.props.extraSpecs === UNKNOWN) return true;
  return entries(flavor, "extraSpecs").some(([key, value]) => {
    if (key.startsWith("trait:")) return value === "required" || value === UNKNOWN;
    if (!key.startsWith(SCOPE)) return false;
    return aggregates.some(({ resource }) =>
      entries(resource, "metadata").some(
        ([name, has]) =>
          name === key.slice(SCOPE.length) &&
          (has === value || has === UNKNOWN || value === UNKNOWN),
      ),
    );
  });
}

const hosts = made("aggregate", {
  name: "acme",
  hosts: ["compute1"],
  metadata: { filter_tenant_id: ref("acme"), tenant: "acme" },
});
const grant = made("flavorAccess", { flavorId: ref("flavor"), tenantId: ref("acme") });

/**
 * filter_tenant_id keeps others from the hosts, and not the tenant on them. Where Nova does that
 * itself (limit_tenants_to_placement_aggregate) this rule can be disabled.
 */
export const flavorBesideDedicatedHosts: Rule = {
  id: "CMP-15",
  title: "Flavors of tenants with hosts of their own lead to these hosts",
  severity: "critical",
  reason:
    "a filter of tenants on an aggregate keeps others away and binds nobody: this tenant's machines " +
    "of such a flavor start on the hosts that all share",
  sources: ["Nova Administration Guide, Host aggregates", "own"],
  remedy:
    "give the flavor aggregate_instance_extra_specs:KEY with a value that the aggregate's metadata " +
    "has, or have Nova limit tenants to their aggregates (limit_tenants_to_placement_aggregate)",
  checkStack: (stack, settings) => {
    const dedicated = dedicatedOf(stack, settings);
    const given = stack.of("flavorAccess").flatMap((resource): Finding[] => {
      const tenant = stack.follow(resource, "tenantId", "project");
      const flavor = stack.follow(resource, "flavorId", "flavor");
      const asking = dedicated.find((one) => one.tenant === tenant);
      if (!asking || !flavor || leadsTo(flavor, asking.own)) return [];
      const found = `flavor ${nameOf(flavor)} starts beside the hosts of ${asking.name}`;
      return [{ resource, found }];
    });
    const open = stack.of("flavor").flatMap((resource): Finding[] => {
      if (resource.props.isPublic !== true) return [];
      const astray = dedicated.filter(({ own }) => !leadsTo(resource, own)).map(({ name }) => name);
      if (astray.length === 0) return [];
      const found = `it is public and starts beside the hosts of ${[...new Set(astray)].sort().join(", ")}`;
      return [{ resource, found }];
    });
    return [...given, ...open];
  },
  cases: {
    passes: [
      {
        of: "a flavor that leads to the tenant's hosts",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          hosts,
          ...flavor({ "aggregate_instance_extra_specs:tenant": "acme" }),
          grant,
        },
      },
      { of: "tenants that asked for nothing", resources: { ...TENANTS, ...flavor({}), grant } },
    ],
    fails: [
      {
        of: "a flavor that leads anywhere",
        settings: asked({ dedicatedHosts: true }),
        resources: { ...TENANTS, hosts, ...flavor({}), grant },
        finds: { grant: ["flavor general starts beside the hosts of acme"] },
      },
      {
        of: "a flavor for the hosts of others, and a public one",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          hosts,
          ...flavor({ "aggregate_instance_extra_specs:tenant": "globex" }),
          grant,
          open: made("flavor", { name: "open", vcpus: 1, ram: 512, disk: 1, isPublic: true }),
        },
        finds: {
          grant: ["flavor general starts beside the hosts of acme"],
          open: ["it is public and starts beside the hosts of acme"],
        },
      },
    ],
  },
};
