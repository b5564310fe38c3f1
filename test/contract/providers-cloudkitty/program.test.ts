import assert from "node:assert/strict";
import { ProgramStack } from "../support/stack";
import type { Item } from "../support/stack";
import { FakeCloudKitty } from "./support/fake-cloudkitty";

const ACME = "c4306072a06b4b989146ecba79ccb743";

/** Through the embedded engine, with the SDK and `plugins.providers`, as a program uses it. */
describe("cloudkitty: a program", function () {
  this.timeout(120_000);
  const fake = new FakeCloudKitty();
  let stack: ProgramStack;
  before(async () => {
    await fake.start();
    fake.meet(ACME);
    stack = new ProgramStack("cloudkitty", fake.login);
  });
  after(() => fake.stop());

  const program = (
    cost: string,
    script = "pass\n",
    more: Item[] = [],
    { group = "uptime", service = "instance" } = {},
  ): Item[] => [
    { name: "hashmap", type: "RatingModule", inputs: { moduleId: "hashmap", priority: 50 } },
    { name: "uptime", type: "HashmapGroup", inputs: { name: group } },
    { name: "instance", type: "HashmapService", inputs: { name: service } },
    {
      name: "flavor",
      type: "HashmapField",
      inputs: { serviceId: { $get: "instance.id" }, name: "flavor_name" },
    },
    {
      name: "small",
      type: "HashmapMapping",
      inputs: {
        ...{ fieldId: { $get: "flavor.id" }, value: "m1.small", cost },
        groupId: { $get: "uptime.id" },
      },
    },
    {
      name: "much",
      type: "HashmapThreshold",
      inputs: { serviceId: { $get: "instance.id" }, level: "500", cost: "0.8", type: "rate" },
    },
    { name: "offpeak", type: "Pyscript", inputs: { name: "offpeak", data: script } },
    { name: "acme", type: "ScopeState", inputs: { scopeId: ACME, active: false } },
    ...more,
  ];
  const NAMES = ["acme", "flavor", "hashmap", "instance", "much", "offpeak", "small", "uptime"];
  const all = (op: string): string[] => NAMES.map((name) => `${op} ${name}`);

  it("previews, and makes what it previews", async () => {
    const preview = await stack.run("preview", program("0.020"));
    assert.deepEqual([preview.errors, preview.steps], [[], all("create")]);
    assert.deepEqual(fake.writes, []);
    const up = await stack.run("up", program("0.020"));
    assert.deepEqual([up.errors, up.steps], [[], all("create")]);
    assert.equal(fake.hashmap.tables.mappings[0]?.cost, "0.0200000000000000000000000000");
  });

  it("has nothing to do for the same numbers", async () => {
    const again = await stack.run("up", program("0.02"));
    assert.deepEqual([again.errors, again.steps], [[], all("same")]);
    const refresh = await stack.run("refresh");
    assert.deepEqual([refresh.errors, refresh.diff], [[], []]);
  });

  it("changes a price in place, and answers a quote", async () => {
    fake.price = "0.0600000000000000000000000000";
    const quote: Item = {
      name: "quote",
      type: "ratingQuote",
      inputs: {
        resources: [{ service: "instance", volume: "2", metadata: { flavor_name: "m1.small" } }],
      },
    };
    const changed = await stack.run("up", program("0.03", undefined, [quote]), {
      outputs: [["quote", "price"]],
    });
    assert.deepEqual([changed.errors, changed.diff], [[], ["cost update"]]);
    const outputs = stack.deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    assert.deepEqual(outputs?.outputs, { "quote.price": "0.06" });
  });

  it("refuses a broken script in the preview", async () => {
    const writes = fake.writes.length;
    const broken = program("0.03", "pass\nraise ValueError('boom')\n");
    const { errors } = await stack.run("preview", broken);
    assert.deepEqual(errors, [
      "cloudkitty:index:Pyscript resource 'offpeak': property data: line 2: ValueError: boom " +
        "(with the period from Monday 00:00)",
    ]);
    assert.equal(fake.writes.length, writes);
  });

  it("moves prices to another group and another metric, and leaves nothing behind", async () => {
    const { errors, steps } = await stack.run(
      "up",
      program("0.03", undefined, [], { group: "time" }),
    );
    assert.deepEqual(
      [errors, steps.filter((step) => !step.startsWith("same "))],
      [
        [],
        ["create-replacement uptime", "delete-replaced uptime", "replace uptime", "update small"],
      ],
    );
    const { groups, mappings: moved } = fake.hashmap.tables;
    assert.deepEqual([groups.length, moved[0]?.group_id], [1, groups[0]?.group_id]);
    const back = await stack.run(
      "up",
      program("0.03", undefined, [], { service: "instance.vcpu" }),
    );
    assert.deepEqual(back.errors, []);
    const { services, fields, mappings, thresholds } = fake.hashmap.tables;
    assert.deepEqual(
      [services.map(({ name }) => name), fields.length, mappings.length, thresholds.length],
      [["instance.vcpu"], 1, 1, 1],
    );
    assert.deepEqual(
      [fields[0]?.service_id, mappings[0]?.field_id],
      [services[0]?.service_id, fields[0]?.field_id],
    );
    const home = await stack.run("up", program("0.03"));
    assert.deepEqual(home.errors, []);
  });

  it("imports by natural key what it is to own", async () => {
    const inputs = {
      ...{ fieldId: { $get: "flavor.id" }, value: "m1.large", cost: "0.2" },
      groupId: { $get: "uptime.id" },
    };
    const { field_id, group_id } = fake.hashmap.tables.mappings[0] ?? {};
    const made = fake.answer({
      ...{ method: "POST", path: "/v1/rating/module_config/hashmap/mappings" },
      body: { field_id, group_id, value: "m1.large", cost: "0.2", type: "flat" },
    });
    const large: Item = { name: "large", type: "HashmapMapping", inputs };
    const refused = await stack.run("up", program("0.03", undefined, [large]));
    assert.match(refused.errors.join("\n"), /exists there already/);
    const options = { import: "instance/flavor_name/m1.large@uptime" };
    const imported = await stack.run("up", program("0.03", undefined, [{ ...large, options }]));
    assert.deepEqual(
      [imported.errors, imported.steps.filter((step) => !step.startsWith("same "))],
      [[], ["import large"]],
    );
    assert.equal(stack.resource("large")?.id, (made?.body as { mapping_id: string }).mapping_id);
  });

  it("takes all away again, children first, and puts back what was", async () => {
    const destroy = await stack.run("destroy");
    assert.deepEqual([destroy.errors, stack.deployment.resources], [[], []]);
    assert.deepEqual(
      [fake.hashmap.tables, fake.scripts, fake.modules[0]?.enabled, fake.scopes[0]?.active],
      [
        { services: [], fields: [], groups: [], mappings: [], thresholds: [] },
        ...[[], false, true],
      ],
    );
  });
});
