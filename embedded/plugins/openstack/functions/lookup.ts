import type { Properties, Value } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { FunctionType } from "../../../../providers/server/types";
import type { Body, Cloud } from "../client/cloud";

/** A cloud and the region that the arguments name, or the provider's. */
export interface Ground {
  cloud: Cloud;
  region: string;
}

export type Answer = (args: Properties, ground: Ground) => Promise<Properties>;

/** A function that answers its arguments together with what was found. */
export function lookup(cloud: () => Cloud, answer: Answer): FunctionType {
  return {
    async invoke(args) {
      const region = typeof args.region === "string" ? args.region : cloud().region;
      const found = await answer(args, { cloud: cloud(), region });
      return { outputs: { ...args, ...found, region } };
    },
  };
}

/** The one item; else says what was looked for and how many there are. */
export function only(items: Body[], what: string, args: Properties): Body {
  if (items.length === 1 && items[0]) return items[0];
  const given = Object.entries(args)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(", ");
  throw new ProviderError(
    items.length === 0
      ? `there is no ${what} with ${given || "these arguments"} that one may see`
      : `${items.length} ${what}s fit ${given || "no arguments"}: say more, so that one is meant`,
  );
}

/** Query parameters: OpenStack's name → the argument, left out where it is not given. */
export function query(
  args: Properties,
  names: Readonly<Record<string, string>>,
): Record<string, string | number | boolean | undefined> {
  return Object.fromEntries(
    Object.entries(names).map(([api, name]) => {
      const value = args[name];
      return [api, typeof value === "object" ? undefined : value];
    }),
  );
}

export function list(value: unknown): Value[] {
  return Array.isArray(value) ? (value as Value[]) : [];
}
