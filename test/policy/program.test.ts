import assert from "node:assert/strict";
import { ACME } from "../../policy/cases";
import type { Declared } from "../../policy/declared/resource";
import { PEERING, ROLES, withProgram } from "../../policy/declared/program";
import { Stack } from "../../policy/declared/stack";
import { UNKNOWN } from "../../policy/declared/values";
import { RULES } from "../../policy/rules";
import { readSettings } from "../../policy/settings";
import { findings } from "./support/findings";
import { viewOf } from "./support/view";

const settings = readSettings(() => undefined);

const component = (type: string, props: Record<string, unknown>): Declared => ({
  urn: `urn:pulumi:dev::test::${type}::it`,
  type,
  name: "it",
  props,
  comesFrom: {},
});

describe("what a program of this library says to the policies", () => {
  it("is its peerings, beside those of the settings", () => {
    const tcp = { protocol: "tcp", ports: { min: 80, max: 80 } };
    const stack = new Stack([
      component(PEERING, {
        allow: [
          { from: "research", to: "engineering", ...tcp },
          { from: "engineering", to: "research", protocol: "icmp" },
        ],
      }),
    ]);
    const known = { from: "acme", to: "globex" };
    assert.deepEqual(withProgram(stack, { ...settings, peerings: [known] }).peerings, [
      known,
      { from: "research", to: "engineering", allow: [tcp] },
      { from: "engineering", to: "research", allow: [{ protocol: "icmp" }] },
    ]);
  });

  it("is which role is which, as soon as the cloud stands", () => {
    const roles = (roleIds: unknown) => new Stack([component(ROLES, { roleIds })]);
    const { roleIds } = withProgram(roles({ admin: "5f1c", member: UNKNOWN }), settings);
    assert.deepEqual(roleIds, { admin: "5f1c" });
    assert.deepEqual(withProgram(roles(UNKNOWN), settings).roleIds, {});
  });

  it("has rules find the role admin behind an id", () => {
    const grant = { roleId: "5f1c", groupId: "g", projectId: { ref: "acme" } };
    const resources = { ...ACME, grant: { type: "roleAssignment" as const, props: grant } };
    const stack = new Stack([
      ...viewOf(resources, true).resources,
      component(ROLES, { roleIds: { admin: "5f1c", member: "77aa" } }),
    ]);
    const rule = RULES.find(({ id }) => id === "IAM-01")!;
    const found = (of: typeof settings) => findings(rule, stack, of).map((one) => one.found);
    assert.deepEqual(found(settings), []);
    assert.deepEqual(found(withProgram(stack, settings)), ["admin is given on project acme"]);
  });
});
