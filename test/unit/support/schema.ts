import assert from "node:assert/strict";
import type { Provider } from "../../../providers/server/types";

interface Schema {
  types: Record<string, unknown>;
  resources: Record<string, { inputProperties: Record<string, unknown>; requiredInputs: string[] }>;
  functions: Record<string, unknown>;
  provider: { inputProperties: Record<string, { secret?: boolean }> };
}

/** That the schema of a native provider tells what is served. */
export function testSchema(name: string, provider: Provider): void {
  describe(`${name}: the schema`, () => {
    const schema = JSON.parse(provider.schema ?? "") as Schema;

    it("has the types and functions that are served, with their inputs", () => {
      assert.deepEqual(Object.keys(schema.functions), Object.keys(provider.functions ?? {}));
      const served = Object.entries(provider.resources).map(([token, type]) => [
        token,
        Object.keys(type.inputs).sort(),
      ]);
      const described = Object.entries(schema.resources).map(([token, type]) => [
        token,
        Object.keys(type.inputProperties).sort(),
      ]);
      assert.deepEqual(described.sort(), served.sort());
    });

    it("refers to types that it has", () => {
      const references = [...(provider.schema ?? "").matchAll(/"#\/types\/([^"]+)"/g)].map(
        ([, token = ""]) => token,
      );
      const distinct = [...new Set(references)].sort();
      assert.deepEqual(distinct, Object.keys(schema.types).sort());
    });

    it("calls the log-in's secrets secret", () => {
      const secrets = Object.entries(schema.provider.inputProperties).flatMap(
        ([name, { secret }]) => (secret ? [name] : []),
      );
      assert.deepEqual(secrets, ["password", "applicationCredentialSecret"]);
    });
  });
}
