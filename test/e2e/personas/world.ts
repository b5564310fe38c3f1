import { randomBytes } from "node:crypto";
import type { AdminLogin, Body } from "../support/openstack-api";
import { askForToken, Client, type Login } from "./client";
import { fill, KINDS, type Kind, type KindName } from "./objects";
import { PREFIX, sweep } from "./sweep";
import { TARGETS, type Persona, type Target } from "./table";
import { makeTenant, type ScratchTenant } from "./tenants";

const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMgKzzBNVkOZNJJYPNU4pEJZYFUBsnQHM6m6rNjxPd1o personas";

const hexPair = (value: number): string => (value & 0xff).toString(16).padStart(2, "0");

/** Two tenants and the cloud itself with one object of each kind, and who asks for them. */
export class World {
  /** Ids by kind, of each target. */
  readonly ids: Record<Target, Record<string, string>> = { own: {}, other: {}, system: {} };
  readonly password = randomBytes(12).toString("hex");
  /** The tenants: that of the tenant's personas, and the other one. */
  readonly tenants: Partial<Record<Target, ScratchTenant>> = {};
  /** With tokens for a project. */
  readonly personas: Record<string, Client> = {};
  /** The Tenant Admin with a token for the domain. */
  domainAdmin!: Client;
  private readonly users: Partial<Record<Target, Client>> = {};
  private made = 0;

  private constructor(
    private readonly login: AdminLogin,
    readonly admin: Client,
  ) {}

  static async make(login: AdminLogin): Promise<World> {
    const { adminPassword: password } = login;
    const scope = { projectName: "admin" };
    const asAdmin = () => Client.login(login, { userName: "admin", password, scope });
    await sweep(await asAdmin(), login);
    // Anew, for the catalogue that comes with a token.
    const world = new World(login, await asAdmin());
    try {
      await world.findSystem();
      await world.makeTenants();
      const made = await Promise.allSettled([
        world.startMachine(),
        ...TARGETS.map((target) => world.makeObjects(target)),
      ]);
      for (const one of made) if (one.status === "rejected") throw one.reason;
      return world;
    } catch (error) {
      await world.end();
      throw error;
    }
  }

  end(): Promise<void> {
    return sweep(this.admin, this.login);
  }

  /** Asks for a token, as a persona of the tenant. @returns the status */
  async tokenFor(userId: string, scope: Login["scope"]): Promise<number> {
    return (await askForToken(this.login, { userId, password: this.password, scope })).status;
  }

  client(persona: Persona, scope: "project" | "domain"): Client {
    const client = this.personas[persona];
    if (client === undefined) throw new Error(`nobody is ${persona}`);
    return persona === "tenant admin" && scope === "domain" ? this.domainAdmin : client;
  }

  /** What a name in a path or body stands for: `network` is the target's, `own.network` the tenant's. */
  value(name: string, target: Target): string {
    if (name === "name") return `${PREFIX}${++this.made}`;
    if (name === "number") return `${10_000 + ++this.made}`;
    if (name === "block") return `10.${64 + (++this.made >> 8)}.${this.made & 255}.0/24`;
    if (name === "hex") return (0x1000 + ++this.made).toString(16);
    if (name === "mac") return `fa:16:3e:70:${hexPair(++this.made >> 8)}:${hexPair(this.made)}`;
    if (name === "password") return this.password;
    if (name === "publicKey") return PUBLIC_KEY;
    const [first = "", second] = name.split(".");
    const found =
      second === undefined ? this.ids[target][first] : this.ids[first as Target][second];
    if (found === undefined) throw new Error(`${target} has no ${name}`);
    return found;
  }

  /** Makes one more object of a kind. @returns its id */
  async another(kindName: KindName, target: Target): Promise<string> {
    const kind: Kind = KINDS[kindName];
    const maker = kind.by === undefined ? (this.users[target] ?? this.admin) : this.admin;
    const value = (name: string): string => this.value(name, target);
    const path = fill(kind.collection, value);
    const answer = await maker.must(
      kind.service,
      "POST",
      path,
      fill(kind.body, value),
      kind.headers,
    );
    const object = kind.answer === "" ? answer : (answer[kind.answer] as Body);
    return String(object[kind.id ?? "id"]);
  }

  private async makeObjects(target: Target): Promise<void> {
    for (const name of Object.keys(KINDS) as KindName[]) {
      const kind: Kind = KINDS[name];
      if (kind.of?.includes(target) === false) continue;
      this.ids[target][name] = await this.another(name, target);
    }
    await this.admin.must(
      "identity",
      "PUT",
      `/groups/${this.ids[target].group}/users/${this.ids[target].user}`,
    );
    // Neutron makes it with the first group.
    const path = `/security-groups?name=default&project_id=${this.ids[target].project}`;
    const [group] = await this.admin.list("network", path, "security_groups");
    this.ids[target].defaultGroup = String(group?.id);
  }

  private async makeTenants(): Promise<void> {
    const { admin, ids, login, password } = this;
    for (const target of ["own", "other"] as const) {
      const tenant = await makeTenant(admin, target, password, ids.system);
      this.tenants[target] = tenant;
      const { domain, project, user } = tenant;
      Object.assign(ids[target], { ...tenant, person: user });
      await this.grant(project);
      const scope = { projectId: project };
      const as = (userId: string): Promise<Client> =>
        Client.login(login, { userId, password, scope });
      const client = await as(user);
      // Another token than the one that is used: to be asked about.
      ids[target].token = (await as(user)).token;
      this.users[target] = client;
      if (target === "other") continue;
      Object.assign(this.personas, {
        "cloud admin": admin,
        "tenant admin": await as(tenant.admin),
        "tenant user": client,
        reader: await as(tenant.reader),
      });
      this.domainAdmin = await Client.login(login, {
        userId: tenant.admin,
        password,
        scope: { domainId: domain },
      });
    }
  }

  /** A machine of the own tenant's that runs; the servers of the others are of a flavor without a host. */
  private async startMachine(): Promise<void> {
    this.ids.own.machine = await this.startWith({ networks: "none" });
  }

  /** Asks for a machine, as the Tenant User. @returns its id */
  async startWith(settings: Body): Promise<string> {
    const { tinyFlavor, tinyImage } = this.ids.system;
    const machine = { name: `${PREFIX}machine`, flavorRef: tinyFlavor, imageRef: tinyImage };
    const body = { server: { ...machine, ...settings } };
    const user = this.client("tenant user", "project");
    const made = await user.must("compute", "POST", "/servers", body, KINDS.server.headers);
    return (made.server as { id: string }).id;
  }

  /** A server as it ends up: running, or in error. */
  async settled(server: string): Promise<Body> {
    for (;;) {
      const { server: now } = await this.admin.must("compute", "GET", `/servers/${server}`);
      const { status } = now as Body;
      if (status === "ACTIVE" || status === "ERROR") return now as Body;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** As a tenant's grants: flavors, images, external networks. */
  private async grant(project: string): Promise<void> {
    const { admin, ids } = this;
    // Many are made, and they are deleted at the end only.
    const limits = { quota_set: { instances: 100, cores: 100, server_groups: 50 } };
    await admin.must("compute", "PUT", `/os-quota-sets/${project}`, limits);
    await admin.must("network", "PUT", `/quotas/${project}`, { quota: { router: 50 } });
    const { tinyFlavor, hugeFlavor, tinyImage, tinyKernel, tinyInitramfs, external } = ids.system;
    for (const flavor of [tinyFlavor, hugeFlavor]) {
      const access = { addTenantAccess: { tenant: project } };
      await admin.must("compute", "POST", `/flavors/${flavor}/action`, access);
    }
    for (const image of [tinyImage, tinyKernel, tinyInitramfs]) {
      const path = `/images/${image}/members`;
      await admin.must("image", "POST", path, { member: project });
      await admin.must("image", "PUT", `${path}/${project}`, { status: "accepted" });
    }
    await admin.must("network", "POST", "/rbac-policies", {
      rbac_policy: {
        action: "access_as_external",
        object_type: "network",
        object_id: external,
        target_tenant: project,
      },
    });
  }

  /** What the cloud has of itself. */
  private async findSystem(): Promise<void> {
    const { admin, ids } = this;
    const system = ids.system;
    const first = async (service: string, path: string, key: string, field = "id") =>
      String((await admin.list(service, path, key))[0]?.[field]);
    for (const { id, name } of await admin.list("identity", "/roles", "roles")) {
      system[`${String(name)}Role`] = String(id);
    }
    Object.assign(system, {
      domain: "default",
      project: admin.projectId,
      person: admin.userId,
      token: admin.token,
      external: await first("network", "/networks?name=internet", "networks"),
      agent: await first("network", "/agents?agent_type=L3%20agent", "agents"),
      tinyImage: await first("image", "/images?name=tiny", "images"),
      tinyKernel: await first("image", "/images?name=tiny-kernel", "images"),
      tinyInitramfs: await first("image", "/images?name=tiny-initramfs", "images"),
      hypervisor: await first("compute", "/os-hypervisors", "hypervisors"),
      computeHost: await first("compute", "/os-services?binary=nova-compute", "services", "host"),
      endpoint: await first("identity", "/endpoints", "endpoints"),
      service: await first("identity", "/services", "services"),
      provider: await first("placement", "/resource_providers", "resource_providers", "uuid"),
      serviceProject: await first("identity", "/projects?name=service", "projects"),
    });
    system.externalSubnet = await first(
      "network",
      `/subnets?network_id=${system.external}`,
      "subnets",
    );
    for (const { id, name } of await admin.list("compute", "/flavors?is_public=None", "flavors")) {
      if (name === "tiny") system.tinyFlavor = String(id);
    }
    const huge = { name: `${PREFIX}huge`, vcpus: 1, ram: 128, disk: 1_000_000 };
    const flavor = { ...huge, "os-flavor-access:is_public": false };
    for (const { id, name } of await admin.list("volumev3", "/types", "volume_types")) {
      if (name === "__DEFAULT__") system.defaultType = String(id);
    }
    const made = await admin.must("compute", "POST", "/flavors", { flavor });
    system.hugeFlavor = (made.flavor as { id: string }).id;
  }
}
