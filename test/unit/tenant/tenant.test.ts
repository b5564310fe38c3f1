import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { CloudConnection, TenantArgs } from "../../../components/tenant/args";
import { Tenant } from "../../../components/tenant/tenant";
import { record, valueOf, type Declared } from "./recorder";

const CLEANUP = readFileSync(
  join(__dirname, "../../../components/tenant/forget-project.mjs"),
  "utf8",
);

const connection: CloudConnection = {
  authUrl: "https://10.0.1.10:5000/v3",
  ca: "PEM",
  region: "RegionOne",
  admin: {
    userName: "admin",
    password: pulumi.secret("admin-password"),
    projectName: "admin",
    domainName: "Default",
  },
  blockStorage: false,
};

const QUOTA: TenantArgs["quota"] = {
  compute: {
    instances: 1,
    cores: 2,
    ram: 3,
    keyPairs: 4,
    metadataItems: 5,
    serverGroups: 6,
    serverGroupMembers: 7,
  },
  network: {
    networks: 8,
    subnets: 9,
    subnetPools: 10,
    routers: 11,
    ports: 12,
    floatingIps: 13,
    securityGroups: 14,
    securityGroupRules: 150,
    rbacPolicies: 16,
  },
  volume: {
    volumes: 17,
    gigabytes: 18,
    perVolumeGigabytes: -1,
    snapshots: 19,
    backups: 20,
    backupGigabytes: 21,
    groups: 22,
  },
};

const MINIMAL: TenantArgs = {
  connection,
  roles: { manager: "role:manager", member: "role:member", reader: "role:reader" },
  caFile: "lab-ca.pem",
  domain: "Default",
  quota: QUOTA,
  users: {},
  applicationCredentials: {},
  networks: {},
  routers: {},
  securityGroups: {},
  flavors: {},
  images: {},
  externalNetworks: {},
};

const FULL: TenantArgs = {
  ...MINIMAL,
  connection: { ...connection, blockStorage: true },
  description: "A department",
  domain: "a",
  users: {
    ann: { role: "admin", email: "ann@example.com", description: "Head" },
    bob: { role: "user" },
  },
  applicationCredentials: {
    ci: { user: "ann", roles: ["reader", "member"], expires: "2027-06-30" },
  },
  networks: {
    app: {
      description: "Web",
      subnets: { app: { cidr: "192.168.0.0/24", dnsServers: ["9.9.9.9"] } },
    },
    lab: { subnets: { one: { cidr: "192.168.1.0/24", gateway: "192.168.1.9", dnsServers: [] } } },
  },
  routers: {
    edge: { externalNetwork: "internet", networks: ["app", "lab"] },
    inner: { description: "Inside", networks: ["lab"] },
  },
  securityGroups: {
    web: {
      description: "Web",
      egress: "rules",
      rules: [
        { direction: "ingress", protocol: "tcp", port: { min: 80, max: 90 }, from: "0.0.0.0/0" },
        { direction: "egress", protocol: "icmpv6", to: "fe80::/10", description: "Ping" },
      ],
    },
    db: {
      egress: "any",
      rules: [{ direction: "ingress", protocol: "any", from: { group: "web" } }],
    },
  },
  flavors: { small: "flavor-id" },
  images: { debian: { id: "image-id", parts: ["kernel-id", "initramfs-id"] } },
  externalNetworks: { internet: "network-id" },
};

/** The tenant's own resources, without its components and the administrator's provider. */
async function declare(
  args: TenantArgs,
): Promise<{ tenant: Tenant; resources: Record<string, Declared> }> {
  const { result, resources } = await record(() => {
    const provider = new openstack.Provider("cloud-admin", { userName: "admin" });
    return new Tenant("a", args, { providers: { openstack: provider } });
  });
  const own = Object.entries(resources).filter(
    ([name, { type }]) => name !== "cloud-admin" && !type.startsWith("openstack-environment:"),
  );
  return { tenant: result, resources: Object.fromEntries(own) };
}

const openstackResource = (
  type: string,
  parent: string,
  inputs: Declared["inputs"],
  dependencies: string[],
  rest: Partial<Declared> = {},
): Declared => ({
  type: `openstack:${type}`,
  parent,
  inputs,
  dependencies,
  provider: "cloud-admin",
  deleteBeforeReplace: false,
  ...rest,
});

const cleanup = (blockStorage: boolean): Declared => ({
  type: "command:local:Command",
  parent: "a",
  inputs: {
    delete: CLEANUP,
    interpreter: ["node", "--input-type=module", "--eval"],
    stdin: {
      secret: JSON.stringify({
        authUrl: "https://10.0.1.10:5000/v3",
        ca: "PEM",
        region: "RegionOne",
        admin: {
          userName: "admin",
          password: "admin-password",
          projectName: "admin",
          domainName: "Default",
        },
        blockStorage,
        projectId: "a-project:id",
      }),
    },
    addPreviousOutputInEnv: false,
    logging: "none",
  },
  dependencies: ["a-project"],
  provider: "",
  deleteBeforeReplace: false,
});

const QUOTAS: Record<string, Declared> = {
  "a-quota-compute": openstackResource(
    "compute/quotaSetV2:QuotaSetV2",
    "a-quota",
    {
      projectId: "a-project:id",
      ...QUOTA.compute,
      injectedFiles: 5,
      injectedFileContentBytes: 10240,
      injectedFilePathBytes: 255,
    },
    ["a-project"],
  ),
  "a-quota-network": openstackResource(
    "networking/quotaV2:QuotaV2",
    "a-quota",
    {
      projectId: "a-project:id",
      network: 8,
      subnet: 9,
      subnetpool: 10,
      router: 11,
      port: 12,
      floatingip: 13,
      securityGroup: 14,
      securityGroupRule: 150,
      rbacPolicy: 16,
    },
    ["a-project"],
  ),
};

const accessResources = (domainId: string, onDomain: string[]): Record<string, Declared> => {
  const group = (suffix: string, who: string): Declared =>
    openstackResource(
      "identity/groupV3:GroupV3",
      "a-access",
      { name: `a-${suffix}`, description: `${who} of tenant a`, domainId },
      onDomain,
    );
  const assignment = (group: string, role: string): Declared =>
    openstackResource(
      "identity/roleAssignment:RoleAssignment",
      "a-access",
      { groupId: `${group}:id`, roleId: `role:${role}`, projectId: "a-project:id" },
      [group, "a-project"],
    );
  return {
    "a-access-admins": group("admins", "Administrators"),
    "a-access-users": group("users", "Users"),
    "a-access-admins-manager": assignment("a-access-admins", "manager"),
    "a-access-admins-member": assignment("a-access-admins", "member"),
    "a-access-users-member": assignment("a-access-users", "member"),
  };
};

const userResources = (
  user: string,
  group: string,
  inputs: Declared["inputs"],
): Record<string, Declared> => ({
  [`a-access-password.${user}`]: {
    type: "random:index/randomPassword:RandomPassword",
    parent: "a-access",
    inputs: { length: 32, special: false },
    dependencies: [],
    provider: "",
    deleteBeforeReplace: false,
  },
  [`a-access-user.${user}`]: openstackResource(
    "identity/user:User",
    "a-access",
    {
      name: user,
      domainId: "a-domain:id",
      defaultProjectId: "a-project:id",
      password: { secret: `a-access-password.${user}:password` },
      enabled: true,
      ...inputs,
    },
    [`a-access-password.${user}`, "a-domain", "a-project"],
  ),
  [`a-access-membership.${user}`]: openstackResource(
    "identity/userMembershipV3:UserMembershipV3",
    "a-access",
    { userId: `a-access-user.${user}:id`, groupId: `${group}:id` },
    [`a-access-user.${user}`, group].sort(),
  ),
});

const rule = (group: string, inputs: Declared["inputs"], dependencies: string[] = []): Declared =>
  openstackResource(
    "networking/secGroupRule:SecGroupRule",
    "a-group",
    {
      securityGroupId: `a-group-${group}:id`,
      tenantId: "a-project:id",
      description: "",
      ...inputs,
    },
    [...new Set([`a-group-${group}`, "a-project", ...dependencies])].sort(),
    { deleteBeforeReplace: true },
  );

const routerInterface = (router: string, subnet: string): Declared =>
  openstackResource(
    "networking/routerInterface:RouterInterface",
    "a-net",
    { routerId: `a-net-router.${router}:id`, subnetId: `a-net-subnet.${subnet}:id` },
    [`a-net-router.${router}`, `a-net-subnet.${subnet}`],
    { deleteBeforeReplace: true },
  );

const networkResource = (name: string, description: string): Declared =>
  openstackResource(
    "networking/network:Network",
    "a-net",
    {
      name,
      description,
      tenantId: "a-project:id",
      adminStateUp: true,
      shared: false,
      portSecurityEnabled: true,
    },
    ["a-project"],
  );

const subnetResource = (network: string, inputs: Declared["inputs"]): Declared =>
  openstackResource(
    "networking/subnet:Subnet",
    "a-net",
    {
      networkId: `a-net-network.${network}:id`,
      tenantId: "a-project:id",
      ipVersion: 4,
      enableDhcp: true,
      ...inputs,
    },
    [`a-net-network.${network}`, "a-project"],
    { deleteBeforeReplace: true },
  );

const grant = (type: string, inputs: Declared["inputs"]): Declared =>
  openstackResource(type, "a-grants", inputs, ["a-project"]);

const imageAccess = (imageId: string): Declared =>
  grant("images/imageAccess:ImageAccess", {
    imageId,
    memberId: "a-project:id",
    status: "accepted",
  });

const CREDENTIAL_NEEDS = [
  "a-access-admins-domain-manager",
  "a-access-admins-manager",
  "a-access-admins-member",
  "a-access-membership.ann",
];

describe("Tenant", () => {
  it("create-minimal: a project in the Default domain, its groups and limits", async () => {
    const { resources } = await declare(MINIMAL);
    assert.deepEqual(resources, {
      "a-project": openstackResource(
        "identity/project:Project",
        "a",
        {
          name: "a",
          description: "Project of tenant a",
          domainId: "default",
          enabled: true,
          isDomain: false,
        },
        [],
      ),
      "a-cleanup": cleanup(false),
      ...QUOTAS,
      ...accessResources("default", []),
    });
  });

  it("create-full: everything that a tenant can have", async () => {
    const { resources } = await declare(FULL);
    assert.deepEqual(resources, {
      "a-domain": openstackResource(
        "identity/project:Project",
        "a",
        { name: "a", description: "Domain of tenant a", isDomain: true, enabled: true },
        [],
      ),
      "a-project": openstackResource(
        "identity/project:Project",
        "a",
        {
          name: "a",
          description: "A department",
          domainId: "a-domain:id",
          enabled: true,
          isDomain: false,
        },
        ["a-domain"],
      ),
      "a-cleanup": cleanup(true),
      ...QUOTAS,
      "a-quota-volume": openstackResource(
        "blockstorage/quoteSetV3:QuoteSetV3",
        "a-quota",
        { projectId: "a-project:id", ...QUOTA.volume },
        ["a-project"],
      ),
      ...accessResources("a-domain:id", ["a-domain"]),
      "a-access-admins-domain-manager": openstackResource(
        "identity/roleAssignment:RoleAssignment",
        "a-access",
        { groupId: "a-access-admins:id", roleId: "role:manager", domainId: "a-domain:id" },
        ["a-access-admins", "a-domain"],
      ),
      ...userResources("ann", "a-access-admins", {
        description: "Head",
        extra: { email: "ann@example.com" },
      }),
      ...userResources("bob", "a-access-users", { description: "User of tenant a" }),
      "a-access-login.ann": {
        type: "pulumi:providers:openstack",
        parent: "a-access",
        inputs: {
          authUrl: "https://10.0.1.10:5000/v3",
          cacertFile: "PEM",
          region: "RegionOne",
          userId: "a-access-user.ann:id",
          password: { secret: "a-access-password.ann:password" },
          tenantId: "a-project:id",
          allowReauth: "true",
        },
        dependencies: [
          ...CREDENTIAL_NEEDS,
          "a-access-password.ann",
          "a-access-user.ann",
          "a-project",
        ],
        provider: "",
        deleteBeforeReplace: false,
      },
      "a-access-credential.ci": openstackResource(
        "identity/applicationCredential:ApplicationCredential",
        "a-access",
        {
          name: "ci",
          description: "Of ann",
          roles: ["member", "reader"],
          unrestricted: false,
          expiresAt: "2027-06-30T23:59:59Z",
        },
        CREDENTIAL_NEEDS,
        { provider: "a-access-login.ann", deleteBeforeReplace: true },
      ),
      "a-grants-flavor.small": grant("compute/flavorAccess:FlavorAccess", {
        flavorId: "flavor-id",
        tenantId: "a-project:id",
      }),
      "a-grants-image.debian": imageAccess("image-id"),
      "a-grants-image.debian.part1": imageAccess("kernel-id"),
      "a-grants-image.debian.part2": imageAccess("initramfs-id"),
      "a-grants-external.internet": grant("networking/rbacPolicyV2:RbacPolicyV2", {
        action: "access_as_external",
        objectType: "network",
        objectId: "network-id",
        targetTenant: "a-project:id",
      }),
      "a-net-network.app": networkResource("app", "Web"),
      "a-net-network.lab": networkResource("lab", ""),
      "a-net-subnet.app": subnetResource("app", {
        name: "app",
        cidr: "192.168.0.0/24",
        dnsNameservers: ["9.9.9.9"],
      }),
      "a-net-subnet.lab/one": subnetResource("lab", {
        name: "one",
        cidr: "192.168.1.0/24",
        gatewayIp: "192.168.1.9",
        dnsNameservers: [],
      }),
      "a-net-router.edge": openstackResource(
        "networking/router:Router",
        "a-net",
        {
          name: "edge",
          description: "",
          tenantId: "a-project:id",
          adminStateUp: true,
          externalNetworkId: "network-id",
          enableSnat: true,
        },
        ["a-project"],
      ),
      "a-net-router.inner": openstackResource(
        "networking/router:Router",
        "a-net",
        { name: "inner", description: "Inside", tenantId: "a-project:id", adminStateUp: true },
        ["a-project"],
      ),
      "a-net-interface.edge.app": routerInterface("edge", "app"),
      "a-net-interface.edge.lab/one": routerInterface("edge", "lab/one"),
      "a-net-interface.inner.lab/one": routerInterface("inner", "lab/one"),
      "a-group-web": openstackResource(
        "networking/secGroup:SecGroup",
        "a-group",
        { name: "web", description: "Web", tenantId: "a-project:id", deleteDefaultRules: true },
        ["a-project"],
      ),
      "a-group-db": openstackResource(
        "networking/secGroup:SecGroup",
        "a-group",
        { name: "db", description: "", tenantId: "a-project:id", deleteDefaultRules: true },
        ["a-project"],
      ),
      "a-group-rule.web.ingress-tcp-80-90-0.0.0.0/0": rule("web", {
        direction: "ingress",
        ethertype: "IPv4",
        protocol: "tcp",
        portRangeMin: 80,
        portRangeMax: 90,
        remoteIpPrefix: "0.0.0.0/0",
      }),
      "a-group-rule.web.egress-icmpv6-fe80../10": rule("web", {
        direction: "egress",
        ethertype: "IPv6",
        protocol: "ipv6-icmp",
        remoteIpPrefix: "fe80::/10",
        description: "Ping",
      }),
      "a-group-rule.db.ingress-any-web": rule(
        "db",
        { direction: "ingress", ethertype: "IPv4", remoteGroupId: "a-group-web:id" },
        ["a-group-web"],
      ),
      "a-group-rule.db.egress-any-0.0.0.0/0": rule("db", {
        direction: "egress",
        ethertype: "IPv4",
        remoteIpPrefix: "0.0.0.0/0",
        description: "Everything",
      }),
      "a-group-rule.db.egress-any-../0": rule("db", {
        direction: "egress",
        ethertype: "IPv6",
        remoteIpPrefix: "::/0",
        description: "Everything",
      }),
    });
  });

  it("cleans up after all that the tenant had, and before the project goes", async () => {
    const { result, resources } = await record(() => {
      const provider = new openstack.Provider("cloud-admin", { userName: "admin" });
      return new Tenant("a", FULL, { providers: { openstack: provider } });
    });
    assert.ok(result);
    assert.deepEqual(
      ["a-quota", "a-group", "a-net"].map((name) => resources[name]?.dependencies),
      [
        ["a-cleanup"],
        ["a-cleanup", "a-quota-network"],
        ["a-cleanup", "a-grants-external.internet", "a-quota-network"],
      ],
    );
  });

  it("makes one after the other, kind by kind, where the quota has no room to count twice", async () => {
    const waits = async (network: Partial<TenantArgs["quota"]["network"]>) => {
      const quota = { ...QUOTA, network: { ...QUOTA.network, ...network } };
      const { resources } = await declare({ ...FULL, quota });
      const kinds = /^a-(net-(network|subnet|router|interface)|group-rule)[.]|^a-group-(web|db)$/;
      const siblings = Object.entries(resources).filter(([name]) => kinds.test(name));
      return Object.fromEntries(
        siblings.flatMap(([name, { type, dependencies }]) => {
          const before = dependencies.filter((one) => resources[one]?.type === type);
          return before.length > 0 ? [[name, before]] : [];
        }),
      );
    };
    assert.deepEqual(await waits({}), {});
    assert.deepEqual(await waits({ networks: 3, subnets: 3, routers: 3, ports: 9 }), {});
    assert.deepEqual(await waits({ networks: -1, securityGroupRules: -1 }), {});
    assert.deepEqual(await waits({ networks: 2, subnets: 2, routers: 2, ports: 8 }), {
      "a-net-network.lab": ["a-net-network.app"],
      "a-net-subnet.lab/one": ["a-net-subnet.app"],
      "a-net-router.inner": ["a-net-router.edge"],
      "a-net-interface.edge.lab/one": ["a-net-interface.edge.app"],
      "a-net-interface.inner.lab/one": ["a-net-interface.edge.lab/one"],
    });
    // The project's default group, and the rules that Neutron makes by itself, are there besides.
    assert.deepEqual(await waits({ securityGroups: 4, securityGroupRules: 17 }), {});
    assert.deepEqual(await waits({ securityGroups: 3, securityGroupRules: 16 }), {
      "a-group-db": ["a-group-web"],
      "a-group-rule.web.egress-icmpv6-fe80../10": ["a-group-rule.web.ingress-tcp-80-90-0.0.0.0/0"],
      "a-group-rule.db.ingress-any-web": ["a-group-rule.web.egress-icmpv6-fe80../10"],
      "a-group-rule.db.egress-any-0.0.0.0/0": ["a-group-rule.db.ingress-any-web"],
      "a-group-rule.db.egress-any-../0": ["a-group-rule.db.egress-any-0.0.0.0/0"],
    });
  });

  it("gives app teams ids by name, and logins only as a secret", async () => {
    const { tenant } = await declare(FULL);
    assert.deepEqual(await valueOf(tenant.ids), {
      secret: false,
      value: {
        projectId: "a-project:id",
        projectName: "a",
        domainId: "a-domain:id",
        domainName: "a",
        authUrl: "https://10.0.1.10:5000/v3",
        region: "RegionOne",
        ca: "PEM",
        networks: { app: "a-net-network.app:id", lab: "a-net-network.lab:id" },
        subnets: { app: "a-net-subnet.app:id", "lab/one": "a-net-subnet.lab/one:id" },
        routers: { edge: "a-net-router.edge:id", inner: "a-net-router.inner:id" },
        securityGroups: { web: "a-group-web:id", db: "a-group-db:id" },
        flavors: { small: "flavor-id" },
        images: { debian: "image-id" },
        externalNetworks: { internet: "network-id" },
        groups: { admins: "a-access-admins:id", users: "a-access-users:id" },
        users: { ann: "a-access-user.ann:id", bob: "a-access-user.bob:id" },
      },
    });
    const credentials = await valueOf(tenant.credentials);
    assert.equal(credentials.secret, true);
    assert.deepEqual(credentials.value.applicationCredentials, {
      ci: { id: "a-access-credential.ci:id", secret: "a-access-credential.ci:secret" },
    });
    assert.deepEqual(Object.keys(credentials.value.openrc), ["ann", "bob", "ci"]);
    const { clouds } = JSON.parse(credentials.value.cloudsYaml) as { clouds: object };
    assert.deepEqual(Object.keys(clouds), ["a-ann", "a-bob", "a-ci"]);
  });
});
