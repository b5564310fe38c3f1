import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { networkData, type NetworkedHost } from "../../../components/metal/network-data";

const SCRIPT = join(__dirname, "../../../components/metal/image/agent-network.py");

/** Runs the script's `apply` on network data, with these cards there; answers what it asks of `ip`. */
const PROGRAM = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("agent_network", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
data, cards = json.load(sys.stdin)
said = []
module.cards = lambda: cards
module.ip = lambda *words: said.append(" ".join(words))
module.apply(data)
print(json.dumps(said))
`;
const asked = (data: object, cards: Record<string, string>): unknown =>
  JSON.parse(
    execFileSync("python3", ["-B", "-c", PROGRAM, SCRIPT], {
      input: JSON.stringify([data, cards]),
      encoding: "utf8",
    }),
  );

const site = (device: string) => {
  const other = (name: string) => ({ cidr: "10.0.1.0/24", interface: name, mtu: 1500 });
  const management = { ...other(device), cidr: "10.0.0.0/25", gateway: "10.0.0.1" };
  return { management, api: other("a"), storage: other("s"), tenant: other("t") };
};
const host = (bonds: NetworkedHost["bonds"]): NetworkedHost => ({
  addresses: { management: "10.0.0.11", api: "10.0.1.11" },
  externalInterfaces: { external: "e" },
  nics: { eno1: "52:54:00:00:00:01", eno2: "52:54:00:00:00:02", a: "52:54:00:00:00:03" },
  bonds,
});
const CARDS = { "52:54:00:00:00:02": "ens2", "52:54:00:00:00:01": "ens1", "": "lo" };

describe("the network of Ironic's agent", () => {
  it("is made on the card that has the MAC address, whatever the kernel calls it", () => {
    assert.deepEqual(asked(networkData(host({}), site("eno1"), [], ["management"]), CARDS), [
      "link set ens1 up",
      "address replace 10.0.0.11/25 dev ens1",
      "route replace 0.0.0.0/0 via 10.0.0.1 dev ens1",
    ]);
  });

  it("is made on a VLAN of a bond, where the host's is", () => {
    const bonds = { bond0: { links: ["eno1", "eno2"], mode: "802.3ad" } };
    const data = networkData(host(bonds), site("bond0.100"), [], ["management"]);
    assert.deepEqual(asked(data, CARDS), [
      "link set ens1 up",
      "link set ens2 up",
      "link add bond0 type bond mode 802.3ad miimon 100",
      "link set ens1 down",
      "link set ens1 master bond0",
      "link set ens2 down",
      "link set ens2 master bond0",
      "link set bond0 up",
      "link add link bond0 name bond0.100 type vlan id 100",
      "link set bond0.100 up",
      "address replace 10.0.0.11/25 dev bond0.100",
      "route replace 0.0.0.0/0 via 10.0.0.1 dev bond0.100",
    ]);
  });

  it("is left out on cards that are not there", () => {
    assert.deepEqual(asked(networkData(host({}), site("eno1.5"), [], ["management"]), {}), []);
  });
});
