import { made, ref, TENANTS } from "../../cases";
import { isUnknown, list } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { alsoFor, dedicatedOf } from "./aggregates";
import { asked } from "./cases";

export const dedicatedHosts: Rule = {
  id: "CMP-13",
  title: "Tenants that asked for hosts of their own have an aggregate of their own",
  severity: "critical",
  reason:
    "machines of other tenants start beside this tenant's: a flaw of the hypervisor or of the " +
    "processor then leads from one to the other",
  sources: [
    "Nova Administration Guide, Host aggregates: Tenant Isolation with Placement",
    "OpenStack Security Guide, Security services for instances: Scheduling instances to nodes",
  ],
  remedy: "declare an AggregateV2 with hosts and filter_tenant_id, the id of this project alone",
  checkStack: (stack, settings) =>
    dedicatedOf(stack, settings).flatMap(({ tenant, name, own }): Finding[] => {
      if (own.length === 0) {
        return [{ resource: tenant, found: `no host aggregate has filter_tenant_id of ${name}` }];
      }
      return own.flatMap((aggregate): Finding[] => {
        const { resource } = aggregate;
        const others = alsoFor(aggregate, tenant);
        const empty = list(resource, "hosts").length === 0 && !isUnknown(resource, "hosts");
        return [
          ...(others.length > 0
            ? [{ resource, found: `filter_tenant_id names ${others.join(", ")} beside ${name}` }]
            : []),
          ...(empty ? [{ resource, found: `it has no hosts for ${name}` }] : []),
        ];
      });
    }),
  cases: {
    passes: [
      {
        of: "hosts of the tenant's own",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          hosts: made("aggregate", {
            name: "acme",
            hosts: ["compute1"],
            metadata: { filter_tenant_id: ref("acme") },
          }),
        },
      },
      { of: "tenants that asked for nothing", resources: TENANTS },
    ],
    fails: [
      {
        of: "no aggregate at all",
        settings: asked({ dedicatedHosts: true }),
        resources: TENANTS,
        finds: { acme: ["no host aggregate has filter_tenant_id of acme"] },
      },
      {
        of: "an aggregate for two, without hosts",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          hosts: made("aggregate", {
            name: "two",
            metadata: { filter_tenant_id: ref("acme"), filter_tenant_id_2: ref("globex") },
          }),
        },
        finds: {
          hosts: ["filter_tenant_id names globex beside acme", "it has no hosts for acme"],
        },
      },
    ],
  },
};
