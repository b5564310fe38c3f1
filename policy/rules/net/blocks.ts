import { isIPv6 } from "node:net";
import { parseAddress } from "../../../components/addresses/ipv4";

/** Addresses from the first to the last, of IPv4 or of IPv6. */
export interface Span {
  six: boolean;
  first: bigint;
  last: bigint;
}

/** A network as it was written, or one address. */
export interface Block extends Span {
  text: string;
  prefix: number;
}

/** @returns undefined for what is no address and no network. Host bits may be set, as Neutron takes it. */
export function blockOf(text: string): Block | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const six = isIPv6(address);
  const value = six ? numberOfSix(address) : numberOfFour(address);
  const bits = six ? 128 : 32;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (value === undefined || rest.length > 0 || prefix < 0 || prefix > bits) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { six, first, last: first + size - 1n, prefix, text };
}

/** The networks among texts. */
export const blocksOf = (texts: string[]): Block[] =>
  texts.map(blockOf).filter((block) => block !== undefined);

/** @returns undefined for what is no range of addresses */
export function spanOf(start: unknown, end: unknown): Span | undefined {
  if (typeof start !== "string" || typeof end !== "string") return undefined;
  const [first, last] = [blockOf(start), blockOf(end)];
  if (first === undefined || last?.six !== first.six) return undefined;
  return { six: first.six, first: first.first, last: last.last };
}

export const overlaps = (a: Span, b: Span): boolean =>
  a.six === b.six && a.first <= b.last && b.first <= a.last;

/** Whether all of the second is in the first. */
export const holds = (a: Span, b: Span): boolean =>
  a.six === b.six && a.first <= b.first && b.last <= a.last;

/** Wider than anything that anybody was ever given: two halves of all addresses are all addresses. */
export const isNearlyAll = ({ six, prefix }: Block): boolean => prefix < (six ? 16 : 8);

function numberOfFour(address: string): bigint | undefined {
  const value = parseAddress(address);
  return value === undefined ? undefined : BigInt(value);
}

function numberOfSix(address: string): bigint {
  const [head = "", tail] = address
    .replace(/%.*$/, "")
    .replace(/[\d.]+\.\d+$/, (four) => {
      const value = parseAddress(four) ?? 0;
      return `${Math.floor(value / 65536).toString(16)}:${(value % 65536).toString(16)}`;
    })
    .split("::");
  const parts = (text: string | undefined) => (text ? text.split(":") : []);
  const [left, right] = [parts(head), parts(tail)];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...(tail === undefined ? [] : zeros), ...right].reduce(
    (value, part) => (value << 16n) | BigInt(`0x${part}`),
    0n,
  );
}
