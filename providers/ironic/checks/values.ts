import { isIP } from "node:net";
import type { Value } from "../../server";
import { textOf } from "../../fields/text";

/** Each answers what is wrong with a value, what is allowed and what to write instead. */
type Mistake = (value: Value) => string | undefined;

const found = (value: Value): string => `found ${JSON.stringify(value)}`;

const MAC = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

export const macMistake: Mistake = (value) => {
  const text = textOf(value);
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, "");
  if (MAC.test(text.toLowerCase())) {
    return parseInt(digits.slice(0, 2), 16) & 1
      ? `expected the address of one card, ${found(value)}, which is a multicast address`
      : undefined;
  }
  const meant = digits.length === 12 ? `; write ${digits.match(/../g)?.join(":")}` : "";
  return `expected a MAC address such as 52:54:00:12:34:56, ${found(value)}${meant}`;
};

const SCHEMES = ["http:", "https:", "file:"];

/** An address of an image: Ironic fetches it, so it has to be seen from there. */
export const urlMistake: Mistake = (value) => {
  const text = textOf(value);
  if (isUuid(text) || text.startsWith("glance://")) return undefined;
  if (!URL.canParse(text)) return `expected a URL such as https://images/host.img, ${found(value)}`;
  const { protocol, host, username } = new URL(text);
  if (!SCHEMES.includes(protocol)) {
    return `expected http, https or file before "://", found "${protocol.slice(0, -1)}" in ${JSON.stringify(value)}`;
  }
  if (protocol !== "file:" && host === "")
    return `expected a host after "${protocol}//", ${found(value)}`;
  if (username !== "") return "a user name in a URL is shown by Ironic: leave it out";
  return undefined;
};

/** A BMC: the scheme may be left out, and is https then. */
export const bmcMistake: Mistake = (value) => {
  const text = textOf(value);
  const url = text.includes("://") ? text : `https://${text}`;
  if (!URL.canParse(url) || /\s/.test(text)) {
    return `expected the address of a BMC such as https://10.0.0.70, ${found(value)}`;
  }
  const { protocol, username, pathname } = new URL(url);
  if (!["http:", "https:"].includes(protocol))
    return `expected https before "://", ${found(value)}`;
  if (username !== "")
    return "the user name goes into redfish_username, the password into redfish_password";
  if (pathname.length > 1)
    return `expected no path, ${found(value)}; it goes into redfish_system_id`;
  return undefined;
};

/** An address with its prefix: 10.0.0.5/24, fd00::5/64. */
export const cidrMistake: Mistake = (value) => {
  const [address = "", prefix, ...rest] = textOf(value).split("/");
  const version = isIP(address);
  const wanted = "expected an address with its prefix such as 10.0.0.5/24";
  if (version === 0 || rest.length > 0) return `${wanted}, ${found(value)}`;
  if (prefix === undefined) return `${wanted}, ${found(value)}, which has no prefix`;
  const longest = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) {
    return `expected a prefix from 0 to ${longest}, ${found(value)}`;
  }
  return undefined;
};

export const addressMistake: Mistake = (value) =>
  isIP(textOf(value)) ? undefined : `expected an IP address such as 10.0.0.5, ${found(value)}`;

/** Nova asks for `CUSTOM_` and the class in capitals, so the node's own class has neither. */
export const resourceClassMistake: Mistake = (value) => {
  const text = textOf(value);
  if (/^CUSTOM_/i.test(text)) {
    const bare = text.slice("CUSTOM_".length);
    return (
      `${found(value)}: a flavor asks for resources:CUSTOM_${normal(bare)}, the node itself says ` +
      `"${bare.toLowerCase().replaceAll("_", "-")}"`
    );
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(text)) return undefined;
  return `expected up to 80 letters, digits, "-", "_" or ".", such as baremetal-small, ${found(value)}`;
};

const normal = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

/** The families of standard traits; one that is not among them must be custom. */
const TRAITS = /^(CUSTOM|COMPUTE|HW|MISC|OWNER|STORAGE)_[A-Z0-9_]+$/;

export const traitMistake: Mistake = (value) => {
  const text = textOf(value);
  if (text.length > 255) return `expected at most 255 characters, found ${text.length}`;
  if (TRAITS.test(text)) return undefined;
  return (
    `expected a standard trait such as HW_CPU_X86_VMX or a custom one, ${found(value)}; ` +
    `write CUSTOM_${normal(text).replace(/^CUSTOM_/, "")}`
  );
};

export const traitsMistake: Mistake = (value) => {
  const traits = value as Value[];
  const wrong = traits.flatMap((trait, at) => {
    const mistake = traitMistake(trait);
    return mistake === undefined ? [] : [`[${at}]: ${mistake}`];
  });
  const twice = traits.filter((trait, at) => traits.indexOf(trait) !== at);
  if (twice.length > 0) wrong.push(`each trait once, found twice: ${twice.map(textOf).join(", ")}`);
  if (traits.length > 50) wrong.push(`expected at most 50 traits, found ${traits.length}`);
  return wrong.length > 0 ? wrong.join("; ") : undefined;
};

/** A name that Ironic takes: as in a URL, and not to be taken for a UUID. */
export const nameMistake: Mistake = (value) => {
  const text = textOf(value);
  if (isUuid(text)) return `expected a name, ${found(value)}, which is a UUID`;
  if (/^[A-Za-z0-9._~-]{1,255}$/.test(text)) return undefined;
  return `expected letters, digits, "-", "_", "." or "~", such as rack1-host3, ${found(value)}`;
};

export const uuidMistake: Mistake = (value) =>
  isUuid(textOf(value))
    ? undefined
    : `expected a UUID, ${found(value)}; take the uuid of the resource`;

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Names in the order in which Ironic answers them. */
export function sortedNames(value: Value): Value {
  return Array.isArray(value) ? [...value].sort() : value;
}
