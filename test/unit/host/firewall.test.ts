import assert from "node:assert/strict";
import { renderFirewall } from "../../../components/host/firewall";
import { glance } from "../../../components/controlplane/glance";
import { haproxy } from "../../../components/controlplane/haproxy";
import { keepalived } from "../../../components/controlplane/keepalived";
import { memcached } from "../../../components/controlplane/memcached";
import type { Host } from "../../../components/host";
import { novaCompute } from "../../../components/compute/nova-compute";
import { openvswitch } from "../../../components/network/openvswitch";
import { firewallRules, foreignUnits, hostsFile } from "../../../components/service/readiness";
import { site } from "../controlplane/site";

const devices = {
  management: ["mgmt0"],
  api: ["api0"],
  storage: ["stor0"],
  tenant: ["ten0", "br-underlay"],
};
const services = [haproxy([glance]), keepalived, glance, openvswitch, novaCompute];

function rulesOf(name: string, controllers = 1): string[] {
  const all = site(controllers);
  const host = all.hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  const text = renderFirewall(firewallRules(all, host, services), devices);
  return [...text.matchAll(/^ {4}(iifname .* accept comment .*)$/gm)].map(([, rule]) => rule ?? "");
}

describe("the firewall of a host", () => {
  it("drops what comes by the site's networks and is not named", () => {
    assert.equal(
      renderFirewall(
        [{ port: 22, protocol: "tcp", network: "management", comment: "ssh" }],
        devices,
      ),
      `table inet openstack_environment
delete table inet openstack_environment
table inet openstack_environment {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != { "mgmt0", "api0", "stor0", "ten0", "br-underlay" } accept
    ct state established,related accept
    ct state invalid drop
    meta l4proto { icmp, ipv6-icmp } accept
    iifname { "mgmt0" } tcp dport 22 accept comment "ssh"
    drop
  }
}
`,
    );
  });

  it("refuses tenants' machines wherever the site has no API", () => {
    const pool = { start: "198.51.100.100", end: "198.51.100.250" };
    const one = { start: "203.0.113.7", end: "203.0.113.7" };
    assert.match(
      renderFirewall([], devices, [pool, one]),
      /ct state invalid drop\n {4}iifname \{ "mgmt0", "stor0", "ten0", "br-underlay" \} ip saddr \{ 198\.51\.100\.100-198\.51\.100\.250, 203\.0\.113\.7 \} drop\n {4}meta l4proto \{ icmp, ipv6-icmp \} accept\n/,
    );
  });

  it("lets in to the cache whom it is for", () => {
    const all = site();
    const [controller, compute] = all.hosts;
    assert.ok(controller && compute);
    const monitor: Host = {
      ...compute,
      name: "monitoring1",
      roles: ["monitoring"],
      addresses: { management: "10.0.0.41" },
    };
    const rules = firewallRules({ ...all, hosts: [...all.hosts, monitor] }, controller, [
      memcached,
    ]);
    assert.deepEqual(rules.find(({ port }) => port === 11211)?.sources, ["10.0.0.11", "10.0.0.21"]);
  });

  it("lets in what a controller's services name, from whom they name", () => {
    assert.deepEqual(rulesOf("controller2", 2), [
      'iifname { "mgmt0" } tcp dport 22 accept comment "ssh"',
      'iifname { "mgmt0" } ip daddr 10.0.0.10 tcp dport 9292 accept comment "haproxy"',
      'iifname { "api0" } ip daddr 10.0.1.10 tcp dport 9292 accept comment "haproxy"',
      'iifname { "mgmt0" } ip daddr 10.0.0.10 tcp dport 3306 accept comment "haproxy"',
      'iifname { "api0" } ip saddr { 10.0.1.11, 10.0.1.12 } meta l4proto 112 accept comment "keepalived"',
      'iifname { "mgmt0" } ip saddr { 10.0.0.11, 10.0.0.12 } meta l4proto 112 accept comment "keepalived"',
      'iifname { "mgmt0" } ip saddr { 10.0.0.11, 10.0.0.12 } tcp dport 9292 accept comment "glance"',
    ]);
  });

  it("lets in what a compute host's services name", () => {
    assert.deepEqual(rulesOf("compute1"), [
      'iifname { "mgmt0" } tcp dport 22 accept comment "ssh"',
      'iifname { "ten0", "br-underlay" } udp dport 4789 accept comment "openvswitch"',
      'iifname { "mgmt0" } ip saddr { 10.0.0.11 } tcp dport 5900-6900 accept comment "nova-compute"',
      'iifname { "mgmt0" } ip saddr { 10.0.0.21 } tcp dport 49152-49215 accept comment "nova-compute"',
    ]);
  });
});

describe("a host that is made ready", () => {
  it("keeps units of other roles from starting", () => {
    const [controller, compute] = site().hosts;
    if (controller === undefined || compute === undefined) throw new Error("no hosts");
    assert.deepEqual(
      foreignUnits(compute, services).filter((unit) =>
        ["glance-api", "nova-compute", "libvirtd", "openvswitch-switch"].includes(unit),
      ),
      ["glance-api"],
    );
    assert.deepEqual(
      foreignUnits(controller, services).filter((unit) =>
        ["glance-api", "nova-compute", "libvirtd", "openvswitch-switch"].includes(unit),
      ),
      ["libvirtd", "nova-compute"],
    );
  });

  it("knows every host by its management address, and the cloud by the address it can reach", () => {
    const all = site();
    const [controller, compute] = all.hosts;
    if (controller === undefined || compute === undefined) throw new Error("no hosts");
    const names = `127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
10.0.0.11 controller1.example.org controller1
10.0.0.21 compute1.example.org compute1
`;
    assert.equal(hostsFile(all, controller), `${names}10.0.1.10 api.example.org\n`);
    assert.equal(hostsFile(all, compute), `${names}10.0.0.10 api.example.org\n`);
  });
});
