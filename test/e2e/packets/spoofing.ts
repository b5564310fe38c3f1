import assert from "node:assert/strict";
import type { Body } from "../support/openstack-api";
import { ATTACKS, labelOf, type Neighbour, type Stage } from "./attacks";
import { onConsole, onConsoles, type Task } from "./console";
import { tapOf } from "./exchange";
import { collection, PREFIX } from "./leftovers";
import { find, type Scene } from "./scene";
import { type Frame, whileSniffing } from "./sniffer";

/** Where a kind of frame was seen. */
interface Sightings {
  /** It left the attacker's machine. */
  sent: boolean;
  /** It left the attacker's host. */
  onWire: boolean;
  /** It came to the victim's machine. */
  arrived: boolean;
}

const STOPPED: Sightings = { sent: true, onWire: false, arrived: false };
const DELIVERED: Sightings = { sent: true, onWire: true, arrived: true };

/**
 * What somebody who has a whole machine can make its neighbour believe. Security groups let everything
 * in here, so that what does not arrive was stopped where it began.
 */
export function testSpoofing(scene: () => Scene): void {
  describe("from a machine that passes for another", () => {
    let stage: Stage;
    let seen: (label: string) => Sightings;
    /** What the victim printed in the course of all attacks, and whom it knows then. */
    let printed = "";
    let known = "";

    before(async () => {
      stage = await stageOf(scene());
      const { attacker, victim, gateway } = stage;
      await letEverythingIn(scene(), stage);
      const { interface: underlay } = scene().environment.site.networks.tenant;
      const devices = {
        [attacker.host]: [tapOf(attacker), underlay],
        [victim.host]: [tapOf(victim)],
      };
      const frames = await whileSniffing(devices, async () => {
        // In one go: each turn to a console takes seconds.
        const alone = ATTACKS.filter(({ meanwhile }) => meanwhile === undefined);
        await onConsole(attacker, alone.map(({ command }) => command(stage)).join("; "));
        for (const { command, meanwhile } of ATTACKS) {
          if (meanwhile === undefined) continue;
          const tasks: Task[] = [
            [attacker, command(stage)],
            [victim, meanwhile],
          ];
          const [, answer = ""] = await onConsoles(tasks);
          printed += answer;
        }
        const look = `ping -c 1 -W 5 ${gateway.address} >/dev/null; cat /proc/net/arp`;
        known = await onConsole(victim, look);
      });
      const labels = (host: string, device: string, way: Frame["way"]): Set<string> =>
        new Set(
          (frames[host] ?? [])
            .filter((frame) => frame.device === device && frame.way === way)
            .map((frame) => labelOf(frame.inner ?? frame)),
        );
      const sent = labels(attacker.host, tapOf(attacker), "received");
      const onWire = labels(attacker.host, underlay, "sent");
      const arrived = labels(victim.host, tapOf(victim), "sent");
      seen = (label) => ({
        sent: sent.has(label),
        onWire: onWire.has(label),
        arrived: arrived.has(label),
      });
    });

    for (const { title, forged, honest } of ATTACKS) {
      it(title, () => {
        const lies = forged(stage);
        const truths = honest(stage);
        assert.deepEqual(Object.fromEntries([...lies, ...truths].map((one) => [one, seen(one)])), {
          ...Object.fromEntries(lies.map((label) => [label, STOPPED])),
          ...Object.fromEntries(truths.map((label) => [label, DELIVERED])),
        });
      });
    }

    it("leaves the victim the real DHCP server's lease", () => {
      const { victim, server } = stage;
      const leases = printed.match(/lease of \S+ obtained from [\d.]+/g);
      assert.deepEqual(leases, [`lease of ${victim.address} obtained from ${server.address}`]);
    });

    it("leaves the victim with the real addresses of its gateway and its neighbours", () => {
      const rows = known.split("\n").slice(1);
      const found = rows
        .map((row) => row.split(/ +/))
        .map(([address, , , mac]) => ({ address, mac }));
      const real = [stage.attacker, stage.gateway, stage.server].map(({ address, mac }) => {
        return { address, mac };
      });
      const strange = found.filter(
        ({ address, mac }) => !real.some((one) => one.address === address && one.mac === mac),
      );
      assert.deepEqual(strange, []);
      assert.ok(found.some(({ address }) => address === stage.gateway.address));
    });
  });
}

async function stageOf(scene: Scene): Promise<Stage> {
  const { admin, lab } = scene;
  const attacker = find(scene, "eng-b");
  const network = lab.tenants[attacker.tenant]?.networks[attacker.network];
  const ports = await collection(admin, "network", "/v2.0/ports", "ports");
  const owned = (owner: string): Neighbour => {
    const port = ports.find((one) => one.network_id === network && one.device_owner === owner);
    const [fixed] = (port?.fixed_ips ?? []) as { ip_address: string }[];
    return { address: fixed?.ip_address ?? "", mac: String(port?.mac_address) };
  };
  return {
    attacker,
    victim: find(scene, "eng-a"),
    gateway: owned("network:router_interface"),
    server: owned("network:dhcp"),
  };
}

/** Puts both machines into a group that lets everything in, and waits until it is so. */
async function letEverythingIn({ admin, lab }: Scene, { attacker, victim }: Stage): Promise<void> {
  const tenant = lab.tenants[attacker.tenant];
  const project = { project_id: tenant?.projectId };
  const body = { security_group: { name: `${PREFIX}open`, ...project } };
  const { security_group } = await admin.post("network", "/v2.0/security-groups", body);
  const { id } = security_group as Body;
  for (const ethertype of ["IPv4", "IPv6"]) {
    await admin.post("network", "/v2.0/security-group-rules", {
      security_group_rule: { security_group_id: id, direction: "ingress", ethertype, ...project },
    });
  }
  for (const { port, group } of [attacker, victim]) {
    const groups = [tenant?.securityGroups[group], id];
    await admin.put("network", `/v2.0/ports/${port}`, { port: { security_groups: groups } });
  }
  const until = Date.now() + 30_000;
  while ((await onConsole(attacker, `tcp 81 ${victim.address}`)).endsWith("nothing")) {
    assert.ok(Date.now() < until, "the security group does not come into force");
  }
}
