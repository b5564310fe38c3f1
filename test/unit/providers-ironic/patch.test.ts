import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeInputs } from "../../../providers/ironic/fields/node";
import { portInputs } from "../../../providers/ironic/fields/others";
import { diffByTable } from "../../../providers/ironic/resources/diff";
import { patchOf, unmask } from "../../../providers/ironic/resources/patch";
import type { Properties, Value } from "../../../providers/server";

/** What a JSON patch makes of a document; only what this provider sends. */
function apply(document: Properties, patch: ReturnType<typeof patchOf>): Properties {
  const result = structuredClone(document);
  for (const { op, path, value } of patch) {
    const keys = path
      .slice(1)
      .split("/")
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop() ?? "";
    const parent = keys.reduce((map, key) => map[key] as Properties, result);
    if (op === "remove") {
      assert.ok(last in parent, `${path} is not there to be removed`);
      delete parent[last];
    } else parent[last] = value ?? null;
  }
  return result;
}

describe("ironic: patches", () => {
  const current = {
    driver: "redfish",
    description: "old",
    deploy_interface: "direct",
    driver_info: { redfish_address: "https://a", redfish_password: "******" },
    extra: { ours: 1, theirs: 2 },
    properties: {},
  };
  const olds = {
    driver: "redfish",
    description: "old",
    driverInfo: { redfish_address: "https://a", redfish_password: "one" },
    extra: { ours: 1 },
  };

  it("changes nothing where nothing differs, the masked password least of all", () => {
    assert.deepEqual(patchOf(nodeInputs, current, olds, olds), []);
  });

  it("adds, replaces and removes, key by key in maps", () => {
    const news = {
      driver: "redfish",
      deployInterface: "ramdisk",
      driverInfo: { redfish_address: "https://b", redfish_password: "two", "a/b~c": 1 },
      properties: { cpu_arch: "x86_64" },
    };
    assert.deepEqual(patchOf(nodeInputs, current, olds, news), [
      { op: "add", path: "/driver_info/redfish_address", value: "https://b" },
      { op: "add", path: "/driver_info/redfish_password", value: "two" },
      { op: "add", path: "/driver_info/a~1b~0c", value: 1 },
      { op: "add", path: "/deploy_interface", value: "ramdisk" },
      { op: "add", path: "/properties/cpu_arch", value: "x86_64" },
      { op: "remove", path: "/description" },
      { op: "remove", path: "/extra/ours" },
    ]);
  });

  it("goes by what Ironic has, not by what the state remembers", () => {
    const drifted = { ...current, description: "by hand", extra: { theirs: 2 } };
    assert.deepEqual(patchOf(nodeInputs, drifted, olds, olds), [
      { op: "add", path: "/description", value: "old" },
      { op: "add", path: "/extra/ours", value: 1 },
    ]);
  });

  it("writes a map with fields of its own whole, by Ironic's names", () => {
    const link = { switchId: "aa:bb:cc:dd:ee:ff", portId: "1" };
    const had = { address: "52:54:00:00:00:01", local_link_connection: {} };
    const news = { address: "52:54:00:00:00:01", localLinkConnection: link };
    assert.deepEqual(patchOf(portInputs, had, {}, news), [
      {
        op: "add",
        path: "/local_link_connection",
        value: { switch_id: "aa:bb:cc:dd:ee:ff", port_id: "1" },
      },
    ]);
  });

  it("makes any map into any other and leaves what others keep in it", () => {
    const map = fc.dictionary(fc.constantFrom("a", "b/c", "d~e", "f"), fc.integer({ max: 3 }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(map, map, (old, wanted) => {
        const document = { extra: { ...old, theirs: 1 } };
        const patch = patchOf(nodeInputs, document, { extra: old }, { extra: wanted });
        assert.deepEqual(apply(document, patch), { extra: { ...wanted, theirs: 1 } });
      }),
    );
  });

  it("takes masked values from where they are known", () => {
    const value: Value = { a: "******", b: ["******", { c: "******" }], d: "plain" };
    assert.deepEqual(unmask(value, { a: "one", b: ["two", { c: "three" }], d: "other" }), {
      a: "one",
      b: ["two", { c: "three" }],
      d: "plain",
    });
    assert.deepEqual(unmask(value, undefined), value);
  });

  it("sees no difference between a masked value and any other", () => {
    const request = {
      ...{ urn: "u", id: "i", olds: {} },
      oldInputs: { driver: "redfish", driverInfo: { redfish_password: "******", a: 1 } },
      inputs: { driver: "redfish", driverInfo: { redfish_password: "one", a: 2 } },
    };
    assert.deepEqual(diffByTable(nodeInputs, request).detailed, { "driverInfo.a": "update" });
  });
});
