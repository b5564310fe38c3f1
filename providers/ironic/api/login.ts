import { Session } from "../../openstack";
import { ProviderError } from "../../server";

/** Where Ironic is and what each request carries to be let in. */
export interface Login {
  /** Ironic's address, without a slash at its end. */
  endpoint(): Promise<string>;
  headers(): Promise<Record<string, string>>;
  /** After a 401: whether it is worth asking again. */
  renew(): Promise<boolean>;
  /** Who is logged in, for messages. */
  who: string;
}

/** `auth_strategy = http_basic`, or `noauth` without a user. */
export function basicLogin(endpoint: string, user?: { name: string; password: string }): Login {
  const headers: Record<string, string> = {};
  if (user) {
    const text = Buffer.from(`${user.name}:${user.password}`).toString("base64");
    headers.Authorization = `Basic ${text}`;
  }
  return {
    endpoint: () => Promise.resolve(bare(endpoint)),
    headers: () => Promise.resolve(headers),
    renew: () => Promise.resolve(false),
    who: user ? `user "${user.name}"` : "nobody (the provider has no userName)",
  };
}

/** `auth_strategy = keystone`; without an endpoint, the catalog says where Ironic is. */
export function keystoneLogin(
  session: Session,
  choice: { endpoint?: string; region?: string; interface: string },
): Login {
  return {
    async endpoint() {
      if (choice.endpoint) return bare(choice.endpoint);
      const catalog = (await session.current()).info.catalog ?? [];
      const endpoints = catalog
        .filter((entry) => entry.type === "baremetal")
        .flatMap((entry) => entry.endpoints);
      const found = endpoints.find(
        (one) =>
          one.interface === choice.interface &&
          (!choice.region || (one.region_id ?? one.region) === choice.region),
      );
      if (found) return bare(found.url);
      const offered = endpoints.map((one) => `${one.interface} in ${one.region_id ?? one.region}`);
      throw new ProviderError(
        `the catalog has no ${choice.interface} endpoint of the baremetal service in region ` +
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

function bare(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v1$/, "");
}
