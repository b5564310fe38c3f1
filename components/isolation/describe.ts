import type { Hop } from "./paths";
import type { Opening, Reach } from "./prove";

/** Turns an id of the model into what people call it. */
export type Names = (id: string) => string;

/** A way between tenants, hop by hop, and what is open at its end. */
export function describeReach({ from, to, path, open }: Reach, name: Names): string {
  const hops = path.map((hop) => describeHop(hop, name)).join(" → ");
  return `${name(from)} reaches ${name(to)} by ${hops}; ${describeOpenings(open, name)}`;
}

function describeHop(hop: Hop, name: Names): string {
  if ("network" in hop) return `network ${name(hop.network)}`;
  const route = hop.by && ` (its route ${hop.by.destination} by ${hop.by.nextHop})`;
  return `router ${name(hop.router)}${route ?? ""}`;
}

function describeOpenings(open: Opening[], name: Names): string {
  if (open.length === 0)
    return "only security groups, which their owner may change, are in between";
  const each = open.map((opening) => `${describePorts(opening)} (${name(opening.by)})`);
  return `open there: ${each.join(", ")}`;
}

/** `tcp 80`, `udp 8000-8080`, `everything`. */
export function describePorts({ protocol, ports }: Omit<Opening, "by">): string {
  if (protocol === "any") return "everything";
  if (ports === undefined) return protocol;
  return `${protocol} ${ports.min === ports.max ? ports.min : `${ports.min}-${ports.max}`}`;
}
