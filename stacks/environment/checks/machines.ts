import { readDevice } from "../../../components/metal/devices";
import type { HardwareProfile, SiteMachine } from "../metal";
import { oneOf, suggest, type Mistake } from "../mistakes";
import type { NetworkName, PartialSite, Site, SiteHost } from "../site";
import type { Checked } from "../structure";

const DEVICE = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,14}$/;
const LAST_VLAN = 4094;

/** What does not fit together between machines, their profiles and the site's networks. */
export function checkMachines({ partial: site, cut }: Checked<Site, PartialSite>): Mistake[] {
  const hosts = Object.entries(site.hosts ?? {});
  const profiles = site.metal?.hardware ?? {};
  return [
    ...Object.entries(profiles).flatMap(([name, profile]) =>
      profileMistakes(`site.metal.hardware.${name}`, profile),
    ),
    ...hosts.flatMap(([name, host]) => {
      const at = `site.hosts.${name}.machine`;
      if (host.machine === undefined) return [];
      const profile = profiles[host.machine.hardware];
      return [
        ...(cut ? [] : declared(at, host.machine, site)),
        ...passwordOnce(`${at}.bmc`, host.machine.bmc),
        ...adoptedOnce(at, host.machine),
        ...nicNames(at, host.machine, profile),
        ...(profile === undefined ? [] : devicesThere(at, host, site, profile)),
      ];
    }),
    ...cardsUsedOnce(hosts),
  ];
}

function profileMistakes(at: string, profile: HardwareProfile): Mistake[] {
  return [...bondMistakes(at, profile), ...rootMistakes(at, profile)];
}

function bondMistakes(at: string, { bonds }: HardwareProfile): Mistake[] {
  const count = Object.keys(bonds).length;
  const names = Array.from({ length: count }, (_, i) => `bond${i}`);
  const misnamed = Object.keys(bonds)
    .filter((bond) => !names.includes(bond))
    .map((bond) => ({
      path: `${at}.bonds.${bond}`,
      problem: "is not what hosts call it: they count their bonds from bond0",
      found: bond,
      allowed: oneOf(names),
      advice: "rename it",
    }));
  const owner = new Map<string, string>();
  const twice = Object.entries(bonds).flatMap(([bond, { links }]) =>
    links.flatMap((link, i) => {
      const other = owner.get(link);
      owner.set(link, bond);
      if (other === undefined) return [];
      return [
        {
          path: `${at}.bonds.${bond}.links[${i}]`,
          problem: `is already part of ${other}`,
          found: link,
          allowed: "a device that no other bond joins",
          advice: "remove it from one of the two",
        },
      ];
    }),
  );
  return [...misnamed, ...twice];
}

function rootMistakes(at: string, { raid }: HardwareProfile): Mistake[] {
  const roots = raid?.logicalDisks.filter(({ root }) => root).length ?? 1;
  if (roots === 1) return [];
  return [
    {
      path: `${at}.raid.logicalDisks`,
      problem: `has ${roots === 0 ? "no volume" : `${roots} volumes`} with root: true`,
      allowed: "exactly one volume for the operating system",
      advice: roots === 0 ? "add root: true to it" : "leave root: true with one of them",
    },
  ];
}

function declared(at: string, machine: SiteMachine, { metal }: PartialSite): Mistake[] {
  if (metal === undefined) {
    return [
      {
        path: at,
        problem: "needs site.metal, which is missing",
        allowed: "a machine where site.metal says how machines become hosts",
        advice: "add site.metal, or remove machine from a host that runs already",
      },
    ];
  }
  const known = Object.keys(metal.hardware ?? {});
  if (known.includes(machine.hardware)) return [];
  return [
    {
      path: `${at}.hardware`,
      problem: "is not in site.metal.hardware",
      found: machine.hardware,
      allowed: oneOf(known),
      advice: suggest(machine.hardware, known, "declare it in site.metal.hardware"),
    },
  ];
}

function passwordOnce(at: string, { password, passwordFile }: SiteMachine["bmc"]): Mistake[] {
  if ((password === undefined) !== (passwordFile === undefined)) return [];
  return [
    {
      path: at,
      problem:
        password === undefined
          ? "has neither password nor passwordFile"
          : "has both password and passwordFile",
      allowed: "one of the two",
      advice:
        password === undefined
          ? "add passwordFile, or set password as a secret: config set --secret --path"
          : "remove one of them",
    },
  ];
}

/** Adopting is for what runs: an installation that comes later makes a host of its own. */
function adoptedOnce(at: string, { adopt, installation }: SiteMachine): Mistake[] {
  if (!adopt || installation === 1) return [];
  return [
    {
      path: `${at}.adopt`,
      problem: `does not go with installation ${installation}, which installs the host anew`,
      found: "true",
      allowed: "adopt: true with installation: 1",
      advice: "remove adopt to have the host installed, or leave installation at 1",
    },
  ];
}

function nicNames(at: string, { nics }: SiteMachine, profile?: HardwareProfile): Mistake[] {
  return Object.keys(nics).flatMap((nic) => {
    const bond = profile?.bonds[nic] !== undefined;
    if (DEVICE.test(nic) && !bond) return [];
    return [
      {
        path: `${at}.nics.${nic}`,
        problem: bond ? "is a bond of the profile" : "is no name for a network card",
        found: nic,
        allowed: "1 to 15 letters, digits, hyphens and underscores, and no bond's or VLAN's name",
        advice: bond ? "name the card otherwise than the bond" : "rename it, e.g. to eno1",
      },
    ];
  });
}

/** Every device that the host is to have, with what wants it, leads to network cards of the machine. */
function devicesThere(
  at: string,
  host: SiteHost,
  site: PartialSite,
  { bonds }: HardwareProfile,
): Mistake[] {
  const nics = Object.keys(host.machine?.nics ?? {});
  const bonded = new Map(
    Object.entries(bonds).flatMap(([bond, { links }]) => links.map((link) => [link, bond])),
  );
  const mistakes = new Map<string, Mistake>();
  const add = (name: string, mistake: Omit<Mistake, "path">): void => {
    mistakes.set(name, mistakes.get(name) ?? { path: `${at}.nics`, ...mistake });
  };
  for (const [link, bond] of bonded) {
    if (nics.includes(link)) continue;
    add(link, {
      problem: `has no ${link}, which ${bond} of the profile joins`,
      allowed: "the MAC address of every card that the host uses",
      advice: `add ${link}: MAC ADDRESS`,
    });
  }
  for (const [device, wanted] of wantedDevices(host, site)) {
    const { parent, vlan } = readDevice(device);
    if (vlan !== undefined && (vlan < 1 || vlan > LAST_VLAN)) {
      add(device, {
        problem: `cannot have ${device}, which ${wanted} names: ${vlan} is no VLAN`,
        allowed: `VLANs from 1 to ${LAST_VLAN}`,
        advice: `correct ${wanted}`,
      });
    } else if (bonds[parent] === undefined && !nics.includes(parent)) {
      add(parent, {
        problem: `has no ${parent}, which ${wanted} names`,
        allowed: "the MAC address of every card that the host uses",
        advice: `add ${parent}: MAC ADDRESS, or a bond of that name to the profile`,
      });
    } else if (bonded.has(parent)) {
      add(parent, {
        problem: `cannot have ${parent} by itself, which ${wanted} names: it is part of ${bonded.get(parent)}`,
        allowed: "a card, or the bond that it is part of",
        advice: `name ${bonded.get(parent)} there, or take ${parent} out of the bond`,
      });
    }
  }
  return [...mistakes.values()];
}

/** The devices of a host, each with the setting that names it. */
function wantedDevices(host: SiteHost, site: PartialSite): [string, string][] {
  const networks = Object.keys(host.addresses).flatMap((name): [string, string][] => {
    const device = site.networks?.[name as NetworkName]?.interface;
    return device === undefined ? [] : [[device, `site.networks.${name}.interface`]];
  });
  const external = Object.entries(host.externalInterfaces).map(
    ([name, device]): [string, string] => [device, `externalInterfaces.${name}`],
  );
  return [...networks, ...external];
}

function cardsUsedOnce(hosts: [string, SiteHost][]): Mistake[] {
  const owner = new Map<string, string>();
  return hosts.flatMap(([name, host]) =>
    Object.entries(host.machine?.nics ?? {}).flatMap(([nic, mac]) => {
      const path = `site.hosts.${name}.machine.nics.${nic}`;
      const other = owner.get(mac);
      owner.set(mac, other ?? path);
      if (other === undefined) return [];
      return [
        {
          path,
          problem: `is already the MAC address of ${other}`,
          found: mac,
          allowed: "a MAC address that no other card has",
          advice: "correct one of the two",
        },
      ];
    }),
  );
}
