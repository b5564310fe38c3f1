import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { setFaults, type Fault } from "../../../embedded/metal/bmc/faults";
import type { BareMachine } from "../../../embedded/metal/bmc/plan";
import type { BareMetalSite } from "../../fixtures/programs/bare-metal";
import { BareMetalRoom } from "./support/bare-metal";
import { redfish } from "./support/room";

/** Ironic gives up sooner than it should where controllers are real. */
const HURRIED = `
[conductor]
power_state_change_timeout = 3
soft_power_off_timeout = 2
sync_power_state_interval = 0

[redfish]
connection_attempts = 2
connection_retry_interval = 1
`;

/** What an operator is told, and that the same command goes on once the fault is mended: each test from where the one before has left it. */
describe("machines that fail", function () {
  this.timeout(300_000);
  const metal = new BareMetalRoom("osf-", 240);
  const [one, two] = metal.room.machines as [BareMachine, BareMachine];
  before(() => metal.start(HURRIED));
  after(() => metal.stop());
  afterEach(() => {
    for (const machine of [one, two]) setFaults(machine, []);
  });

  /** Runs with faults. @returns what is done, and the errors, without what is another at each run */
  async function up(
    faults: { one?: Fault; two?: Fault },
    site = metal.site,
    command: "up" | "destroy" = "up",
  ) {
    setFaults(one, faults.one ? [faults.one] : []);
    setFaults(two, faults.two ? [faults.two] : []);
    const { done, errors } = await metal.pulumi(command, site);
    return { done, errors: errors.map(plain).sort() };
  }

  const plain = (text: string): string =>
    text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g, "TIME");

  const states = async (): Promise<unknown[]> => {
    const nodes = await Promise.all(["one", "two"].map((name) => metal.ironic.node(name)));
    return nodes.map(({ provision_state: state, power_state: power }) => [state, power]);
  };
  const uuids = async (): Promise<unknown[]> => {
    const nodes = await Promise.all(["one", "two"].map((name) => metal.ironic.node(name)));
    return nodes.map(({ uuid }) => uuid);
  };
  let known: unknown[];

  /** What is told of a node: by the resource, where it is, what Ironic says (matched) and what to do. */
  function tells(error: string | undefined, head: string, said: RegExp, advice: string): void {
    const [first, second, third = "", ...rest] = (error ?? "").split("\n");
    const [type, name = ""] = head.split(" ");
    const half = "The resource was made but did not come up whole:";
    const state = head.slice(`${type} ${name} `.length);
    assert.deepEqual(
      [first, second],
      [`${type} ${name}: ${half}`, `  node ${name} (UUID) is in state ${state}.`],
    );
    assert.match(third, said);
    const { bmc } = name === "one" ? one : two;
    assert.equal(rest.at(-1), `The machine's BMC is https://${bmc}. ${advice} Then run again.`);
  }

  it("a certificate of another authority: says whose, and touches nothing", async () => {
    const { errors } = await up({}, { ...metal.site, redfishVerifyCa: "True" });
    assert.equal(errors.length, 2, errors.join("\n"));
    for (const [at, name] of ["one", "two"].entries()) {
      tells(
        errors[at],
        `Node ${name} "enroll", not manageable`,
        /^Ironic says: .*Unable to connect to https:\/\/10\.240\.9\.1[12]\/redfish\/v1\/.*certificate verify failed/,
        "Its certificate is not of the authority in redfish_verify_ca: give it one that is, or name its own authority there.",
      );
    }
    assert.deepEqual(await states(), [
      ["enroll", null],
      ["enroll", null],
    ]);
    known = await uuids();
  });

  it("connections that are dropped, and answers of 500: name the controller", async () => {
    const { errors } = await up({ one: "drop", two: "error" });
    assert.equal(errors.length, 2, errors.join("\n"));
    tells(
      errors[0],
      'Node one "enroll", not manageable',
      /^Ironic says: .*Unable to connect to https:\/\/10\.240\.9\.11\/redfish\/v1\/\. Error: /,
      "Ironic's host gets no answer of it: look at its cable, its address and whether its web server runs.",
    );
    tells(
      errors[1],
      'Node two "enroll", not manageable',
      /^Ironic says: .*HTTP GET https:\/\/10\.240\.9\.12\/redfish\/v1\/ returned code 500\. /,
      "It answers with an error of its own: look at its own log, and restart it if that is all it does.",
    );
  });

  it("a wrong password: names the controller; slow answers beside it: are waited for", async () => {
    const bmc = { ...metal.declared(one).bmc, password: "wrong" };
    const mended = sleep(8000).then(() => setFaults(two, []));
    const { done, errors } = await up({ two: "slow" }, metal.withMachine("one", { bmc }));
    await mended;
    assert.deepEqual(done, ["update Node two"]);
    assert.equal(errors.length, 1, errors.join("\n"));
    tells(
      errors[0],
      'Node one "enroll", not manageable',
      /^Ironic says: .*HTTP GET https:\/\/10\.240\.9\.11\/redfish\/v1\/Systems returned code 401\. /,
      "It refuses the user or the password in driver_info: correct them.",
    );
    assert.doesNotMatch(errors[0] ?? "", /wrong/);
    assert.deepEqual(await states(), [
      ["enroll", null],
      ["manageable", "power off"],
    ]);
  });

  it("media that fail, and power that does not come: say what the controller was asked for", async () => {
    const { done, errors } = await up({ one: "media", two: "power" });
    assert.deepEqual(done, ["update Node one"]);
    assert.equal(errors.length, 2, errors.join("\n"));
    tells(
      errors[0],
      'Deployment one "deploy failed", not active',
      /^Ironic says: .*VirtualMedia\.InsertMedia returned code 400\. .*'http:\/\/10\.240\.9\.1:8080\/images\/host\.iso'/,
      "It has to fetch media from Ironic's host: look at its own log, and whether it reaches that host and port.",
    );
    tells(
      errors[1],
      'Deployment two "deploy failed", not active',
      /^Ironic says: Deploy step deploy\.deploy failed: Failed to set node power state to power on\./,
      "It takes the command and the machine does not follow: look at its own log, then cut the machine's power and restore it.",
    );
    assert.deepEqual(await states(), [
      ["deploy failed", "power off"],
      ["deploy failed", "power off"],
    ]);
  });

  it("a machine that never boots: names the host, its address and its console; the other becomes a host", async () => {
    const hurried: BareMetalSite = { ...metal.site, patience: 8 };
    const { done, errors } = await up({ one: "boot" }, hurried);
    assert.deepEqual(done, [
      "create Command two-step",
      "create Command two-up",
      "update Deployment two",
    ]);
    assert.equal(errors.length, 1, errors.join("\n"));
    const [first, second, ...rest] = (errors[0] ?? "").split("\n");
    assert.equal(first, "Deployment one: The resource was made but did not come up whole:");
    assert.match(
      second ?? "",
      /^ {2}node one \(UUID\) is deployed and has power on, but its host does not answer at 10\.240\.0\.11:22 after 8 s: (nothing within 3 s|connect EHOSTUNREACH \S+)\.$/,
    );
    assert.deepEqual(rest, [
      "The machine's console shows where it hangs: see its BMC, https://10.240.9.11. If it has started, look at its network: cables, VLANs, and the MAC addresses of its cards.",
      "Mend that, restart the machine, and run again: nothing is deployed anew, it is waited for.",
    ]);

    // Somebody presses reset.
    setFaults(one, []);
    const reset = "/Systems/1/Actions/ComputerSystem.Reset";
    const pressed = await redfish(metal.room, one, "POST", reset, { ResetType: "ForceRestart" });
    assert.equal(pressed.status, 204);
    const boot = metal.boot("two");
    assert.deepEqual(await up({}, hurried), {
      done: ["create Command one-step", "create Command one-up", "update Deployment one"],
      errors: [],
    });
    assert.deepEqual(await up({}, hurried), { done: [], errors: [] });
    assert.equal(metal.boot("two"), boot);
    for (const name of ["one", "two"]) {
      assert.equal(metal.on(name, "hostname; wc -l </root/steps"), `${name}\n1`);
    }
    assert.deepEqual(await uuids(), known);
  });

  it("power that does not go: keeps the machine known until it is off", async () => {
    const { errors } = await up({ one: "power" }, metal.site, "destroy");
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(
      errors[0] ?? "",
      /^Deployment one: node one \(UUID\) is in state "error", not available, without its deployment\.\nIronic says: Failed to tear down: Failed to set node power state to power off\.\n/,
    );
    assert.ok(
      errors[0]?.includes(
        "\nThe machine's BMC is https://10.240.9.11. It takes the command and the machine does not follow: " +
          "look at its own log, then cut the machine's power and restore it. Then run again.",
      ),
    );
    assert.deepEqual(await states(), [
      ["error", "power on"],
      ["available", "power off"],
    ]);
    assert.deepEqual((await up({}, metal.site, "destroy")).errors, []);
    assert.deepEqual((await metal.ironic.call<{ nodes: object[] }>("GET", "/v1/nodes")).nodes, []);
    assert.deepEqual(metal.deployment.resources, []);
  });
});
