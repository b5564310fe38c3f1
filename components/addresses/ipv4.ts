/** IPv4 addresses and networks as plain numbers, with errors that suggest the fix. */

/** A network: its first address and its prefix length. `base` has no host bits set. */
export interface Cidr {
  base: number;
  prefix: number;
}

/** An inclusive range of addresses. */
export interface Range {
  first: number;
  last: number;
}

/** The number of an address in dotted form, or undefined when it is none. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const byte = Number(part);
    // A leading zero reads as octal elsewhere: refuse what two programs may read differently.
    if (byte > 255 || part !== String(byte)) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

/** The dotted form of an address. */
export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.base)}/${cidr.prefix}`;
}

/** How many addresses a network of this prefix length has. */
export function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** The network of this prefix length that holds the address. */
export function networkOf(address: number, prefix: number): Cidr {
  return { base: address - (address % size(prefix)), prefix };
}

/**
 * Reads "address/prefix". `exact` says whether the address was the network's first one; when it
 * was not, `cidr` is the network that was probably meant.
 */
export function readCidr(text: string): { cidr: Cidr; exact: boolean } | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const address = parseAddress(match[1] ?? "");
  const prefix = Number(match[2]);
  if (address === undefined || prefix > 32) return undefined;
  const cidr = networkOf(address, prefix);
  return { cidr, exact: cidr.base === address };
}

/**
 * A network that is known to be well formed.
 * @throws Error when it is not: check with {@link readCidr} what people wrote.
 */
export function parseCidr(text: string): Cidr {
  const read = readCidr(text);
  if (!read?.exact) throw new Error(`'${text}' is not an IPv4 network`);
  return read.cidr;
}

/** All addresses of a network. */
export function rangeOf(cidr: Cidr): Range {
  return { first: cidr.base, last: cidr.base + size(cidr.prefix) - 1 };
}

export function contains(cidr: Cidr, address: number): boolean {
  const { first, last } = rangeOf(cidr);
  return first <= address && address <= last;
}

/** Whether a host can have the address: in the network, and neither its first nor its last. */
export function usable(cidr: Cidr, address: number): boolean {
  if (cidr.prefix >= 31) return contains(cidr, address);
  const { first, last } = rangeOf(cidr);
  return first < address && address < last;
}

/** The addresses that hosts can have. */
export function usableRange(cidr: Cidr): Range {
  const { first, last } = rangeOf(cidr);
  return cidr.prefix >= 31 ? { first, last } : { first: first + 1, last: last - 1 };
}

/** The first address of a well-formed network that hosts can have: Neutron's gateway where none is named. */
export const firstHost = (cidr: string): string =>
  formatAddress(usableRange(parseCidr(cidr)).first);

export function overlap(a: Range, b: Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}
