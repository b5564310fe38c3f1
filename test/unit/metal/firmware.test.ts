import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { agentImageScript, hostImageScript } from "../../../components/metal/image/recipe";
import { containerScript } from "../../../embedded/metal/bmc/container";
import { planRoom } from "../../../embedded/metal/bmc/plan";
import { powerScript } from "../../../embedded/metal/bmc/power";
import { readLabEnvironment } from "../../../embedded/metal/environment";
import { planLab } from "../../../embedded/metal/plan";

const lab = planLab(readLabEnvironment(), "osl-", "/state/lab");

describe("machines with controllers", () => {
  it("are the lab's, with an address for each controller and a MAC address for each card", () => {
    const room = planRoom(lab);
    assert.deepEqual(room.network, {
      name: "osl-bmc",
      cidr: "10.0.9.0/24",
      address: "10.0.9.1/24",
      mtu: 1500,
    });
    assert.deepEqual(
      room.machines.map(({ name, bmc }) => `${name} ${bmc}`),
      [
        "controller 10.0.9.11",
        "compute1 10.0.9.21",
        "compute2 10.0.9.22",
        "storage 10.0.9.31",
        "monitoring 10.0.9.41",
        "billing 10.0.9.51",
      ],
    );
    const compute = room.machines[1];
    assert.deepEqual(compute?.cards, [
      {
        device: "eno1",
        mac: "52:54:00:01:00:15",
        cable: "osl-21-mgmt",
        bridge: "osl-mgmt",
        mtu: 1500,
      },
      {
        device: "eno2",
        mac: "52:54:00:02:00:15",
        cable: "osl-21-stor",
        bridge: "osl-stor",
        mtu: 1500,
      },
      {
        device: "eno3",
        mac: "52:54:00:03:00:15",
        cable: "osl-21-ten",
        bridge: "osl-ten",
        mtu: 1500,
      },
    ]);
    const macs = room.machines.flatMap(({ cards }) => cards.map(({ mac }) => mac));
    assert.equal(new Set(macs).size, macs.length);
    assert.deepEqual(planRoom(lab), room);
    assert.equal(new Set(room.machines.map(({ uuid }) => uuid)).size, room.machines.length);
    for (const { uuid } of room.machines) {
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("need a BMC network with room for their numbers", () => {
    assert.throws(() => planRoom(lab, "10.0.9.0/27"), {
      message:
        "The BMC network 10.0.9.0/27 has no address that ends like 10.0.0.31, the management address of storage. Give it a prefix of at most 24.",
    });
    assert.throws(() => planRoom(lab, "10.0.9"), {
      message: "'10.0.9' is not a network. Write it like 10.0.9.0/24.",
    });
  });

  it("are run by scripts that a shell understands", () => {
    const machine = planRoom(lab).machines[0];
    assert.ok(machine);
    const container = { root: "/r", disk: "/dev/loop3", commandLine: "/c", configDrive: "/d" };
    const scripts = [
      containerScript(machine, "/sys/fs/cgroup/x", container),
      powerScript(machine, "/sys/fs/cgroup/x", "/state/machine.json"),
    ];
    for (const script of scripts) execFileSync("sh", ["-n"], { input: script });
    // No capability but these, and no device but the ones that every container has and the disk.
    const [script = ""] = scripts;
    assert.match(
      script,
      /--capability=CAP_NET_ADMIN,CAP_NET_RAW,CAP_IPC_LOCK,CAP_SYS_NICE --drop-capability=CAP_MKNOD /,
    );
    assert.match(
      script,
      /--bind=\/dev\/loop3 --bind=\/dev\/net\/tun --bind-ro=\/c:\S+ --bind-ro=\/d:\S+ /,
    );
  });
});

describe("the build scripts of images", () => {
  const sources = "Types: deb\nURIs: http://mirror/it's\n";

  it("are shell, whatever is put into them", () => {
    const text = fc.string({ unit: "grapheme-ascii", maxLength: 40 });
    fc.assert(
      fc.property(text, text, (odd, other) => {
        const script = hostImageScript({ sources: odd, kernelArguments: other }, "/build/out");
        execFileSync("bash", ["-n"], { input: script });
        const shown = `${script.split("set -euo pipefail")[0]}printf '%s|%s' "$sources" "$arguments"`;
        const said = execFileSync("bash", { input: shown, encoding: "utf8" });
        assert.equal(said, `${odd.trimEnd()}|${other}`);
      }),
      { numRuns: 8 },
    );
  });

  it("name every package once, in order", () => {
    const script = hostImageScript({ sources, packages: ["sudo", "haproxy", "haproxy"] }, "/o");
    const [, list = ""] = /^export packages='(.*)'$/m.exec(script) ?? [];
    const names = list.split(",");
    assert.ok(names.includes("haproxy") && names.includes("linux-image-amd64"));
    assert.deepEqual(names, [...new Set(names)].sort());
  });

  it("end with whole files in the folder asked for", () => {
    assert.match(
      hostImageScript({ sources }, "/o"),
      /\ndeliver host\.iso\n[^]*\ndeliver host\.img\n$/,
    );
    assert.match(
      agentImageScript({ sources }, "/o"),
      /\ndeliver agent\.kernel agent\.initramfs\n$/,
    );
  });

  it("say where hosts keep what they write, and whether there is an image for disks", () => {
    const settings = (recipe: object): string[] =>
      hostImageScript({ sources, ...recipe }, "/o").match(/^export (state|disk_image)=.*$/gm) ?? [];
    assert.deepEqual(settings({}), ["export state='disk'", "export disk_image='yes'"]);
    assert.deepEqual(settings({ state: "memory", diskImage: false }), [
      "export state='memory'",
      "export disk_image=''",
    ]);
  });

  it("put into the hosts' initramfs what keeps their state, which a shell understands", () => {
    const script = hostImageScript({ sources }, "/o");
    for (const name of ["state.sh", "state-hook.sh", "state-partition.sh"]) {
      const file = join(__dirname, "../../../components/metal/image", name);
      const text = readFileSync(file, "utf8");
      execFileSync("sh", ["-n"], { input: text });
      assert.ok(script.includes(text.replaceAll("'", `'\\''`)));
    }
  });

  it("have the agent's network script, which Python understands", () => {
    const file = join(__dirname, "../../../components/metal/image/agent-network.py");
    const text = readFileSync(file, "utf8");
    execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
      input: text,
    });
    assert.ok(agentImageScript({ sources }, "/o").includes("| write usr/local/sbin/agent-network"));
  });
});
