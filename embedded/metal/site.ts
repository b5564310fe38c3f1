import { join } from "node:path";
import { imageNeeds, type ImageNeeds as AllNeeds } from "../../components/metal/hardware";
import type { Environment } from "../../stacks/environment";
import { bmcNetwork, planRoom, type Given, type Room } from "./bmc/plan";
import { planLab, type Bridge, type Lab, type Machine } from "./plan";
import { Problem } from "./problem";

/** A lab some of whose hosts are metal first: Ironic, on the seed, makes hosts of machines. */
export interface MetalLab {
  /** The machines that this computer boots itself: the seed, and hosts that run already. */
  lab: Lab;
  room: Room;
  /** What the room's machines are to become. */
  hosts: Machine[];
  seed: Machine;
  /** Where the seed sees the images, which the lab builds; without it the seed builds them. */
  images?: { folder: string; needs: ImageNeeds };
}

/** What is built besides the boot medium. */
export type ImageNeeds = Pick<AllNeeds, "disk" | "agent">;

/** The folder of this computer with what the seed serves to controllers and agents. */
export const imagesFolder = ({ folder }: Pick<Lab, "folder">): string => join(folder, "images");

/**
 * What an environment with `site.metal` becomes on this computer. Pure.
 * @returns undefined for one without
 * @throws Problem for what the lab cannot be
 */
export function planMetal(
  environment: Pick<Environment, "site" | "cloud">,
  prefix: string,
  folder: string,
): MetalLab | undefined {
  const { metal, hosts, networks } = environment.site;
  if (metal === undefined) return undefined;
  const plan = planLab(environment, prefix, folder);
  const isMetal = ({ name }: Machine): boolean => hosts[name]?.machine !== undefined;
  const network = bmcNetwork(prefix, metal.bmc.cidr);
  const images = metal.image.folder;
  const seed = planSeed(plan, network, networks.management.interface, metal.seed.addresses);
  if (images !== undefined) seed.folders = { [images]: imagesFolder(plan) };
  const bare = plan.machines.filter(isMetal);
  const own = plan.machines.filter((machine) => !isMetal(machine));
  const given = Object.fromEntries(
    bare.map((machine) => [machine.name, give(environment, machine)]),
  );
  const profiles = Object.values(hosts).flatMap(
    ({ machine }) => (machine && metal.hardware[machine.hardware]) ?? [],
  );
  const { disk, agent } = imageNeeds(profiles);
  return {
    lab: { ...plan, machines: [seed, ...own], bridges: [...plan.bridges, network] },
    room: planRoom({ ...plan, machines: bare }, metal.bmc.cidr, undefined, given),
    hosts: bare.map((machine) => ({ ...machine, deployed: true })),
    seed,
    ...(images !== undefined && {
      images: {
        folder: images,
        needs: { disk, agent },
      },
    }),
  };
}

function planSeed(
  plan: Lab,
  network: Bridge,
  device: string,
  addresses: { management: string; bmc: string },
): Machine {
  if (plan.machines.some(({ name }) => name === "seed")) {
    throw new Problem(
      "A host of the environment is called seed, as the lab's host that runs Ironic is. Give it another name.",
    );
  }
  const [management] = plan.bridges;
  const card = (inside: string, bridge: Bridge | undefined, address: string) => ({
    device: inside,
    cable: `${plan.prefix}seed-${inside}`.slice(0, 15),
    bridge: bridge?.name ?? "",
    address: `${address}/${bridge?.cidr.split("/")[1] ?? ""}`,
    mtu: bridge?.mtu ?? 1500,
  });
  return {
    name: "seed",
    management: addresses.management,
    label: `${plan.prefix}seed`,
    cards: [card(device, management, addresses.management), card("bmc0", network, addresses.bmc)],
  };
}

/** What the environment says of a machine. @throws Problem for cards that the lab has no cable for */
function give({ site }: Pick<Environment, "site">, { name, cards }: Machine): Given {
  const machine = site.hosts[name]?.machine;
  const profile = machine && site.metal?.hardware[machine.hardware];
  if (!machine || !profile) throw new Problem(`${name} has no hardware profile.`);
  const cabled = cards.map(({ device }) => device).sort();
  const named = Object.keys(machine.nics).sort();
  if (cabled.join() !== named.join()) {
    throw new Problem(
      `The lab gives ${name} one card for each of its networks: ${cabled.join(", ")}. The environment names ${named.join(", ")} in nics. Name those of the networks; there are no bonds and VLANs in the lab.`,
    );
  }
  return {
    bmc: machine.bmc.address,
    macs: machine.nics,
    hardware: {
      cpus: profile.cpus ?? 2,
      memoryGiB: profile.memory ?? 4,
      diskGiB: profile.disk ?? 16,
    },
  };
}
