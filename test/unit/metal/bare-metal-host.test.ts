import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../../components/host";
import { BareMetalHost, verified } from "../../../components/metal/bare-metal-host";
import type { HardwareProfile } from "../../../components/metal/hardware";
import type { HostImage } from "../../../components/metal/host-image";
import { Machine } from "../../../components/metal/machine";
import type { Seed } from "../../../components/metal/seed";
import * as ironic from "../../../providers/ironic/sdk";
import { record, UNKNOWN } from "./support/record";

const PLAIN: HardwareProfile = {
  deploy: "ramdisk",
  cleaning: "none",
  secureBoot: false,
  bonds: {},
};
const NETWORKS = {
  management: { cidr: "10.0.0.0/24", gateway: "10.0.0.1", interface: "mgmt0", mtu: 1500 },
  api: { cidr: "10.0.1.0/24", interface: "api0", mtu: 1500 },
  storage: { cidr: "10.0.2.0/24", interface: "stor0", mtu: 1500 },
  tenant: { cidr: "10.0.3.0/24", interface: "ten0", mtu: 1500 },
};
const NUMBERS: Record<string, number> = { one: 11, two: 12 };
const macOf = (host: string): string => `52:54:00:01:00:${NUMBERS[host]}`;
const uuidOf = (host: string): string => `${NUMBERS[host]}111111-1111-4111-8111-111111111111`;

interface Options {
  hardware?: HardwareProfile;
  protect?: boolean;
  adopt?: { hostKey: string };
  user?: string;
  installation?: number;
  preview?: boolean;
}

const image = {
  bootIso: "http://10.0.9.5:8080/images/host.iso",
  diskImage: "http://10.0.0.5:8080/images/host.img",
  diskChecksum: "http://10.0.0.5:8080/images/host.img.sha256",
  agentKernel: "http://10.0.0.5:8080/images/agent.kernel",
  agentRamdisk: "http://10.0.0.5:8080/images/agent.initramfs",
  ready: [],
} as unknown as HostImage;

/** What is registered for two machines, and the hosts that they become. */
async function declare(options: Options = {}) {
  const { hardware = PLAIN, protect = false, installation = 1, user = "root", adopt } = options;
  const program = (): Host[] => {
    const provider = new ironic.Provider("seed", { endpoint: "https://10.0.0.5:6385" });
    const seed = { provider, redfishVerifyCa: "/etc/ironic/bmc-ca.crt" } as unknown as Seed;
    const machines = Object.entries(NUMBERS).map(
      ([name, number]) =>
        new Machine(name, {
          seed,
          image,
          hardware,
          protect,
          networks: NETWORKS,
          addresses: { management: `10.0.0.${number}` },
          externalInterfaces: {},
          nics: { mgmt0: macOf(name) },
          bmc: { address: `10.0.9.${number}`, username: "root", password: "hunter22" },
        }),
    );
    const all = verified(machines);
    const hosts = machines.map(
      (machine) =>
        new BareMetalHost({
          machine,
          verified: all,
          roles: ["compute"],
          domain: "test.internal",
          dnsServers: ["10.0.1.53"],
          login: {
            user,
            port: 22,
            privateKey: pulumi.secret("PRIVATE"),
            publicKey: "ssh-ed25519 AAlogin",
          },
          installation,
          ...(adopt && { adopt }),
        }).host,
    );
    return hosts;
  };
  return record(program, (key) => answer(key, options), options.preview);
}

/** What the providers answer. */
function answer(key: string, { preview = false }: Options): Record<string, unknown> {
  const [type = "", name = ""] = key.split(" ");
  if (preview) return {};
  if (type === "Node") {
    const interfaces = [{ mac_address: macOf(name) }];
    return { uuid: uuidOf(name), inventory: { cpu: { count: 2 }, interfaces } };
  }
  if (type === "Deployment") return { instanceUuid: `${name}-instance` };
  if (type === "PrivateKey") {
    return { privateKeyOpenssh: `private ${name}`, publicKeyOpenssh: `ssh-ed25519 AA${name}\n` };
  }
  return {};
}

const valueOf = <T>(output: pulumi.Input<T>): Promise<T> =>
  new Promise((resolve) => pulumi.output(output).apply((value) => resolve(value as T)));

const NETWORK_DATA = (dns: string[]) => ({
  links: [
    { id: "mgmt0", type: "phy", name: "mgmt0", mtu: 1500, ethernet_mac_address: macOf("one") },
  ],
  networks: [
    {
      id: "management",
      network_id: "management",
      link: "mgmt0",
      type: "ipv4",
      ip_address: "10.0.0.11",
      netmask: "255.255.255.0",
      routes: [{ network: "0.0.0.0", netmask: "0.0.0.0", gateway: "10.0.0.1" }],
    },
  ],
  services: dns.map((address) => ({ type: "dns", address })),
});

describe("a machine that becomes a host", () => {
  it("is known by its controller, inspected, and left as it is until it is known to be the one", async () => {
    const { resources } = await declare();
    assert.deepEqual(resources["Node one"], {
      inputs: {
        driver: "redfish",
        driverInfo: {
          redfish_address: "https://10.0.9.11",
          redfish_username: "root",
          redfish_password: { secret: "hunter22" },
          redfish_verify_ca: "/etc/ironic/bmc-ca.crt",
        },
        bootInterface: "redfish-virtual-media",
        deployInterface: "ramdisk",
        inspectInterface: "redfish",
        properties: { capabilities: "boot_mode:uefi" },
        automatedClean: false,
        inspect: true,
        provisionState: "manageable",
      },
      parent: "Machine one",
      provider: "ironic seed",
      dependencies: [],
      protect: false,
      replaceOnChanges: ["driverInfo.redfish_address"],
    });
  });

  it("is deployed with its name, networks and keys, the private one secret", async () => {
    const { resources } = await declare();
    assert.deepEqual(resources["Deployment one"], {
      inputs: {
        nodeUuid: uuidOf("one"),
        bootIso: "http://10.0.9.5:8080/images/host.iso",
        configDrive: {
          metaData: {
            uuid: "bb3204c2-61e9-4d53-8190-b67b56f2cabb",
            name: "one",
            hostname: "one.test.internal",
            public_keys: { login: "ssh-ed25519 AAlogin" },
          },
          networkData: NETWORK_DATA(["10.0.1.53"]),
          userData: {
            secret:
              '#cloud-config\n{"ssh_keys":{"ed25519_private":"private one-host","ed25519_public":"ssh-ed25519 AAone-host"}}\n',
          },
        },
        installation: "1",
        answersAt: { address: "10.0.0.11", port: 22, seconds: 1800 },
        protected: false,
        adopt: false,
      },
      parent: "BareMetalHost one",
      provider: "ironic seed",
      // Each waits until all machines are known to be those that are declared.
      dependencies: ["Node one", "Node two", "PrivateKey one-host"],
      protect: false,
      replaceOnChanges: [],
    });
  });

  it("takes nothing of other machines, for replacing one of them would redeploy it", async () => {
    const { madeOf, resources } = await declare();
    assert.deepEqual(madeOf["Deployment one"], {
      configDrive: ["PrivateKey one-host"],
      nodeUuid: ["Node one"],
    });
    // Nothing is deployed before all were looked at.
    for (const name of ["Node one", "Node two"]) {
      assert.ok(resources["Deployment one"]?.dependencies.includes(name), name);
    }
  });

  it("is reached by SSH once it answers, by the key that was made for it", async () => {
    const { resources, result } = await declare();
    const way = {
      host: "10.0.0.11",
      port: 22,
      user: "root",
      privateKey: "PRIVATE",
      hostKey: "ssh-ed25519 AAone-host",
      perDialTimeout: 10,
    };
    assert.deepEqual(resources["Command one-up"]?.inputs, {
      connection: { secret: { ...way, dialErrorLimit: 30 } },
      create: "true",
      triggers: ["one-instance"],
      logging: "none",
      addPreviousOutputInEnv: false,
    });
    const [host] = result;
    assert.ok(host);
    const { connection, installation, ...plain } = host;
    assert.deepEqual(plain, {
      name: "one",
      roles: ["compute"],
      addresses: { management: "10.0.0.11" },
      externalInterfaces: {},
    });
    assert.deepEqual(await valueOf(connection), { ...way, dialErrorLimit: 5 });
    assert.equal(await valueOf(installation ?? ""), "one-instance");
  });

  it("has another identity with each installation, for it is not to go on with an earlier one's disk", async () => {
    const uuid = async (installation: number): Promise<unknown> => {
      const { resources } = await declare({ installation });
      const drive = resources["Deployment one"]?.inputs.configDrive as {
        metaData: { uuid: string };
      };
      return drive.metaData.uuid;
    };
    assert.notEqual(await uuid(1), await uuid(2));
    assert.equal(await uuid(2), await uuid(2));
  });

  it("gets a user of its own where one logs in that is not root", async () => {
    const { resources } = await declare({ user: "deploy" });
    const drive = resources["Deployment one"]?.inputs.configDrive as {
      metaData: object;
      userData: { secret: string };
    };
    assert.ok(!("public_keys" in drive.metaData));
    assert.deepEqual(JSON.parse(drive.userData.secret.replace("#cloud-config\n", "")), {
      users: [
        {
          name: "deploy",
          ssh_authorized_keys: ["ssh-ed25519 AAlogin"],
          shell: "/bin/bash",
          sudo: "ALL=(ALL) NOPASSWD:ALL",
        },
      ],
      ssh_keys: { ed25519_private: "private one-host", ed25519_public: "ssh-ed25519 AAone-host" },
    });
  });

  it("is cleaned by the steps of its profile, by the agent and what its BMC has for them", async () => {
    const cleanSteps = [
      { interface: "raid", step: "delete_configuration" },
      { interface: "deploy", step: "erase_devices", args: { erase: "all" } },
    ];
    const { resources } = await declare({ hardware: { ...PLAIN, cleanSteps } });
    const plain = await declare();
    const common = plain.resources["Node one"]?.inputs ?? {};
    const differs = Object.entries(resources["Node one"]?.inputs ?? {}).filter(
      ([name, value]) => !isDeepStrictEqual(value, common[name]),
    );
    const { driverInfo, ...rest } = Object.fromEntries(differs);
    assert.deepEqual(rest, {
      cleanSteps,
      raidInterface: "redfish",
      networkData: NETWORK_DATA([]),
    });
    assert.deepEqual(driverInfo, {
      ...(common.driverInfo as object),
      deploy_kernel: image.agentKernel,
      deploy_ramdisk: image.agentRamdisk,
    });
    assert.deepEqual(
      resources["Deployment one"]?.inputs,
      plain.resources["Deployment one"]?.inputs,
    );
  });

  it("is set up, cleaned and written to as its profile says", async () => {
    const hardware: HardwareProfile = {
      deploy: "direct",
      cleaning: "metadata",
      secureBoot: true,
      rootDevice: { model: "BOSS-N1" },
      bonds: {},
      bios: { ProcVirtualization: "Enabled", LogicalProc: true },
      raid: {
        deleteExisting: true,
        logicalDisks: [
          { size: 400, level: "1", root: true, disks: 2, controller: "RAID.1" },
          { size: "MAX", level: "6", root: false },
        ],
      },
      firmware: [{ component: "bios", url: "https://mirror/bios.bin", wait: 300 }],
    };
    const { resources } = await declare({ hardware });
    const node = resources["Node one"]?.inputs;
    const info = node?.driverInfo as Record<string, unknown>;
    assert.deepEqual(
      [info.deploy_kernel, info.deploy_ramdisk],
      [image.agentKernel, image.agentRamdisk],
    );
    assert.deepEqual(
      [node?.deployInterface, node?.biosInterface, node?.raidInterface, node?.firmwareInterface],
      ["direct", "redfish", "redfish", "redfish"],
    );
    assert.deepEqual([node?.automatedClean, node?.networkData], [true, NETWORK_DATA([])]);
    const plain = await declare();
    const common = plain.resources["Deployment one"]?.inputs ?? {};
    const differs = Object.entries(resources["Deployment one"]?.inputs ?? {}).filter(
      ([name, value]) => !isDeepStrictEqual(value, common[name]),
    );
    assert.deepEqual(Object.fromEntries(differs), {
      imageSource: image.diskImage,
      imageChecksum: image.diskChecksum,
      imageDiskFormat: "raw",
      imageType: "whole-disk",
      rootDevice: { model: "BOSS-N1" },
      capabilities: { secure_boot: "true" },
      deploySteps: [
        {
          interface: "firmware",
          step: "update",
          args: {
            settings: [{ component: "bios", url: "https://mirror/bios.bin", wait: 300 }],
          },
          priority: 190,
        },
        {
          interface: "bios",
          step: "apply_configuration",
          args: {
            settings: [
              { name: "ProcVirtualization", value: "Enabled" },
              { name: "LogicalProc", value: true },
            ],
          },
          priority: 180,
        },
        {
          interface: "raid",
          step: "apply_configuration",
          args: {
            raid_config: {
              logical_disks: [
                {
                  size_gb: 400,
                  raid_level: "1",
                  is_root_volume: true,
                  number_of_physical_disks: 2,
                  controller: "RAID.1",
                },
                { size_gb: "MAX", raid_level: "6", is_root_volume: false },
              ],
            },
            delete_existing: true,
            create_root_volume: true,
            create_nonroot_volumes: true,
          },
          priority: 170,
        },
      ],
    });
  });

  it("is guarded by Pulumi and Ironic where it is protected", async () => {
    const { resources } = await declare({ protect: true });
    const { protected: kept, protectedReason } = resources["Deployment one"]?.inputs ?? {};
    assert.deepEqual([kept, protectedReason], [true, "site.hosts.one.machine.protect"]);
    assert.deepEqual(
      ["Node one", "Deployment one"].map((key) => resources[key]?.protect),
      [true, true],
    );
  });

  it("is adopted with the host key that is known already", async () => {
    const { resources, result } = await declare({ adopt: { hostKey: "ssh-ed25519 AAknown" } });
    assert.equal(resources["Deployment one"]?.inputs.adopt, true);
    const [host] = result;
    assert.ok(host);
    const { hostKey } = await valueOf(host.connection);
    assert.equal(hostKey, "ssh-ed25519 AAknown");
  });

  it("is declared whole in a preview, before anything was looked at", async () => {
    const { resources } = await declare({ preview: true });
    const { nodeUuid, configDrive, bootIso } = resources["Deployment two"]?.inputs ?? {};
    assert.deepEqual([nodeUuid, bootIso], [UNKNOWN, image.bootIso]);
    const { metaData, networkData, userData } = configDrive as Record<string, unknown>;
    assert.deepEqual([metaData, userData], [UNKNOWN, UNKNOWN]);
    assert.notEqual(networkData, UNKNOWN);
    assert.equal(resources["Command two-up"]?.inputs.connection, UNKNOWN);
  });
});
