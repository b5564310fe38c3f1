import { isIPv6 } from "node:net";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Peer, QuotaArgs, RuleArgs, SecurityGroupArgs } from "./args";
import { known } from "./known";
import { Turns } from "./turns";

export interface SecurityGroupsArgs {
  projectId: pulumi.Input<string>;
  limits: Pick<QuotaArgs["network"], "securityGroups" | "securityGroupRules">;
  groups: Record<string, SecurityGroupArgs>;
}

/** What `egress: any` stands for. Stated, because the rules Neutron makes by itself are removed. */
const EGRESS_ANY: RuleArgs[] = ["0.0.0.0/0", "::/0"].map((to) => ({
  direction: "egress",
  protocol: "any",
  to,
  description: "Everything",
}));

/** A tenant's security groups with their rules. */
export class SecurityGroups extends pulumi.ComponentResource {
  /** Ids by name. */
  readonly ids: Record<string, pulumi.Output<string>> = {};
  private readonly turns: Record<"group" | "rule", Turns>;

  constructor(
    private readonly name: string,
    private readonly args: SecurityGroupsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("openstack-environment:tenant:SecurityGroups", name, {}, opts);
    this.turns = turnsFor(args);
    for (const [group, { description }] of Object.entries(args.groups)) {
      this.ids[group] = this.turns.group.next(
        (dependsOn) =>
          new openstack.networking.SecGroup(
            `${name}-${group}`,
            {
              name: group,
              description: description ?? "",
              tenantId: args.projectId,
              deleteDefaultRules: true,
            },
            { parent: this, dependsOn },
          ),
      ).id;
    }
    // Only now, because a rule may name any of the groups.
    for (const [group, settings] of Object.entries(args.groups)) {
      for (const rule of rulesOf(settings)) this.declareRule(group, rule);
    }
    this.registerOutputs();
  }

  private declareRule(group: string, rule: RuleArgs): void {
    const peer = peerOf(rule);
    this.turns.rule.next(
      (dependsOn) =>
        new openstack.networking.SecGroupRule(
          `${this.name}-rule.${group}.${ruleKey(rule)}`,
          {
            securityGroupId: known(this.ids, group),
            tenantId: this.args.projectId,
            ...packetsOf(rule),
            ...(typeof peer === "string"
              ? { remoteIpPrefix: peer }
              : { remoteGroupId: known(this.ids, peer.group) }),
          },
          // Neutron takes no rule that differs from another in its description only.
          { parent: this, dependsOn, deleteBeforeReplace: true },
        ),
    );
  }
}

function rulesOf({ egress, rules }: SecurityGroupArgs): RuleArgs[] {
  return [...rules, ...(egress === "any" ? EGRESS_ANY : [])];
}

/** What Neutron makes by itself: a group for the project with four rules, and two rules in each group. */
const DEFAULT_GROUPS = 1;
const DEFAULT_RULES = 4;
const RULES_OF_A_NEW_GROUP = 2;

function turnsFor({ groups, limits }: SecurityGroupsArgs) {
  const count = Object.keys(groups).length;
  const rules = Object.values(groups).flatMap(rulesOf).length;
  return {
    group: new Turns(count, limits.securityGroups, DEFAULT_GROUPS),
    rule: new Turns(rules, limits.securityGroupRules, DEFAULT_RULES + RULES_OF_A_NEW_GROUP * count),
  };
}

const peerOf = ({ direction, from, to }: RuleArgs): Peer =>
  (direction === "ingress" ? from : to) ?? "0.0.0.0/0";

/** What a rule lets pass, as Neutron has it: all of it but whose it is, and who the peer is. */
export const packetsOf = (rule: RuleArgs) => ({
  direction: rule.direction,
  ethertype: ethertypeOf(peerOf(rule), rule.protocol),
  description: rule.description ?? "",
  ...(rule.protocol === "any"
    ? {}
    : { protocol: rule.protocol === "icmpv6" ? "ipv6-icmp" : rule.protocol }),
  ...(rule.port === undefined ? {} : { portRangeMin: rule.port.min, portRangeMax: rule.port.max }),
});

/** A rule's name by what it says, so that rules keep their names when the list is sorted anew. */
export function ruleKey(rule: RuleArgs): string {
  const { direction, protocol, port } = rule;
  const peer = peerOf(rule);
  const parts: string[] = [direction, protocol];
  if (port !== undefined) parts.push(...new Set([port.min, port.max].map(String)));
  // "::" would end the name within a URN.
  parts.push(typeof peer === "string" ? peer.replaceAll(":", ".") : peer.group);
  return parts.join("-");
}

function ethertypeOf(peer: Peer, protocol: RuleArgs["protocol"]): "IPv4" | "IPv6" {
  const six = typeof peer === "string" ? isIPv6(peer.split("/")[0] ?? "") : protocol === "icmpv6";
  return six ? "IPv6" : "IPv4";
}
