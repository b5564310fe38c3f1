import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bridge, Lab } from "./plan";
import { Problem } from "./problem";
import { run, tryRun } from "./run";

interface Link {
  ifname: string;
}

/** Makes the bridges, the router's firewall and the kernel settings that are missing. */
export async function connect(lab: Lab): Promise<void> {
  const present = new Set((await links()).map(({ ifname }) => ifname));
  await ipBatch(lab.bridges.flatMap((bridge) => bridgeCommands(bridge, present.has(bridge.name))));
  await run(["nft", "-f", "-"], { input: routing(lab) });
  await tuneKernel(lab);
}

/** The `ip` commands that make a bridge, or set one right that was made halfway. Pure. */
export function bridgeCommands({ name, address, mtu }: Bridge, present: boolean): string[] {
  // Every frame for everyone: group membership is not learned from machines that never ask.
  const make = `link add ${name} mtu ${mtu} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`;
  return [
    ...(present ? [] : [make]),
    ...(address === undefined ? [] : [`address replace ${address} dev ${name}`]),
    `link set ${name} up`,
  ];
}

/** The firewall table of this computer, which is the site's router; replaces itself. Pure. */
export function routing(lab: Pick<Lab, "prefix" | "masqueraded" | "bridges" | "outside">): string {
  const table = tableName(lab.prefix);
  const own = `"${lab.prefix}*"`;
  return `table ip ${table} {}
delete table ip ${table}
table ip ${table} {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr { ${lab.masqueraded.join(", ")} } oifname != ${own} masquerade
  }${guard(lab)}
}
`;
}

/** Of the site, tenants' machines reach the API: neither its other networks nor this computer. */
function guard({ bridges, outside }: Pick<Lab, "bridges" | "outside">): string {
  if (outside === undefined) return "";
  const from = outside.bridges.map((name) => `"${name}"`).join(", ");
  const site = bridges.filter(({ name }) => !outside.bridges.includes(name));
  const dropped = `iifname { ${from} } ip daddr { ${site.map(({ cidr }) => cidr).join(", ")} } drop`;
  return `
  chain forward {
    type filter hook forward priority filter; policy accept;
    ct state established,related accept
    iifname { ${from} } ip daddr ${outside.api} accept
    ${dropped}
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ct state established,related accept
    ${dropped}
    iifname { ${from} } meta l4proto != icmp drop
  }`;
}

/** Removes everything that {@link connect} and the machines' cables made. */
export async function disconnect(prefix: string, folder: string): Promise<void> {
  const own = (await links()).filter(({ ifname }) => ifname.startsWith(prefix));
  // One end of a cable takes the other along, so a link may be gone by its turn.
  await ipBatch(
    own.map(({ ifname }) => `link delete ${ifname}`),
    ["-force"],
  );
  await tryRun(["nft", "delete", "table", "ip", tableName(prefix)]);
  await restoreKernel(folder);
}

/** @throws Problem when a network of the lab is one that this computer is already on */
export async function checkAddresses(lab: Lab): Promise<void> {
  const routes = JSON.parse(await run(["ip", "-4", "-j", "route", "show", "table", "all"])) as {
    dst: string;
    dev?: string;
    type?: string;
  }[];
  const clashes = routes.flatMap(({ dst, dev = "" }) => {
    if (dst === "default" || dev === "lo" || dev.startsWith(lab.prefix)) return [];
    return lab.bridges
      .filter(({ cidr }) => overlap(cidr, dst))
      .map(({ cidr, name }) => ({ cidr, name, dst, dev: dev || "a route" }));
  });
  // Of a device's routes that overlap one network, the widest tells enough.
  const told = clashes.filter(
    (clash) =>
      !clashes.some(
        (other) =>
          other.cidr === clash.cidr && other.dev === clash.dev && isWider(other.dst, clash.dst),
      ),
  );
  if (told.length === 0) return;
  throw new Problem(
    `This computer is already on networks that the lab would make:\n${told.map(({ cidr, name, dst, dev }) => `  ${dst} on ${dev} overlaps the lab's ${cidr} (${name})\n`).join("")}Take them away (ip address, ip route), or give the lab's networks other addresses in Pulumi.lab.yaml. Nothing was changed.`,
  );
}

/** Whether two networks in CIDR form (or single addresses) have an address in common. Pure. */
export function overlap(a: string, b: string): boolean {
  const [first, second] = [span(a), span(b)];
  return first.start <= second.end && second.start <= first.end;
}

const isWider = (a: string, b: string): boolean => {
  const [wide, narrow] = [span(a), span(b)];
  return wide.end - wide.start > narrow.end - narrow.start && overlap(a, b);
};

function span(cidr: string): { start: number; end: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const start = number - (number % size);
  return { start, end: start + size - 1 };
}

export function ipBatch(commands: string[], options: string[] = []): Promise<unknown> {
  const call = ["ip", ...options, "-batch", "-"];
  const input = commands.map((command) => `${command}\n`).join("");
  return options.includes("-force") ? tryRun(call, { input }) : run(call, { input });
}

const tableName = (prefix: string): string => `${prefix}lab`;

async function links(): Promise<Link[]> {
  return JSON.parse((await run(["ip", "-j", "link"])) || "[]") as Link[];
}

/** What the lab needs of this computer's kernel: at least, or exactly where `exact`. */
const KERNEL_SETTINGS = [
  { key: "net/ipv4/ip_forward", value: 1 },
  // Each machine's systemd watches files, and all count as one user's.
  { key: "fs/inotify/max_user_instances", value: 2048 },
  { key: "fs/inotify/max_user_watches", value: 1_048_576 },
  // Frames between machines are none of this computer's firewall's business.
  { key: "net/bridge/bridge-nf-call-iptables", value: 0, exact: true },
  { key: "net/bridge/bridge-nf-call-ip6tables", value: 0, exact: true },
  { key: "net/bridge/bridge-nf-call-arptables", value: 0, exact: true },
];

const record = (folder: string): string => join(folder, "kernel-settings.json");
const setting = (key: string): string => join("/proc/sys", key);

async function tuneKernel({ folder }: Lab): Promise<void> {
  const before = readRecord(folder);
  const changes = KERNEL_SETTINGS.filter(({ key, value, exact }) => {
    if (!existsSync(setting(key))) return false;
    const now = Number(readFileSync(setting(key), "utf8"));
    if (exact ? now === value : now >= value) return false;
    before[key] ??= now;
    return true;
  });
  if (changes.length === 0) return;
  await mkdir(folder, { recursive: true });
  await writeFile(`${record(folder)}.new`, JSON.stringify(before));
  await rename(`${record(folder)}.new`, record(folder));
  for (const { key, value } of changes) await writeFile(setting(key), `${value}`);
}

async function restoreKernel(folder: string): Promise<void> {
  for (const [key, value] of Object.entries(readRecord(folder))) {
    if (existsSync(setting(key))) await writeFile(setting(key), `${value}`);
  }
  await rm(record(folder), { force: true });
}

function readRecord(folder: string): Record<string, number> {
  if (!existsSync(record(folder))) return {};
  return JSON.parse(readFileSync(record(folder), "utf8")) as Record<string, number>;
}
