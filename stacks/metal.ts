import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { utils } from "ssh2";
import type { Host } from "../components/host";
import { BareMetalHost, verified, type Login } from "../components/metal/bare-metal-host";
import { readDevice } from "../components/metal/devices";
import { imageNeeds } from "../components/metal/hardware";
import { HostImage } from "../components/metal/host-image";
import { Machine } from "../components/metal/machine";
import { Seed } from "../components/metal/seed";
import { expandHome } from "../components/tenant/paths";
import type { Environment } from "./environment";
import type { HardwareProfile, Metal, SiteMachine } from "./environment/metal";
import type { SiteHost } from "./environment/site";
import { pinnedKey } from "./known-hosts";

/** The hosts of the environment: those that run already, and those that Ironic makes of machines. */
export function declareHosts(environment: Environment): Host[] {
  const { ssh, hosts, metal } = environment.site;
  const privateKey = read(ssh.privateKeyFile, "site.ssh.privateKeyFile");
  const made = metal ? bareMetalHosts(environment, metal, privateKey) : new Map<string, Host>();
  return Object.entries(hosts).map(
    ([name, host]): Host =>
      made.get(name) ?? {
        name,
        roles: host.roles,
        addresses: host.addresses,
        externalInterfaces: host.externalInterfaces,
        connection: runningHost(host.addresses.management, ssh, privateKey),
      },
  );
}

type Ssh = Environment["site"]["ssh"];

/** The way to a host that runs already. */
function runningHost(address: string, ssh: Ssh, privateKey: string): Host["connection"] {
  return {
    host: address,
    port: ssh.port,
    user: ssh.user,
    privateKey: pulumi.secret(privateKey),
    hostKey: hostKeyOf(address, ssh),
    // A host that is down is told within a minute.
    dialErrorLimit: 5,
    perDialTimeout: 10,
  };
}

function bareMetalHosts(
  { site, cloud }: Environment,
  metal: Metal,
  privateKey: string,
): Map<string, Host> {
  const login: Login = {
    user: site.ssh.user,
    port: site.ssh.port,
    privateKey: pulumi.secret(privateKey),
    publicKey: publicKeyOf(privateKey, site.ssh.privateKeyFile),
  };
  const machines = Object.entries(site.hosts).flatMap(
    ([name, { machine, ...host }]): MachineOf[] => {
      const hardware = machine && metal.hardware[machine.hardware];
      return hardware ? [{ name, host, machine, hardware }] : [];
    },
  );
  const seed = declareSeed({ site, cloud }, metal, privateKey);
  const profiles = machines.map(({ hardware }) => hardware);
  const image = declareImage(seed, metal.image, site.networks, profiles);
  const known = machines.map(
    ({ name, host, machine, hardware }) =>
      new Machine(name, {
        seed,
        image,
        hardware,
        addresses: host.addresses,
        externalInterfaces: host.externalInterfaces,
        networks: site.networks,
        nics: machine.nics,
        bmc: {
          address: machine.bmc.address,
          username: machine.bmc.username,
          password: pulumi.secret(passwordOf(name, machine)),
        },
        protect: machine.protect,
      }),
  );
  const allVerified = verified(known);
  return new Map(
    machines.map(({ name, host, machine }, at) => {
      const deployed = new BareMetalHost({
        machine: known[at] as Machine,
        verified: allVerified,
        roles: host.roles,
        domain: site.domain,
        dnsServers: cloud.dnsServers,
        login,
        installation: machine.installation,
        ...(machine.adopt && {
          adopt: { hostKey: hostKeyOf(host.addresses.management, site.ssh) },
        }),
      });
      return [name, deployed.host];
    }),
  );
}

interface MachineOf {
  name: string;
  host: Omit<SiteHost, "machine">;
  machine: SiteMachine;
  hardware: HardwareProfile;
}

function declareSeed(
  { site: { ssh }, cloud }: Pick<Environment, "site" | "cloud">,
  metal: Metal,
  privateKey: string,
): Seed {
  const { addresses } = metal.seed;
  const { caFile } = metal.bmc;
  return new Seed("seed", {
    host: {
      name: "seed",
      roles: ["seed"],
      addresses: { management: addresses.management },
      externalInterfaces: {},
      connection: runningHost(addresses.management, ssh, privateKey),
    },
    addresses,
    tenants: Object.values(cloud.externalNetworks).map(({ pool }) => pool),
    ...(caFile !== undefined && { bmcCa: read(caFile, "site.metal.bmc.caFile") }),
  });
}

function declareImage(
  seed: Seed,
  { folder, ...recipe }: Metal["image"],
  networks: Environment["site"]["networks"],
  profiles: HardwareProfile[],
): HostImage {
  const layered =
    profiles.some(({ bonds }) => Object.keys(bonds).length > 0) ||
    Object.values(networks).some((network) => readDevice(network.interface).vlan !== undefined);
  // cloud-init makes bonds and VLANs by netplan; what it writes for systemd-networkd itself has neither.
  const packages = [...(recipe.packages ?? []), ...(layered ? ["netplan.io"] : [])];
  return new HostImage("host-image", {
    seed,
    needs: imageNeeds(profiles),
    ...(folder === undefined ? { recipe: { ...recipe, packages } } : { folder }),
  });
}

function passwordOf(name: string, { bmc: { password, passwordFile } }: SiteMachine): string {
  if (password !== undefined) return password;
  return read(passwordFile ?? "", `site.hosts.${name}.machine.bmc.passwordFile`).trim();
}

/** The public half of the key to log in with, which hosts are given. */
function publicKeyOf(privateKey: string, file: string): string {
  const key = utils.parseKey(privateKey);
  if (!(key instanceof Error)) return `${key.type} ${key.getPublicSSH().toString("base64")}`;
  throw new pulumi.RunError(
    `site.ssh.privateKeyFile: ${file} is not a key that can be used (${key.message}). ` +
      "Name a private key without a passphrase, such as ssh-keygen -t ed25519 makes.",
  );
}

function hostKeyOf(address: string, { port, knownHostsFile }: Ssh): string {
  const knownHosts = read(knownHostsFile, "site.ssh.knownHostsFile");
  return pinnedKey(knownHosts, address, port, knownHostsFile);
}

function read(path: string, setting: string): string {
  try {
    return readFileSync(expandHome(path), "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new pulumi.RunError(
      `${setting}: ${path} cannot be read (${reason}). ` +
        "Name a file that exists, or make it first (in the lab, `make up` does).",
    );
  }
}
