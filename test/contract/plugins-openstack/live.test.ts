import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties, Value } from "../../../embedded/engine/types";
import type { Provider } from "../../../embedded/plugins/server/types";
import { check, context, providerFor, typeOf } from "./harness";

/**
 * Against a real cloud, as its admin: each type is created, read, changed, read again and deleted.
 * The log-in comes from the OS_* variables. What is made has a name of its own and is removed.
 */
describe("openstack: a real cloud", function () {
  this.timeout(600_000);
  const run = `contract-${randomBytes(4).toString("hex")}`;
  const clean: (() => Promise<void>)[] = [];
  let provider: Provider;
  let folder: string;

  before(async function () {
    if (!process.env.OS_AUTH_URL) {
      console.log("      skipped: no cloud is named (OS_AUTH_URL and the other OS_* are not set)");
      this.skip();
    }
    provider = await providerFor({});
    folder = mkdtempSync(join(tmpdir(), `${run}-`));
    writeFileSync(join(folder, "image.raw"), Buffer.alloc(3 * 1024 * 1024, "openstack"));
  });
  after(async () => {
    const failed: unknown[] = [];
    for (const remove of clean.reverse()) await remove().catch((error) => failed.push(error));
    if (folder) rmSync(folder, { recursive: true });
    assert.deepEqual(failed, [], "something is left behind");
  });

  /** A resource of the cloud, with what Pulumi's engine would do to it. */
  class Live {
    private constructor(
      readonly token: string,
      readonly id: string,
      private inputs: Properties,
      public outputs: Properties,
    ) {}

    static async create(token: string, inputs: Properties): Promise<Live> {
      const type = typeOf(provider, token);
      const checked = await check(type, inputs);
      assert.deepEqual(checked.failures, []);
      const made = await type.create({ ...context(token), inputs: checked.inputs });
      const live = new Live(token, made.id, checked.inputs, made.outputs);
      clean.push(() => live.remove());
      await live.isStill();
      return live;
    }

    /** What is read is what was answered, and there is nothing to do. */
    async isStill(): Promise<void> {
      const type = typeOf(provider, this.token);
      const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs };
      const found = await type.read?.({ ...context(this.token), ...request, importing: false });
      assert.ok(found, "it is gone");
      assert.deepEqual(timeless(found.outputs), timeless(this.outputs));
      assert.deepEqual(found.inputs, this.inputs);
      const diff = await type.diff?.({ urn: "urn", ...request, inputs: this.inputs });
      assert.deepEqual(diff?.detailed, {});
    }

    async change(changes: Properties): Promise<void> {
      const type = typeOf(provider, this.token);
      const given = { ...this.inputs };
      delete given.__defaults;
      const checked = await check(type, { ...given, ...changes }, this.inputs);
      assert.deepEqual(checked.failures, []);
      const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs };
      const next = { ...request, inputs: checked.inputs };
      const diff = await type.diff?.({ urn: "urn", ...next });
      assert.deepEqual(diff?.replaces, [], "it would be replaced");
      assert.ok(diff?.changes, "no change was seen");
      const updated = await type.update?.({ ...context(this.token), ...next });
      assert.ok(updated);
      this.outputs = updated;
      this.inputs = checked.inputs;
      await this.isStill();
    }

    async import(): Promise<Properties> {
      const request = { id: this.id, olds: {}, oldInputs: {}, importing: true };
      const found = await typeOf(provider, this.token).read?.({
        ...context(this.token),
        ...request,
      });
      assert.ok(found);
      return found.outputs;
    }

    private gone = false;

    async remove(): Promise<void> {
      if (this.gone) return;
      const type = typeOf(provider, this.token);
      const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs };
      await type.delete?.({ ...context(this.token), ...request });
      this.gone = true;
    }
  }

  /** Times and counters that the cloud moves on by itself. */
  function timeless(properties: Properties): Properties {
    const moving = ["updatedAt", "updateAt", "updated", "revisionNumber"];
    return Object.fromEntries(
      Object.entries(properties).filter(([name]) => !moving.includes(name)),
    );
  }

  async function invoke(token: string, args: Properties): Promise<Properties> {
    const found = await provider.functions?.[token]?.invoke(args);
    assert.ok(found);
    return found.outputs;
  }

  let project: Live;
  let network: Live;
  let subnet: Live;
  let external: Live;
  let router: Live;
  let securityGroup: Live;
  let image: Live;
  let flavor: Live;
  let user: Live;
  let group: Live;
  const id = (live: Live): Value => live.id;

  it("Project, a domain as well", async () => {
    const domain = await Live.create("openstack:identity/project:Project", {
      name: `${run}-domain`,
      isDomain: true,
    });
    project = await Live.create("openstack:identity/project:Project", {
      name: run,
      domainId: domain.id,
      description: "first",
      tags: ["one"],
    });
    await project.change({ description: "second", tags: ["two", "one"] });
    const found = await invoke("openstack:identity/getProject:getProject", { name: run });
    assert.equal(found.id, project.id);
  });

  it("User, GroupV3, UserMembershipV3, Role", async () => {
    user = await Live.create("openstack:identity/user:User", {
      name: `${run}-user`,
      password: randomBytes(12).toString("hex"),
      defaultProjectId: id(project),
      description: "first",
      extra: { email: "a@example.com" },
      ignorePasswordExpiry: true,
    });
    await user.change({ description: "second", password: randomBytes(12).toString("hex") });
    group = await Live.create("openstack:identity/groupV3:GroupV3", { name: `${run}-group` });
    await group.change({ description: "second" });
    await Live.create("openstack:identity/userMembershipV3:UserMembershipV3", {
      userId: id(user),
      groupId: id(group),
    });
    const role = await Live.create("openstack:identity/role:Role", { name: `${run}-role` });
    await role.change({ name: `${run}-role-2` });
    assert.equal(
      (await invoke("openstack:identity/getUser:getUser", { name: `${run}-user` })).id,
      user.id,
    );
  });

  it("RoleAssignment, inherited as well", async () => {
    const member = await invoke("openstack:identity/getRole:getRole", { name: "member" });
    await Live.create("openstack:identity/roleAssignment:RoleAssignment", {
      groupId: id(group),
      projectId: id(project),
      roleId: member.id ?? null,
    });
    await Live.create("openstack:identity/inheritRoleAssignment:InheritRoleAssignment", {
      userId: id(user),
      projectId: id(project),
      roleId: member.id ?? null,
    });
  });

  it("ApplicationCredential", async () => {
    const credential = await Live.create(
      "openstack:identity/applicationCredential:ApplicationCredential",
      { name: run, roles: ["member"], expiresAt: "2035-01-01T00:00:00Z" },
    );
    assert.ok(credential.outputs.secret);
    // It logs in.
    const other = await providerFor({
      authUrl: process.env.OS_AUTH_URL,
      region: process.env.OS_REGION_NAME,
      applicationCredentialId: credential.id,
      applicationCredentialSecret: credential.outputs.secret,
    });
    const scope = await other.functions?.["openstack:identity/getAuthScope:getAuthScope"]?.invoke({
      name: "it",
    });
    assert.equal(scope?.outputs.projectId, credential.outputs.projectId);
  });

  it("QuotaV2, QuotaSetV2", async () => {
    const quota = await Live.create("openstack:networking/quotaV2:QuotaV2", {
      projectId: id(project),
      ...{ floatingip: 2, network: 3, port: 20, rbacPolicy: 5, router: 2, securityGroup: 4 },
      ...{ securityGroupRule: 40, subnet: 4, subnetpool: 1 },
    });
    await quota.change({ floatingip: 4, network: 0 });
    const compute = await Live.create("openstack:compute/quotaSetV2:QuotaSetV2", {
      projectId: id(project),
      ...{ cores: 4, instances: 4, ram: 1024, keyPairs: 5 },
    });
    await compute.change({ cores: 6 });
  });

  it("Network, Subnet", async () => {
    network = await Live.create("openstack:networking/network:Network", {
      name: run,
      adminStateUp: true,
      tags: ["one"],
    });
    await network.change({ description: "second", mtu: 1300, tags: ["one", "two"] });
    subnet = await Live.create("openstack:networking/subnet:Subnet", {
      networkId: id(network),
      cidr: "192.168.77.0/24",
      allocationPools: [{ start: "192.168.77.10", end: "192.168.77.99" }],
      dnsNameservers: ["9.9.9.9"],
    });
    await subnet.change({ dnsNameservers: ["8.8.8.8", "9.9.9.9"], description: "second" });
    const found = await invoke("openstack:networking/getNetwork:getNetwork", { name: run });
    assert.deepEqual([found.id, found.subnets], [network.id, [subnet.id]]);
    assert.equal(
      (await invoke("openstack:networking/getSubnet:getSubnet", { networkId: id(network) })).id,
      subnet.id,
    );
    const imported = await network.import();
    assert.deepEqual(timeless(imported), timeless(network.outputs));
  });

  it("Router with a gateway, RouterInterface", async () => {
    external = await Live.create("openstack:networking/network:Network", {
      name: `${run}-external`,
      external: true,
    });
    await Live.create("openstack:networking/subnet:Subnet", {
      name: `${run}-external`,
      networkId: id(external),
      cidr: "198.18.77.0/24",
      enableDhcp: false,
    });
    router = await Live.create("openstack:networking/router:Router", {
      name: run,
      adminStateUp: true,
      externalNetworkId: id(external),
      tags: ["one"],
    });
    await router.change({ description: "second", enableSnat: false });
    await Live.create("openstack:networking/routerInterface:RouterInterface", {
      routerId: id(router),
      subnetId: id(subnet),
    });
  });

  it("SecGroup, SecGroupRule", async () => {
    securityGroup = await Live.create("openstack:networking/secGroup:SecGroup", {
      name: run,
      deleteDefaultRules: true,
      tags: ["one"],
    });
    await securityGroup.change({ description: "second" });
    const rule: Properties = {
      direction: "ingress",
      ethertype: "IPv4",
      securityGroupId: id(securityGroup),
    };
    await Live.create("openstack:networking/secGroupRule:SecGroupRule", {
      ...rule,
      ...{ protocol: "tcp", portRangeMin: 80, portRangeMax: 80, remoteIpPrefix: "0.0.0.0/0" },
    });
    await Live.create("openstack:networking/secGroupRule:SecGroupRule", {
      ...rule,
      ...{ protocol: "icmp", remoteGroupId: id(securityGroup), description: "ping" },
    });
    assert.equal(
      (await invoke("openstack:networking/getSecGroup:getSecGroup", { name: run })).id,
      securityGroup.id,
    );
  });

  it("Port, FloatingIp, FloatingIpAssociate", async () => {
    const port = await Live.create("openstack:networking/port:Port", {
      name: run,
      networkId: id(network),
      securityGroupIds: [id(securityGroup)],
      fixedIps: [{ subnetId: id(subnet), ipAddress: "192.168.77.50" }],
      allowedAddressPairs: [{ ipAddress: "192.168.77.200" }],
      tags: ["one"],
    });
    await port.change({
      name: `${run}-2`,
      fixedIps: [{ subnetId: id(subnet), ipAddress: "192.168.77.51" }],
    });
    const floating = await Live.create("openstack:networking/floatingIp:FloatingIp", {
      pool: `${run}-external`,
      description: "first",
    });
    await floating.change({ description: "second" });
    const associate = await Live.create(
      "openstack:networking/floatingIpAssociate:FloatingIpAssociate",
      { floatingIp: floating.outputs.address ?? null, portId: id(port) },
    );
    assert.equal(associate.outputs.fixedIp, "192.168.77.51");
  });

  it("RbacPolicyV2, AddressScope, SubnetPool", async () => {
    await Live.create("openstack:networking/rbacPolicyV2:RbacPolicyV2", {
      action: "access_as_shared",
      objectType: "network",
      objectId: id(network),
      targetTenant: id(project),
    });
    const scope = await Live.create("openstack:networking/addressScope:AddressScope", {
      name: run,
    });
    await scope.change({ name: `${run}-2` });
    const pool = await Live.create("openstack:networking/subnetPool:SubnetPool", {
      name: run,
      prefixes: ["10.177.0.0/16"],
      addressScopeId: id(scope),
      defaultPrefixlen: 24,
    });
    await pool.change({ description: "second", defaultPrefixlen: 25 });
  });

  it("Flavor, FlavorAccess, Keypair, ServerGroup", async () => {
    flavor = await Live.create("openstack:compute/flavor:Flavor", {
      name: run,
      ...{ ram: 128, vcpus: 1, disk: 1, isPublic: false },
      extraSpecs: { "hw:one": "1" },
    });
    await flavor.change({ extraSpecs: { "hw:two": "2" } });
    await Live.create("openstack:compute/flavorAccess:FlavorAccess", {
      flavorId: id(flavor),
      tenantId: id(project),
    });
    const found = await invoke("openstack:compute/getFlavor:getFlavor", { name: run });
    assert.equal(found.id, flavor.id);
    await Live.create("openstack:compute/keypair:Keypair", {
      name: run,
      publicKey:
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f it",
    });
    await Live.create("openstack:compute/serverGroup:ServerGroup", {
      name: run,
      policies: ["anti-affinity"],
    });
  });

  it("Image, ImageAccess", async () => {
    image = await Live.create("openstack:images/image:Image", {
      name: run,
      containerFormat: "bare",
      diskFormat: "raw",
      localFilePath: join(folder, "image.raw"),
      visibility: "shared",
      properties: { hw_disk_bus: "virtio" },
      tags: ["one"],
    });
    assert.equal(image.outputs.sizeBytes, 3 * 1024 * 1024);
    await image.change({
      name: `${run}-2`,
      properties: { os_type: "linux", hw_vif_model: "virtio" },
    });
    const access = await Live.create("openstack:images/imageAccess:ImageAccess", {
      imageId: id(image),
      memberId: id(project),
    });
    await access.change({ status: "accepted" });
    const found = await invoke("openstack:images/getImage:getImage", { name: `${run}-2` });
    assert.equal(found.id, image.id);
  });

  it("an error carries OpenStack's message and request id", async () => {
    await assert.rejects(
      () =>
        Live.create("openstack:networking/subnet:Subnet", {
          networkId: id(network),
          cidr: "192.168.77.0/24",
        }),
      /POST \/subnets answered 400: .*overlap.*\(request id req-[0-9a-f-]+\)/i,
    );
  });

  it("twenty networks at once", async () => {
    const began = Date.now();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        Live.create("openstack:networking/network:Network", { name: `${run}-${index}` }),
      ),
    );
    console.log(`      20 networks created and read in ${Date.now() - began} ms`);
    await Promise.all(made.map((one) => one.remove()));
  });
});
