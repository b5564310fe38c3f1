import { made, ref } from "../../cases";
import { isUnknown, objects, text, texts, type Declared } from "../../declared/resource";
import type { Stack } from "../../declared/stack";
import type { Rule } from "../../rule";
import { acmePort } from "../net/cases";
import { once } from "../net/common";

/** Ports whose groups are said elsewhere, or that are routers'. */
const spokenFor = once(
  (stack: Stack) =>
    new Set(
      stack
        .of("portSecurityGroups", "interface")
        .map((other) => stack.follow(other, "portId", "port")),
    ),
);

function isPlain(stack: Stack, port: Declared): boolean {
  const { noSecurityGroups, portSecurityEnabled, securityGroupIds } = port.props;
  if (noSecurityGroups === true || portSecurityEnabled === false) return false;
  if (spokenFor(stack).has(port) || text(port, "deviceOwner")?.startsWith("network:")) return false;
  if (isUnknown(port, "securityGroupIds")) return false;
  return !Array.isArray(securityGroupIds) || securityGroupIds.length === 0;
}

/** Whether Nova makes a port for the instance, and puts it into the group default. */
function startsPlain(instance: Declared): boolean {
  if (isUnknown(instance, "securityGroups")) return false;
  if (texts(instance, "securityGroups").some((group) => group !== "default")) return false;
  return objects(instance, "networks").some(({ port }) => port === undefined || port === "");
}

export const defaultOnly: Rule = {
  id: "SG-20",
  title: "A machine is in a security group that was made for it",
  severity: "low",
  // It opens a tenant's machines to each other, and to no other tenant.
  level: "advisory",
  reason:
    "without a group a machine is in default, whose members reach each other on every port: whoever " +
    "takes one machine of the tenant has all of them in front",
  sources: ["scs-0115, Default Rules for Security Groups", "own"],
  remedy: "name a group with the rules that this machine needs",
  checkStack: (stack) => [
    ...stack
      .of("port")
      .filter((port) => isPlain(stack, port))
      .map((resource) => ({
        resource,
        found: "the port names no group, which stands for default",
      })),
    ...stack
      .of("instance")
      .filter(startsPlain)
      .map((resource) => ({ resource, found: "the instance is in the group default only" })),
  ],
  cases: {
    passes: [
      {
        of: "a port in a group, and an instance that uses it",
        resources: {
          ...acmePort({ securityGroupIds: ["2f8d4a3e-9a59-4a3e-8a52-7d5bfa5a8a11"] }),
          server: made("instance", { name: "server", networks: [{ port: ref("vm") }] }),
        },
      },
      {
        of: "a port without any group, which nobody reaches",
        resources: acmePort({ noSecurityGroups: true }),
      },
      {
        of: "a router's port",
        resources: {
          ...acmePort(),
          router: made("router", { name: "edge", tenantId: ref("acme") }),
          link: made("interface", { routerId: ref("router"), portId: ref("vm") }),
        },
      },
    ],
    fails: [
      {
        of: "a port that names no group",
        resources: acmePort({ securityGroupIds: [] }),
        finds: { vm: ["the port names no group, which stands for default"] },
      },
      {
        of: "an instance that names none",
        resources: {
          server: made("instance", {
            name: "server",
            networks: [{ uuid: "1b6a4c5e-93a4-44a5-b6d1-5a1f5e0c2f10" }],
          }),
        },
        finds: { server: ["the instance is in the group default only"] },
      },
      {
        of: "an instance in default",
        resources: {
          server: made("instance", {
            name: "server",
            securityGroups: ["default"],
            networks: [{ name: "app" }],
          }),
        },
        finds: { server: ["the instance is in the group default only"] },
      },
    ],
  },
};
