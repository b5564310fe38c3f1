import assert from "node:assert/strict";
import type { Host } from "../../components/host";
import { Seed } from "../../components/metal/seed";
import { DEPLOYMENT } from "../../policy/rules/cfg/common";
import { CFG } from "../../policy/rules/cfg";
import { readSettings } from "../../policy/settings";
import { Stack } from "../../policy/declared/stack";
import { findings } from "./support/findings";
import { declareCloud, servicesOf } from "../../stacks/cloud";
import { parseEnvironment, type Environment } from "../../stacks/environment";
import { labWith, readFile } from "../unit/environment/files";
import { record, type Declared } from "../unit/tenant/recorder";

type Registered = Record<string, Declared>;

/** The services that a program registers, as a rule sees them at the first preview. */
const deployments = (resources: Registered): Stack =>
  new Stack(
    Object.entries(resources)
      .filter(([, { type }]) => type === DEPLOYMENT)
      .map(([name, { type, inputs }]) => ({ urn: name, type, name, props: inputs, comesFrom: {} })),
  );

const found = (stack: Stack): string[] =>
  CFG.flatMap((rule) =>
    findings(
      rule,
      stack,
      readSettings(() => undefined),
    ).map(({ resource, found: wrong }) => `${rule.id} ${resource?.name ?? ""}: ${wrong}`),
  );

const parse = (name: string) => parseEnvironment(readFile(name), name);

/** The cloud of an environment, on hosts that nothing connects to. */
async function cloudOf(environment: Environment): Promise<Stack> {
  const hosts = Object.entries(environment.site.hosts).map(
    ([host, { roles, addresses, externalInterfaces }]): Host => ({
      name: host,
      roles,
      addresses,
      externalInterfaces,
      connection: { host: addresses.management },
    }),
  );
  const { resources } = await record(() => declareCloud(environment, hosts));
  return deployments(resources);
}

describe("the services of this program", function () {
  this.timeout(60_000);

  const withBilling = labWith(["billing", { period: 60 }]);
  const environments: [string, Environment][] = [
    ["the lab", parse("lab")],
    ["the lab with billing", parseEnvironment(withBilling, "lab")],
    ["prod", parse("prod")],
  ];
  for (const [name, environment] of environments) {
    it(`keep every rule on their configuration in ${name}`, async () => {
      const stack = await cloudOf(environment);
      assert.deepEqual(
        stack.resources.map((resource) => resource.name).sort(),
        ["hosts", ...servicesOf(environment).all.map((service) => service.name)].sort(),
      );
      assert.deepEqual(found(stack), []);
    });
  }

  it("keep them on the seed", async () => {
    const host: Host = {
      name: "seed",
      roles: ["seed"],
      addresses: { management: "10.0.0.5" },
      externalInterfaces: {},
      connection: { host: "10.0.0.5" },
    };
    const { resources } = await record(
      () => new Seed("seed", { host, addresses: { management: "10.0.0.5", bmc: "10.0.9.5" } }),
    );
    const stack = deployments(resources);
    assert.equal(stack.resources.length, 3);
    assert.deepEqual(found(stack), []);
  });
});
