import assert from "node:assert/strict";
import type { Ironic } from "../../../providers/ironic/api/client";
import type { ApiNode, Patch } from "../../../providers/ironic/api/node";
import { deploymentType } from "../../../providers/ironic/resources/deployment";
import { nodeType } from "../../../providers/ironic/resources/node";
import type { Properties } from "../../../providers/server";

const URN = "urn:pulumi:s::p::ironic:index:Deployment::one";
const NODE = "11111111-1111-4111-8111-111111111111";
const INSTANCE = "22222222-2222-4222-8222-222222222222";

const active = {
  uuid: NODE,
  name: "one",
  provision_state: "active",
  reservation: null,
  last_error: null,
  power_state: "power on",
  maintenance: false,
  maintenance_reason: null,
  fault: null,
  instance_uuid: INSTANCE,
  instance_info: { pulumi_urn: URN, image_source: "http://i/a" },
  driver_info: { redfish_address: "https://10.0.9.11" },
  extra: {},
  protected: false,
  parent_node: null,
  allocation_uuid: null,
} as unknown as ApiNode;

const UNREACHED: Partial<ApiNode> = {
  maintenance: true,
  maintenance_reason: "max retries exceeded",
  fault: "power failure",
  power_state: null,
};
const BY_HAND: Partial<ApiNode> = { maintenance: true, maintenance_reason: "its fan is broken" };

/** Ironic with one node, which becomes manageable and nothing else: its controller does not answer. */
class OneNode {
  readonly asked: string[] = [];
  readonly warnings: string[] = [];
  node: ApiNode | undefined;

  constructor(more: Partial<ApiNode> = {}) {
    this.node = { ...active, ...more } as ApiNode;
  }

  private get ironic(): Ironic {
    const look = (path: string) => {
      if (path.includes("/history")) return Promise.resolve({ history: [] });
      return Promise.resolve(this.node);
    };
    const call = ({ method, path, body }: { method: string; path: string; body?: unknown }) => {
      const what = method === "PATCH" ? JSON.stringify(body) : JSON.stringify(body ?? "");
      this.asked.push(`${method} ${path.replace(`/nodes/${NODE}`, "")} ${what}`);
      if (method === "DELETE" && path === `/nodes/${NODE}`) this.node = undefined;
      if (method === "PATCH") this.patch(body as Patch);
      if (path.endsWith("/provision")) {
        const { target } = body as { target: string };
        const error = { provision_state: "error", last_error: "no route to host" };
        const freed = { ...error, instance_info: {}, instance_uuid: null };
        const now = target === "manage" ? { provision_state: "manageable" } : freed;
        this.node = { ...(this.node as ApiNode), ...now };
      }
      return Promise.resolve(this.node);
    };
    return { find: look, get: look, call } as unknown as Ironic;
  }

  private patch(body: Patch): void {
    const node: Properties = { ...(this.node as ApiNode) };
    for (const { op, path, value } of body) {
      node[path.slice(1)] = op === "remove" ? null : (value ?? null);
    }
    this.node = node as ApiNode;
  }

  private get context() {
    const nothing = () => undefined;
    const warning = (line: string) => void this.warnings.push(line);
    return {
      ...{ urn: URN, name: "one", type: "", timeoutSeconds: 5 },
      signal: new AbortController().signal,
      log: { debug: nothing, info: nothing, progress: nothing, warning },
    };
  }

  async deleteDeployment(id = INSTANCE): Promise<void> {
    const request = { ...this.context, id, olds: { nodeUuid: NODE }, oldInputs: {} };
    await deploymentType(() => this.ironic).delete?.(request);
  }

  async deleteNode(): Promise<void> {
    const request = { ...this.context, id: NODE, olds: { uuid: NODE }, oldInputs: {} };
    await nodeType(() => this.ironic).delete?.(request);
  }

  async create(inputs: Properties = {}): Promise<void> {
    const all = { nodeUuid: NODE, bootIso: "http://i/host.iso", ...inputs };
    await deploymentType(() => this.ironic).create({ ...this.context, inputs: all });
  }

  async update(inputs: Properties): Promise<void> {
    const all = { nodeUuid: NODE, bootIso: "http://i/host.iso", ...inputs };
    const old = { id: INSTANCE, olds: {}, oldInputs: {} };
    await deploymentType(() => this.ironic).update?.({ ...this.context, ...old, inputs: all });
  }
}

const PATCHED =
  'PATCH  [{"op":"add","path":"/instance_info","value":{"pulumi_let_go":"' +
  `${URN}"}},{"op":"remove","path":"/instance_uuid"}]`;
const LEFT =
  "Its machine (BMC https://10.0.9.11) was neither switched off nor cleaned: it may still run, and the " +
  "host's system, keys and data are left on its disks. Cut its power, and do not switch it on again beside " +
  "its replacement, which has the same name and addresses. Erase its disks before it is used for anything else.";

describe("ironic: a host whose machine is out of reach", () => {
  it("is let go as it is when Ironic has not reached its controller for minutes, and its node goes", async () => {
    const one = new OneNode(UNREACHED);
    await one.deleteDeployment();
    assert.deepEqual(one.asked, [PATCHED]);
    assert.deepEqual(one.warnings, [
      `node one (${NODE}) is let go as it is, for Ironic has not reached its management controller for minutes. ${LEFT}`,
    ]);
    await one.deleteNode();
    assert.deepEqual(one.asked.slice(1), ['DELETE  ""']);
    assert.equal(one.node, undefined);
  });

  it("is let go when somebody has put it into maintenance", async () => {
    const one = new OneNode(BY_HAND);
    await one.deleteDeployment();
    assert.deepEqual(one.asked, [PATCHED]);
    assert.deepEqual(one.warnings, [
      `node one (${NODE}) is let go as it is, for it is in maintenance (its fan is broken). ${LEFT}`,
    ]);
  });

  it("is not let go at a short outage: says how long Ironic waits, and what to do", async () => {
    const one = new OneNode();
    await assert.rejects(one.deleteDeployment(), {
      message: [
        `node one (${NODE}) is in state "error", not available, without its deployment.`,
        "Ironic says: no route to host",
        "If the machine is broken for good, run again when Ironic has put it into " +
          "maintenance, which it does when power_state_sync_max_retries of its power checks have failed (after " +
          'about four minutes by its defaults), or put it there: "openstack baremetal node maintenance set one" ' +
          "(or PUT /v1/nodes/one/maintenance). Its host is let go then, without switching the machine off or " +
          "cleaning it.",
      ].join("\n"),
    });
    assert.deepEqual(one.warnings, []);
    // Minutes later: what failed has freed the node already.
    one.node = { ...one.node, ...UNREACHED } as ApiNode;
    one.asked.length = 0;
    await one.deleteDeployment();
    await one.deleteNode();
    assert.deepEqual([one.asked.at(-1), one.node], ['DELETE  ""', undefined]);
    assert.equal(one.warnings.length, 1);
  });

  it("is not let go in a maintenance that Pulumi or a failed cleaning made", async () => {
    const changing = "openstack-environment changes an attribute of this node";
    const one = new OneNode({ maintenance: true, maintenance_reason: changing });
    await assert.rejects(one.deleteDeployment(), /is in state "error"/);
    assert.deepEqual(one.asked, [
      'DELETE /maintenance ""',
      'PUT /states/provision {"target":"deleted"}',
    ]);
    const cleaning: Partial<ApiNode> = {
      ...{ provision_state: "clean failed", instance_uuid: null, instance_info: {} },
      ...{ maintenance: true, fault: "clean failure" },
    };
    const dirty = new OneNode(cleaning);
    await assert.rejects(dirty.deleteDeployment(), /is in state "error"/);
    assert.deepEqual(dirty.warnings, []);
  });

  it("stays where it is protected, or another's", async () => {
    const guarded = new OneNode({ ...UNREACHED, protected: true, protected_reason: "data" });
    await assert.rejects(guarded.deleteDeployment(), {
      message: `node one (${NODE}) is protected (data) and stays deployed: set protected to false, run, then delete it`,
    });
    const others = new OneNode({ ...UNREACHED, instance_info: {} });
    await others.deleteDeployment("another-instance");
    await assert.rejects(others.deleteNode(), {
      message:
        `node one (${NODE}) is in state "active": it carries a host, which is not thrown away with it. ` +
        'Undeploy it first: delete its Deployment, or "openstack baremetal node undeploy".',
    });
    assert.deepEqual([guarded.asked, others.asked], [[], []]);
  });

  it("is undeployed after all when it is within reach again before its node is deleted", async () => {
    const one = new OneNode(UNREACHED);
    await one.deleteDeployment();
    one.node = { ...one.node, maintenance: false, fault: null } as ApiNode;
    await assert.rejects(one.deleteNode(), /is in state "error", not available/);
    assert.equal(one.asked.at(-1), 'PUT /states/provision {"target":"deleted"}');
  });

  it("is undeployed before anything else is deployed there", async () => {
    const one = new OneNode({ instance_uuid: null, instance_info: { pulumi_let_go: URN } });
    await assert.rejects(one.create(), /is in state "error", not available/);
    assert.deepEqual(one.asked, ['PUT /states/provision {"target":"deleted"}']);
  });

  it("can be changed in all but its power", async () => {
    const one = new OneNode({ ...UNREACHED, protected: true });
    await one.update({ displayName: "one", protected: false });
    assert.equal(one.node?.protected, false);
    assert.deepEqual(one.warnings, [
      `node one (${NODE}): whether it has power on is not known, for Ironic has not reached its management controller for minutes`,
    ]);
    assert.ok(
      one.asked.every((line) => line.startsWith("PATCH")),
      one.asked.join("\n"),
    );
  });
});

describe("ironic: a machine that nothing was deployed to", () => {
  const found = (more: Partial<ApiNode>) =>
    new OneNode({
      ...{ provision_state: "manageable", instance_uuid: null, instance_info: {} },
      ...more,
    });

  const MANAGED: Record<string, string[]> = {
    manageable: [],
    available: ['PUT /states/provision {"target":"manage"}'],
  };

  for (const state of ["manageable", "inspect failed", "adopt failed"]) {
    it(`is neither cleaned nor installed while it is on: ${state}`, async () => {
      const one = found({ provision_state: state });
      await assert.rejects(one.create(), {
        message:
          `node one (${NODE}) is powered on, and this Ironic has deployed nothing to it: a host may run there, ` +
          "which would be lost. To take it over as it runs, set adopt to true; to install it anew, switch it off " +
          "first. Nothing was done to it.",
      });
      assert.deepEqual(one.asked, []);
    });
  }

  for (const state of ["manageable", "available"]) {
    it(`is not adopted while it is off: ${state}`, async () => {
      const one = found({ provision_state: state, power_state: "power off" });
      await assert.rejects(one.create({ adopt: true }), {
        message:
          `node one (${NODE}) is powered off: there is no running host to adopt. Set adopt to false to have it ` +
          "installed, or switch it on first.",
      });
      assert.deepEqual(one.asked, MANAGED[state]);
    });
  }

  it("is used when it is off, or on with Ironic's own agent, or adopted while it is on", async () => {
    const agent = { driver_internal_info: { agent_url: "https://10.0.0.11:9999" } };
    const uses: [Partial<ApiNode>, boolean][] = [
      [{ power_state: "power off" }, false],
      [agent, false],
      [{}, true],
    ];
    for (const [more, adopt] of uses) {
      const one = found(more);
      await assert.rejects(one.create({ adopt }), /is in state "error"/);
      const provision = one.asked.filter((line) => line.includes("/states/provision"));
      assert.equal(provision.length, 1);
    }
  });
});
