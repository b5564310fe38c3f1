import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PREFIX } from "./leftovers";

/** A machine of these tests, as it is asked for. */
export interface Declared {
  name: string;
  tenant: string;
  network: string;
  /** Its fixed address. */
  address: string;
  /** Whether it has a floating address, too. */
  published: boolean;
  /** The tenant's security group that it is in. */
  group: string;
}

/** A machine that runs. */
export interface Machine extends Declared {
  id: string;
  port: string;
  mac: string;
  /** The compute host that it is on, and what libvirt calls it there. */
  host: string;
  instance: string;
  floating?: string;
  /** What its answers' TTL begins with. */
  ttl: number;
}

/** Engineering and finance have the same addresses, on purpose to the last one. */
export const DECLARED: Declared[] = [
  machine("eng-a", "engineering", "app", "192.168.10.240", "web", true),
  machine("eng-b", "engineering", "app", "192.168.10.241", "web", false),
  machine("fin-a", "finance", "app", "192.168.10.240", "web", true),
  machine("fin-b", "finance", "app", "192.168.10.241", "web", false),
  machine("res-a", "research", "lab", "172.20.0.240", "internal", true),
  machine("res-b", "research", "results", "172.20.1.240", "internal", false),
];

function machine(
  ...[name, tenant, network, address, group, published]: [
    ...[string, string, string, string, string],
    boolean,
  ]
): Declared {
  return { name: `${PREFIX}${name}`, tenant, network, address, group, published };
}

/** TTLs are apart by more than the routers between any two machines. */
export const ttlOf = (at: number): number => 100 + 10 * at;

const GUEST = readFileSync(join(__dirname, "guest.sh"), "utf8");

/** What a machine is given to run. */
export const userData = (ttl: number): string => GUEST.replace("@TTL@", `${ttl}`);
