import { made, ref, TENANTS } from "../../cases";
import { nameOf, texts } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { alsoFor, dedicatedOf } from "./aggregates";
import { asked } from "./cases";

export const hostOfTwoTenants: Rule = {
  id: "CMP-14",
  title: "A host that is one tenant's own is in no aggregate of another one",
  severity: "critical",
  reason:
    "Nova adds up what the aggregates of a host say: it then takes machines of both tenants, " +
    "though each aggregate names one",
  sources: ["Nova Administration Guide, Host aggregates", "own"],
  remedy: "take the host out of one of the two aggregates",
  checkStack: (stack, settings) =>
    dedicatedOf(stack, settings).flatMap(({ tenant, name, own, all }) => {
      const hosts = new Set(own.flatMap(({ resource }) => texts(resource, "hosts")));
      return all
        .filter((aggregate) => !own.includes(aggregate))
        .flatMap((aggregate): Finding[] => {
          const { resource } = aggregate;
          const others = alsoFor(aggregate, tenant);
          const both = texts(resource, "hosts").filter((host) => hosts.has(host));
          if (others.length === 0 || both.length === 0) return [];
          const found = `${both.join(", ")} of ${name} is in aggregate ${nameOf(resource)} of ${others.join(", ")}`;
          return [{ resource, found }];
        });
    }),
  cases: {
    passes: [
      {
        of: "hosts of one each, and a zone that has both",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          acmes: made("aggregate", {
            name: "acme",
            hosts: ["east1"],
            metadata: { filter_tenant_id: ref("acme") },
          }),
          globexs: made("aggregate", {
            name: "globex",
            hosts: ["east2"],
            metadata: { filter_tenant_id: ref("globex") },
          }),
          zone: made("aggregate", { name: "zone", hosts: ["east1", "east2"], zone: "east" }),
        },
      },
    ],
    fails: [
      {
        of: "a host of two",
        settings: asked({ dedicatedHosts: true }),
        resources: {
          ...TENANTS,
          acmes: made("aggregate", {
            name: "acme",
            hosts: ["west1", "west2"],
            metadata: { filter_tenant_id: ref("acme") },
          }),
          globexs: made("aggregate", {
            name: "globex",
            hosts: ["west2"],
            metadata: { filter_tenant_id: ref("globex") },
          }),
        },
        finds: { globexs: ["west2 of acme is in aggregate globex of globex"] },
      },
    ],
  },
};
