import assert from "node:assert/strict";
import { readLabEnvironment } from "../../../embedded/metal/environment";
import { bootScript } from "../../../embedded/metal/boot";
import { bridgeCommands, overlap, routing } from "../../../embedded/metal/network";
import { planLab } from "../../../embedded/metal/plan";
import { Problem } from "../../../embedded/metal/problem";

const environment = readLabEnvironment();
const plan = () => planLab(environment, "osl-", "/var/lab");
const rules = () => routing(plan());

describe("the plan of the lab", () => {
  it("has one bridge a network, with this computer's address where machines need it", () => {
    assert.deepEqual(plan().bridges, [
      { name: "osl-mgmt", cidr: "10.0.0.0/24", mtu: 1500, address: "10.0.0.1/24" },
      { name: "osl-api", cidr: "10.0.1.0/24", mtu: 1500, address: "10.0.1.1/24" },
      { name: "osl-stor", cidr: "10.0.2.0/24", mtu: 1500 },
      { name: "osl-ten", cidr: "10.0.3.0/24", mtu: 1500 },
      { name: "osl-ext", cidr: "198.51.100.0/24", address: "198.51.100.1/24", mtu: 1500 },
    ]);
  });

  it("cables the controller to every network, the external one without an address", () => {
    const controller = plan().machines.find(({ name }) => name === "controller");
    assert.deepEqual(controller?.cards, [
      card("mgmt", "mgmt0", "10.0.0.11/24"),
      card("api", "api0", "10.0.1.11/24"),
      card("stor", "stor0", "10.0.2.11/24"),
      card("ten", "ten0", "10.0.3.11/24"),
      { device: "ext0", cable: "osl-11-ext", bridge: "osl-ext", mtu: 1500 },
    ]);
  });

  it("refuses names that Linux would cut", () => {
    assert.throws(
      () => planLab(environment, "a-long-prefix-", "/var/lab"),
      (error) => error instanceof Problem && error.message.includes("15 characters"),
    );
  });

  it("refuses two networks whose bridges would have one name", () => {
    const { site, cloud } = structuredClone(environment);
    site.networks.api.interface = "mgmt1";
    assert.throws(() => planLab({ site, cloud }, "osl-", "/var/lab"), /would be called osl-mgmt/);
  });
});

describe("what the lab asks of this computer", () => {
  it("makes a bridge, gives it its address and switches it on", () => {
    const bridge = { name: "b", cidr: "10.9.0.0/24", address: "10.9.0.1/24", mtu: 1400 };
    assert.deepEqual(bridgeCommands(bridge, false), [
      "link add b mtu 1400 type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
      "address replace 10.9.0.1/24 dev b",
      "link set b up",
    ]);
  });

  it("gives a bridge that was made halfway what it lacks", () => {
    const bridge = { name: "b", cidr: "10.9.0.0/24", address: "10.9.0.1/24", mtu: 1400 };
    assert.deepEqual(bridgeCommands(bridge, true), [
      "address replace 10.9.0.1/24 dev b",
      "link set b up",
    ]);
  });

  it("masquerades only what leaves the lab, in a table of its own", () => {
    assert.match(rules(), /^table ip osl-lab \{\}\ndelete table ip osl-lab\n/);
    assert.match(
      rules(),
      /ip saddr \{ 10\.0\.0\.0\/24, 198\.51\.100\.0\/24 \} oifname != "osl-\*" masquerade\n/,
    );
  });

  it("lets tenants' machines to the API, and to nothing else of the site", () => {
    const site = "{ 10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24 }";
    assert.ok(
      rules().endsWith(`
  chain forward {
    type filter hook forward priority filter; policy accept;
    ct state established,related accept
    iifname { "osl-ext" } ip daddr 10.0.1.10 accept
    iifname { "osl-ext" } ip daddr ${site} drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ct state established,related accept
    iifname { "osl-ext" } ip daddr ${site} drop
    iifname { "osl-ext" } meta l4proto != icmp drop
  }
}
`),
    );
    assert.doesNotMatch(routing({ ...plan(), outside: undefined }), /chain (forward|input)/);
  });

  it("grants a machine no devices and no modules", () => {
    const [machine] = plan().machines;
    assert.ok(machine);
    const boot = { folder: "/f", gateway: "10.0.0.1", group: "/g" };
    const script = bootScript(machine, boot);
    assert.match(script, /--drop-capability=CAP_MKNOD/);
    assert.doesNotMatch(script, /capability=(all|\S*(SYS_RAWIO|SYS_MODULE))/);
  });

  for (const [a, b, expected] of [
    ["10.0.0.0/24", "10.0.0.200", true],
    ["10.0.0.0/24", "10.0.1.0/24", false],
    ["10.0.1.0/24", "10.0.0.0/16", true],
    ["198.51.100.0/24", "0.0.0.0/0", true],
  ] as const) {
    it(`says that ${a} and ${b} ${expected ? "overlap" : "do not overlap"}`, () => {
      assert.equal(overlap(a, b), expected);
      assert.equal(overlap(b, a), expected);
    });
  }
});

const card = (stem: string, device: string, address: string) => ({
  device,
  cable: `osl-11-${stem}`,
  bridge: `osl-${stem}`,
  mtu: 1500,
  address,
});
