import type { Amount } from "../rating/types";
import { KINDS, WHOLES, type Kind, type PriceTable, type Whole } from "./types";

/** Where CloudKitty finds what has a price: the meter, and the attribute that tells prices apart. */
interface Priced {
  /** By its alt_name in metrics.yml. */
  meter: string;
  field?: string;
  /** How long a price is for; bandwidth has no duration. @default "hour" */
  per?: "quantity";
}

export const PRICED: Record<Whole | Exclude<Kind, "custom">, Priced> = {
  instance: { meter: "instance", field: "flavor_name" },
  vcpu: { meter: "instance.vcpus" },
  memory: { meter: "instance.memory" },
  volume: { meter: "volume.size", field: "volume_type" },
  snapshot: { meter: "snapshot.size" },
  floatingIp: { meter: "ip.floating" },
  router: { meter: "router" },
  image: { meter: "image.size" },
  bandwidthIn: { meter: "network.incoming.bytes", per: "quantity" },
  bandwidthOut: { meter: "network.outgoing.bytes", per: "quantity" },
};

/** A price of a list, and where CloudKitty has it. */
export interface Price {
  /** Its place in the list: `instance.tiny`, `router`. */
  key: string;
  meter: string;
  field?: string;
  value?: string;
  price: Amount;
  /** The price is for an hour, and for a period as much of it as that is; or it is for the quantity. */
  per: "hour" | "quantity";
}

/** The meter that a name of a price list stands for; a meter that it has no name for stands for itself. */
export const meterOf = (name: string): string =>
  name in PRICED ? PRICED[name as keyof typeof PRICED].meter : name;

/** All prices of a list. */
export function pricesIn(table: Partial<PriceTable>): Price[] {
  const wholes = WHOLES.flatMap((name): Price[] => {
    const price = table[name];
    const { meter, per = "hour" } = PRICED[name];
    return price === undefined ? [] : [{ key: name, meter, price, per }];
  });
  const kinds = KINDS.flatMap((kind) =>
    Object.entries(table[kind] ?? {}).map(([value, price]): Price => {
      const key = `${kind}.${value}`;
      if (kind === "custom") return { key, meter: value, price, per: "hour" };
      const { meter, field } = PRICED[kind];
      return { key, meter, field, value, price, per: "hour" };
    }),
  );
  return [...wholes, ...kinds];
}

/** Of one of its rules: the same attribute of the same meter has one price. */
export const placeOf = ({ meter, field, value }: Omit<Price, "key" | "price" | "per">): string =>
  [meter, field, value].filter((part) => part !== undefined).join("/");
