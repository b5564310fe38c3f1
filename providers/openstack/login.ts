import { ProviderError } from "../server/errors";
import type { Session } from "./session";

/** Where a service is and what each request carries to be let in. */
export interface Login {
  /** The service's address, without a slash or a version at its end. */
  endpoint(): Promise<string>;
  headers(): Promise<Record<string, string>>;
  /** After a 401: whether it is worth asking again. */
  renew(): Promise<boolean>;
  /** Who is logged in, for messages. */
  who: string;
}

/**
 * By a token of Keystone's; without an endpoint, the catalog says where the service is.
 * @param choice.service its type in the catalog, such as baremetal
 */
export function keystoneLogin(
  session: Session,
  choice: { service: string; endpoint?: string; region?: string; interface: string },
): Login {
  return {
    async endpoint() {
      if (choice.endpoint) return bare(choice.endpoint);
      const catalog = (await session.current()).info.catalog ?? [];
      const endpoints = catalog
        .filter((entry) => entry.type === choice.service)
        .flatMap((entry) => entry.endpoints);
      const found = endpoints.find(
        (one) =>
          one.interface === choice.interface &&
          (!choice.region || (one.region_id ?? one.region) === choice.region),
      );
      if (found) return bare(found.url);
      const offered = endpoints.map((one) => `${one.interface} in ${one.region_id ?? one.region}`);
      throw new ProviderError(
        `the catalog has no ${choice.interface} endpoint of the ${choice.service} service in region ` +
          `"${choice.region ?? ""}"; it has: ${offered.join(", ") || "none"}. ` +
          "Check region and interface, or set endpoint.",
      );
    },
    async headers() {
      return { "X-Auth-Token": (await session.current()).id };
    },
    async renew() {
      await session.replace((await session.current()).id);
      return true;
    },
    who: "the Keystone user",
  };
}

/** An address without a slash or a version at its end. */
export function bare(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v\d+$/, "");
}
