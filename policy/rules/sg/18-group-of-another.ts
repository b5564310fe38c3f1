import { made, network, ref } from "../../cases";
import type { Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { CaseResource, Rule } from "../../rule";
import { port } from "../net/cases";
import { called, differ } from "../net/common";
import { GROUPS } from "./cases";

const check = (stack: Stack, resource: Declared, port: Declared | undefined) => {
  const owner = port && stack.ownerOf(port);
  return stack.leadsTo(resource, "securityGroupIds", "securityGroup").flatMap((group) => {
    const other = stack.ownerOf(group);
    // Groups of the cloud's own are what the cloud gives its tenants.
    if (port === undefined || other?.tenant === undefined || !differ(owner, other)) return [];
    return [
      { resource, found: `${called("port", port, owner)} is in ${called("group", group, other)}` },
    ];
  });
};

const NET: Record<string, CaseResource> = {
  ...GROUPS,
  ...network("acme", "app", "192.168.1.0/24"),
};

export const groupOfAnother: Rule = {
  id: "SG-18",
  title: "A port is in security groups of its own tenant only",
  severity: "critical",
  reason:
    "the other tenant decides who reaches the machine, and the rules of its group that let its own " +
    "members in let the two tenants' machines at each other",
  sources: ["own: programs set tenants up as the administrator, who may use every tenant's ids"],
  remedy: "put the port into groups of its own tenant",
  checkStack: (stack) => [
    ...stack.of("port").flatMap((port) => check(stack, port, port)),
    ...stack
      .of("portSecurityGroups")
      .flatMap((groups) => check(stack, groups, stack.follow(groups, "portId", "port"))),
  ],
  cases: {
    passes: [
      {
        of: "a group of its own",
        resources: {
          ...NET,
          vm: port("acme", "acme-app", { securityGroupIds: [ref("acme-web")] }),
        },
      },
      {
        of: "a group of the cloud's own",
        resources: {
          ...NET,
          probes: made("securityGroup", { name: "probes", description: "Probes" }),
          vm: port("acme", "acme-app", { securityGroupIds: [ref("acme-web"), ref("probes")] }),
        },
      },
    ],
    fails: [
      {
        of: "a group of another tenant among its own",
        resources: {
          ...NET,
          vm: port("acme", "acme-app", {
            securityGroupIds: [ref("acme-web"), ref("globex-web")],
          }),
        },
        finds: { vm: ["port vm of acme is in group web of globex"] },
      },
      {
        of: "a group that is put on later",
        resources: {
          ...NET,
          vm: port("acme", "acme-app"),
          more: made("portSecurityGroups", {
            portId: ref("vm"),
            securityGroupIds: [ref("globex-web")],
          }),
        },
        finds: { more: ["port vm of acme is in group web of globex"] },
      },
    ],
  },
};
