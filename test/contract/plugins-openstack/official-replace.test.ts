import assert from "node:assert/strict";
import type { Properties, Value } from "../../../embedded/engine/types";
import { definitions } from "../../../embedded/plugins/openstack/resources";
import { diff } from "../../../embedded/plugins/openstack/table/diff";
import type { Field } from "../../../embedded/plugins/openstack/table/types";
import { officialReplace } from "./harness";

/** Properties that the official provider has and these do not, each with the reason. */
const LEFT_OUT: Record<string, string[]> = {
  // Deprecated there: floatingIpAssociate and block devices do it.
  "openstack:compute/instance:Instance": ["floatingIp", "volumes"],
};

describe("openstack: which changes replace, as the official provider does it", () => {
  for (const [token, table] of Object.entries(officialReplace)) {
    const definition = definitions[token.replace("openstack:", "")];

    it(token, () => {
      assert.ok(definition, "no such type");
      const changes = (name: string): "replace" | "update" | "none" => {
        const field = definition.fields[name];
        assert.ok(field, `no property ${name}`);
        const [old, now] = twoValues(field);
        const result = diff(definition, { [name]: old }, { [name]: old }, { [name]: now });
        if (!result.changes) return "none";
        return result.replaces.includes(name) ? "replace" : "update";
      };
      const left = LEFT_OUT[token] ?? [];
      const checked = (names: string[]): string[] => names.filter((name) => !left.includes(name));
      const nested = (name: string): boolean =>
        Object.values(definition.fields[name]?.fields ?? {}).some((inner) => inner.replaces);
      assert.deepEqual(
        Object.fromEntries(
          checked([...table.replace, ...table.inPlace]).map((name) => [name, changes(name)]),
        ),
        Object.fromEntries([
          ...checked(table.replace).map((name) => [name, "replace"]),
          // Its parts cannot change in place, whatever the table says of the whole.
          ...checked(table.inPlace).map((name) => [name, nested(name) ? "replace" : "update"]),
        ]),
      );
      const secrets = Object.entries(definition.fields).flatMap(([name, field]) =>
        field.secret ? [name] : [],
      );
      assert.deepEqual(secrets.sort(), [...table.secret].sort());
    });
  }
});

/** Two different values of a property. */
function twoValues(field: Field): [Value, Value] {
  switch (field.type) {
    case "string":
      return field.oneOf ? [field.oneOf[0] ?? "", field.oneOf[1] ?? ""] : ["old", "new"];
    case "bool":
      return [false, true];
    case "int":
    case "number":
      return [1, 2];
    case "map":
      return [{ key: "old" }, { key: "new" }];
    case "object":
      return [objectOf(field, 0), objectOf(field, 1)];
    case "list":
    case "set":
      return field.fields ? [[objectOf(field, 0)], [objectOf(field, 1)]] : [["old"], ["new"]];
  }
}

function objectOf(field: Field, which: 0 | 1): Properties {
  return Object.fromEntries(
    Object.entries(field.fields ?? {}).flatMap(([name, inner]) =>
      inner.output ? [] : [[name, twoValues(inner)[which]]],
    ),
  );
}
