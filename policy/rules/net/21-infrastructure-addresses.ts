import { ACME, EXTERNAL, made, network, ref } from "../../cases";
import { text, texts } from "../../declared/resource";
import type { Rule } from "../../rule";
import { blocksOf, overlaps } from "./blocks";
import { INFRASTRUCTURE } from "./cases";
import { called } from "./common";

export const infrastructureAddresses: Rule = {
  id: "NET-21",
  title: "No tenant has addresses of the infrastructure",
  severity: "high",
  reason:
    "where the tenant's network has the addresses of the cloud's own hosts, its machines answer for " +
    "them: for name servers, the API or what monitoring asks",
  sources: ["OpenStack Security Guide, Security boundaries and threats", "own"],
  remedy: "take addresses outside of the setting infrastructure",
  checkStack: (stack, settings) => {
    const infrastructure = blocksOf(settings.infrastructure);
    return stack.of("subnet", "subnetPool").flatMap((resource) => {
      const owner = stack.ownerOf(resource);
      // A pool of the cloud's own that all may take from is the tenants' as well.
      const { shared, isDefault } = resource.props;
      if (owner?.tenant === undefined && shared !== true && isDefault !== true) return [];
      const cidr = text(resource, "cidr");
      const own = blocksOf([...(cidr === undefined ? [] : [cidr]), ...texts(resource, "prefixes")]);
      return own.flatMap((block) =>
        infrastructure
          .filter((part) => overlaps(part, block))
          .map((part) => ({
            resource,
            found: `${called(cidr === undefined ? "subnet pool" : "subnet", resource, owner)} has ${block.text}, which overlaps ${part.text} of the infrastructure`,
          })),
      );
    });
  },
  cases: {
    passes: [
      {
        of: "other addresses",
        resources: { ...ACME, ...network("acme", "app", "10.0.2.0/24") },
        settings: INFRASTRUCTURE,
      },
      {
        of: "an external network of the cloud's own",
        resources: EXTERNAL,
        settings: INFRASTRUCTURE,
      },
    ],
    fails: [
      {
        of: "a network that has all of the infrastructure in it",
        resources: { ...ACME, ...network("acme", "app", "10.0.0.0/16") },
        settings: INFRASTRUCTURE,
        finds: {
          "acme-app-subnet": [
            "subnet app of acme has 10.0.0.0/16, which overlaps 10.0.0.0/24 of the infrastructure",
            "subnet app of acme has 10.0.0.0/16, which overlaps 10.0.1.0/24 of the infrastructure",
          ],
        },
      },
      {
        of: "a tenant's pool with addresses of the infrastructure, by IPv6",
        resources: {
          ...ACME,
          pool: made("subnetPool", {
            name: "corp",
            projectId: ref("acme"),
            prefixes: ["fd00:2::/32", "fd00:1::/32"],
          }),
        },
        settings: INFRASTRUCTURE,
        finds: {
          pool: [
            "subnet pool corp of acme has fd00:1::/32, which overlaps fd00:1:0:7::/64 of the infrastructure",
          ],
        },
      },
    ],
  },
};
