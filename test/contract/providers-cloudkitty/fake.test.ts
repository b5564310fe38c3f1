import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, Reply } from "../plugins-openstack/fake-openstack";
import { FakeCloudKitty } from "./support/fake-cloudkitty";

interface Exchange {
  name: string;
  method: string;
  path: string;
  body?: Json;
  status: number;
  location?: string;
  answer?: unknown;
}

/** What CloudKitty 22.0.0 of Debian 13 answered, in this order. */
const captured = JSON.parse(readFileSync(join(__dirname, "captured.json"), "utf8")) as Exchange[];

/** Lists have no order of their own, nor have the attributes that it names as unknown. */
function ordered(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("Unknown attributes ")) {
    const [what = "", names = ""] = value.split(": ");
    return `${what}: ${names.split(", ").sort().join(", ")}`;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      Array.isArray(item)
        ? [...(item as unknown[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : ordered(item),
    ]),
  );
}

const told = ({ status = 200, body, headers }: Reply) => ({
  status,
  location: headers?.Location,
  answer: ordered(body ?? {}),
});

const wanted = ({ status, location, answer }: Exchange) => ({
  status,
  location,
  answer: ordered(answer ?? {}),
});

describe("cloudkitty: the fake answers as CloudKitty did", () => {
  const fake = new FakeCloudKitty();
  for (const exchange of captured.filter(({ name }) => name.startsWith("ck-"))) {
    it(exchange.name, () => {
      const id = Object.entries((exchange.answer ?? {}) as Json).find(([key]) =>
        key.endsWith("_id"),
      );
      if (exchange.method === "POST" && exchange.status === 201)
        fake.hashmap.ids.push(String(id?.[1]));
      assert.deepEqual(told(fake.answer(exchange as never) ?? {}), wanted(exchange));
    });
  }
});

describe("cloudkitty: the fake answers as CloudKitty did, v2", () => {
  for (const exchange of captured.filter(({ name }) => name.startsWith("v2"))) {
    it(exchange.name, () => {
      const fake = new FakeCloudKitty();
      const { results = [], modules = [] } = (exchange.answer ?? {}) as Record<string, Json[]>;
      const single = exchange.answer as Json | undefined;
      // What there was before is told by the answer alone.
      const scopes = results.length > 0 || !single?.scope_id ? results : [single];
      fake.scopes.push(
        ...scopes.map((one) => ({
          ...one,
          active: exchange.name.includes("patch") ? !one.active : one.active,
        })),
      );
      if (exchange.name === "v2b-002-scope_put_all") fake.meet("c4306072a06b4b989146ecba79ccb743");
      if (modules.length > 0) fake.modules.splice(0, 9, ...modules);
      if (single?.module_id) fake.modules.splice(0, 9, single);
      assert.deepEqual(told(fake.answer(exchange as never) ?? {}), wanted(exchange));
    });
  }
});
