import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { setFaults } from "../../../embedded/metal/bmc/faults";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import { isOn, powerOff } from "../../../embedded/metal/bmc/power";
import type { BareMetalSite } from "../../fixtures/programs/bare-metal";
import { BareMetalRoom } from "./support/bare-metal";
import type { Node } from "./support/ironic";
import { redfish, until } from "./support/room";

/** Minutes become seconds. */
const HURRIED = `
[conductor]
sync_power_state_interval = 2
power_state_sync_max_retries = 1
power_state_change_timeout = 3

[redfish]
connection_attempts = 1
`;

const UUID = / \([0-9a-f-]{36}\)/g;

describe("machines that are changed by others, break, and are replaced", function () {
  this.timeout(600_000);
  const metal = new BareMetalRoom("osx-", 238, ["one", "two", "spare"]);
  const [one, two, spare] = metal.room.machines as [BareMachine, BareMachine, BareMachine];
  let site: BareMetalSite;

  before(async () => {
    await metal.start(HURRIED, { mended: true });
    site = without("spare", metal.site);
  });
  after(() => metal.stop());

  const without = (name: string, from: BareMetalSite): BareMetalSite => {
    const machines = Object.entries(from.machines).filter(([one]) => one !== name);
    return { ...from, machines: Object.fromEntries(machines) };
  };
  const nodes = async (): Promise<string[]> => {
    const found = await metal.ironic.call<{ nodes: { name: string }[] }>("GET", "/v1/nodes");
    return found.nodes.map(({ name }) => name).sort();
  };
  const reset = (machine: BareMachine, ResetType: string) =>
    redfish(metal.room, machine, "POST", "/Systems/1/Actions/ComputerSystem.Reset", { ResetType });
  /** Without the nodes' UUIDs. */
  const up = async (wanted: BareMetalSite) => {
    const { done, errors } = await metal.pulumi("up", wanted);
    return { done, errors: errors.map((line) => line.replaceAll(UUID, "")) };
  };
  const warnings = (): string[] => metal.warnings.map((line) => line.replaceAll(UUID, ""));

  it("start as two hosts", async () => {
    assert.deepEqual((await up(site)).errors, []);
    assert.equal(metal.on("one", "hostname; wc -l </root/steps"), "one\n1");
  });

  it("are switched on again by Ironic when somebody switches one off by its controller", async () => {
    const before = [metal.boot("one"), metal.boot("two")];
    assert.equal((await reset(one, "ForceOff")).status, 204);
    const answers = () =>
      Promise.resolve()
        .then(() => metal.boot("one"))
        .catch(() => "");
    const now = await until("one is back", 60, answers, (boot) => boot !== "");
    assert.notEqual(now, before[0]);
    assert.equal(metal.on("one", "wc -l </root/steps"), "1");
    assert.deepEqual((await metal.pulumi("refresh")).done, []);
    assert.equal(metal.boot("two"), before[1]);
  });

  it("show what was done to them in Ironic at a refresh, and up repairs it", async () => {
    const before = metal.boot("two");
    const patch = [{ op: "add", path: "/driver_info/redfish_username", value: "somebody" }];
    await metal.ironic.call("PATCH", "/v1/nodes/two", patch);
    await metal.ironic.call("PUT", "/v1/nodes/two/maintenance", { reason: "a look at its fan" });
    await metal.ironic.call("PUT", "/v1/nodes/one/states/power", { target: "power off" });
    await until(
      "one is off",
      30,
      () => metal.ironic.node("one"),
      ({ power_state: power }) => power === "power off",
    );
    assert.deepEqual(await metal.pulumi("refresh"), {
      done: [
        "update Deployment one: powerState",
        "update Node two: driverInfo.redfish_username maintenance maintenanceReason",
      ],
      errors: [],
    });
    assert.deepEqual(await up(site), {
      done: ["update Deployment one", "update Node two"],
      errors: [],
    });
    const { driver_info: info, maintenance } = await metal.ironic.node("two");
    assert.deepEqual(
      [(info as { redfish_username: string }).redfish_username, maintenance],
      ["root", false],
    );
    const answers = () =>
      Promise.resolve()
        .then(() => metal.on("one", "wc -l </root/steps"))
        .catch(() => "");
    assert.equal(await until("one is back", 60, answers, (steps) => steps !== ""), "1");
    assert.equal(metal.boot("two"), before);
    assert.deepEqual((await metal.pulumi("refresh")).done, []);
  });

  it("are replaced by one change when one is broken and its controller, too", async () => {
    const before = metal.boot("two");
    setFaults(one, ["drop"]);
    await powerOff(one);
    const lost = ({ fault }: Node) => fault === "power failure";
    await until("Ironic takes one for lost", 60, () => metal.ironic.node("one"), lost);
    const { nics, bmc } = metal.declared(spare);
    site = metal.withMachine("one", { nics, bmc }, site);
    const { done, errors } = await up(site);
    assert.deepEqual(errors, []);
    for (const step of ["delete-replaced Deployment one", "delete-replaced Node one"]) {
      assert.ok(done.includes(step), done.join("\n"));
    }
    assert.deepEqual(
      done.filter((step) => / two/.test(step)),
      [],
    );
    assert.deepEqual(warnings(), [
      "node one is let go as it is, for Ironic has not reached its management controller for minutes. Its " +
        `machine (BMC https://${one.bmc}) was neither switched off nor cleaned: it may still run, and the ` +
        "host's system, keys and data are left on its disks. Cut its power, and do not switch it on again " +
        "beside its replacement, which has the same name and addresses. Erase its disks before it is used for " +
        "anything else.",
    ]);
    assert.equal(
      metal.on("one", "hostname; cat /sys/class/net/mgmt0/address; wc -l </root/steps"),
      `one\n${nics.mgmt0}\n1`,
    );
    assert.equal(metal.boot("two"), before);
    assert.deepEqual(await nodes(), ["one", "two"]);
    assert.deepEqual(await up(site), { done: [], errors: [] });
  });

  it("are not let go while Ironic reaches them, unless somebody has put them into maintenance", async () => {
    setFaults(two, ["power"]);
    site = without("two", site);
    const { errors } = await up(site);
    assert.equal(errors.length, 1, errors.join("\n"));
    const lines = errors[0]?.split("\n") ?? [];
    assert.equal(
      lines[0],
      'Deployment two: node two is in state "error", not available, without its deployment.',
    );
    assert.equal(
      lines.at(-1),
      "If the machine is broken for good, run again when Ironic has put it into " +
        "maintenance, which it does when power_state_sync_max_retries of its power checks have failed (after " +
        'about four minutes by its defaults), or put it there: "openstack baremetal node maintenance set two" ' +
        "(or PUT /v1/nodes/two/maintenance). Its host is let go then, without switching the machine off or " +
        "cleaning it.",
    );
    await metal.ironic.call("PUT", "/v1/nodes/two/maintenance", { reason: "its power is stuck" });
    assert.deepEqual((await up(site)).errors, []);
    assert.match(
      warnings()[0] ?? "",
      /^node two is let go as it is, for it is in maintenance \(its power is stuck\)\. /,
    );
    assert.deepEqual([await nodes(), isOn(two)], [["one"], true]);
  });

  it("run on when Ironic loses its database, are not installed anew, and are taken over", async () => {
    const before = metal.boot("one");
    await metal.ironic.stop();
    rmSync(metal.ironic.at("state/ironic.sqlite"));
    await metal.ironic.start();
    const made = metal.deployment.resources.find(({ urn }) => urn.endsWith("PrivateKey::one-host"));
    const hostKey = (made?.outputs?.publicKeyOpenssh as string).trim();
    assert.deepEqual(await up(site), { done: [], errors: [] });
    const refreshed = await metal.pulumi("refresh", site);
    assert.deepEqual(refreshed, { done: ["delete Deployment one", "delete Node one"], errors: [] });
    const { errors } = await up(site);
    assert.deepEqual(errors, [
      "Deployment one: node one is powered on, and this Ironic has deployed nothing to it: a host may run " +
        "there, which would be lost. To take it over as it runs, set adopt to true; to install it anew, switch " +
        "it off first. Nothing was done to it.",
    ]);
    assert.equal(metal.boot("one"), before);
    site = metal.withMachine("one", { adopt: { hostKey } }, site);
    assert.deepEqual((await up(site)).errors, []);
    assert.equal(metal.boot("one"), before);
    assert.deepEqual(await up(site), { done: [], errors: [] });
  });

  it("are not taken out while they are protected; then undeployed, switched off and forgotten", async () => {
    const guarded = metal.withMachine("one", { protect: true }, site);
    assert.deepEqual((await up(guarded)).errors, []);
    const none = without("one", site);
    const { errors } = await up(none);
    assert.ok(errors.length > 0);
    for (const line of errors) assert.match(line, /cannot be deleted\nbecause it is protected/);
    assert.deepEqual([await nodes(), isOn(spare)], [["one"], true]);
    assert.deepEqual((await up(site)).errors, []);
    assert.deepEqual((await up(none)).errors, []);
    assert.deepEqual([await nodes(), isOn(spare)], [[], false]);
  });
});
