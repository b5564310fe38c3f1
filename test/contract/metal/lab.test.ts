import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { down, up } from "../../../embedded/metal/lab";
import { sshCommand } from "../../../embedded/metal/keys";
import { machineFolder } from "../../../embedded/metal/machine";
import { stateFolder } from "../../../embedded/metal/paths";
import type { Lab, Machine } from "../../../embedded/metal/plan";
import { Progress } from "../../../embedded/metal/progress";

const PREFIX = "ost-";

/** Two machines on one network that no environment uses, so that a running lab is left alone. */
const machine = (name: string, number: number): Machine => ({
  name,
  management: `10.250.0.${number}`,
  label: `${PREFIX}${name}`,
  cards: [
    {
      device: "mgmt0",
      cable: `${PREFIX}${number}-mgmt`,
      bridge: `${PREFIX}mgmt`,
      address: `10.250.0.${number}/24`,
      mtu: 1500,
    },
  ],
});
const one = machine("one", 11);
const two = machine("two", 12);
const lab: Lab = {
  prefix: PREFIX,
  folder: join(stateFolder(), `lab-test-${PREFIX}`),
  domain: "test.internal",
  gateway: "10.250.0.1",
  bridges: [{ name: `${PREFIX}mgmt`, cidr: "10.250.0.0/24", address: "10.250.0.1/24", mtu: 1500 }],
  machines: [one, two],
  masqueraded: ["10.250.0.0/24"],
};

const shell = (command: string): string =>
  execFileSync("sh", ["-c", command], { encoding: "utf8" });

function on(target: Machine, command: string): string {
  const [program = "", ...args] = sshCommand(lab, target, [command]);
  return execFileSync(program, args, { encoding: "utf8" }).trim();
}

const supervisor = (target: Machine): string =>
  readFileSync(join(machineFolder(lab, target), "pid"), "utf8").trim();

/** All that carries the lab's prefix or lies in its folder, and nothing of another lab that a killed run left behind. */
const traces = (): string =>
  shell(
    `{ ip -o link; ip netns; cat /proc/mounts; nft list tables; find /sys/fs/cgroup -maxdepth 2; ps -eo args; } | grep -e '${PREFIX}' -e '${lab.folder}/' | grep -v grep || true`,
  );

const quiet = new Progress();
quiet.step = () => undefined;

describe("a small lab on this computer", function () {
  this.timeout(600_000);
  before(() => down(lab, quiet));
  after(() => down(lab, quiet));

  it("boots machines that answer SSH and reach each other", async () => {
    await up(lab, quiet);
    assert.equal(
      on(one, "hostname && ping -qc1 -W2 10.250.0.12 >/dev/null && echo reached"),
      "one\nreached",
    );
  });

  it("changes nothing when all is there", async () => {
    const before = lab.machines.map(supervisor);
    await up(lab, quiet);
    assert.deepEqual(lab.machines.map(supervisor), before);
  });

  it("boots a killed machine again from its disk and leaves the other alone", async () => {
    on(one, "echo kept >/root/note && sync");
    const [before, other] = lab.machines.map(supervisor);
    process.kill(Number(before), "SIGKILL");
    await up(lab, quiet);
    assert.notEqual(supervisor(one), before);
    assert.equal(supervisor(two), other);
    assert.equal(on(one, "cat /root/note"), "kept");
  });

  it("leaves nothing behind, and may be taken down again", async () => {
    await down(lab, quiet);
    assert.equal(traces(), "");
    assert.equal(existsSync(lab.folder), false);
    await down(lab, quiet);
    assert.equal(traces(), "");
  });
});
