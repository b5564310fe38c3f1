import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { inWaves } from "../../../components/billing/plan/waves";

class Thing extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Thing", name, {});
  }
}

describe("resources that are declared in waves", () => {
  /** What was declared, and of how many the engine had not answered then. */
  let order: string[];
  let waiting: number;
  let most: number;

  beforeEach(async () => {
    [order, waiting, most] = [[], 0, 0];
    await pulumi.runtime.setMocks(
      {
        newResource: async ({ name }) => {
          order.push(name);
          most = Math.max(most, ++waiting);
          await new Promise((resolve) => setTimeout(resolve, 5));
          waiting--;
          return { id: `${name}-id`, state: {} };
        },
        call: () => ({}),
      },
      "project",
      "stack",
      true,
    );
  });

  const names = Array.from({ length: 7 }, (_, n) => `thing-${n}`);
  const declared = async (size: number): Promise<string[]> => {
    const made = inWaves(
      names.map((name) => () => new Thing(name)),
      size,
    );
    const urns = made.apply((all) => pulumi.all(all.map(({ urn }) => urn)));
    return new Promise((resolve) =>
      urns.apply((all) => resolve(all.map((urn) => urn.split("::").at(-1) ?? ""))),
    );
  };

  it("are all there, in order, with no more under way than asked for", async () => {
    assert.deepEqual(await declared(3), names);
    assert.deepEqual(order, names);
    assert.equal(most, 3);
  });

  it("are declared at once where there are few", async () => {
    assert.deepEqual(await declared(7), names);
    assert.equal(most, 7);
  });

  it("may be none", async () => {
    const none = await new Promise((resolve) => inWaves([], 3).apply(resolve));
    assert.deepEqual(none, []);
  });
});
