import { EXTERNAL, made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { outside, ROUTED } from "./cases";
import { called, hasGateway } from "./common";

export const sourceNatOff: Rule = {
  id: "NET-30",
  title: "A tenant's router hides its machines behind its own address",
  severity: "high",
  reason:
    "without source NAT the machines' own addresses go out: two tenants with the same addresses get " +
    "each other's answers, and those on the external network learn where to route to",
  sources: ["Neutron admin guide, Network Address Translation (NAT)", "own"],
  remedy: "leave enableSnat out or set it to true, and publish machines by floating IPs",
  checkStack: (stack) =>
    stack.of("router").flatMap((router) => {
      const owner = stack.ownerOf(router);
      if (router.props.enableSnat !== false || !hasGateway(router)) return [];
      if (owner?.tenant === undefined) return [];
      return [
        {
          resource: router,
          found: `${called("router", router, owner)} leads out with enableSnat: false`,
        },
      ];
    }),
  cases: {
    passes: [
      { of: "source NAT", resources: outside() },
      {
        of: "a router that leads nowhere",
        resources: {
          ...ROUTED,
          inner: made("router", { name: "inner", tenantId: ref("acme"), enableSnat: false }),
        },
      },
      {
        of: "a router of the cloud's own",
        resources: {
          ...EXTERNAL,
          core: made("router", {
            name: "core",
            externalNetworkId: ref("internet"),
            enableSnat: false,
          }),
        },
      },
    ],
    fails: [
      {
        of: "no source NAT",
        resources: outside({ enableSnat: false }),
        finds: { "acme-edge": ["router edge of acme leads out with enableSnat: false"] },
      },
    ],
  },
};
