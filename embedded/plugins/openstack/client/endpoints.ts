import { ProviderError } from "../../../../providers/server/errors";
import { CatalogEntry, identityBase } from "../../../../providers/openstack/session";

export type Service = "identity" | "network" | "compute" | "volume" | "image";

/** Names of a service in the catalog and in endpointOverrides, the first one preferred. */
const TYPES: Readonly<Record<Service, readonly string[]>> = {
  identity: ["identity"],
  network: ["network"],
  compute: ["compute"],
  volume: ["volumev3", "block-storage", "volume"],
  image: ["image"],
};

/** The version that follows the catalog's address, for the services that leave it out. */
const VERSIONS: Partial<Record<Service, string>> = { network: "v2.0", image: "v2" };

export interface EndpointChoice {
  region?: string;
  /** public, internal or admin. */
  interface: string;
  /** Service type → address, instead of the catalog's. */
  overrides: Readonly<Record<string, string>>;
}

/** The address of a service with its version, without a slash at the end. */
export function endpoint(
  service: Service,
  catalog: CatalogEntry[],
  choice: EndpointChoice,
): string {
  const types = TYPES[service];
  const override = types.map((type) => choice.overrides[type]).find((url) => url);
  return versioned(service, override ?? fromCatalog(types, catalog, choice));
}

function fromCatalog(
  types: readonly string[],
  catalog: CatalogEntry[],
  choice: EndpointChoice,
): string {
  const services = types.flatMap((type) => catalog.filter((entry) => entry.type === type));
  const named = types[0] ?? "";
  if (services.length === 0) {
    const known = catalog.map((entry) => entry.type).sort();
    throw new ProviderError(
      `the cloud has no ${named} service. Its catalog has: ${known.join(", ") || "nothing"}. ` +
        "A token without a project has no catalog: set tenantName or tenantId.",
    );
  }
  const endpoints = services.flatMap((entry) => entry.endpoints);
  const found = endpoints.find(
    (candidate) =>
      candidate.interface === choice.interface &&
      (!choice.region || (candidate.region_id ?? candidate.region) === choice.region),
  );
  if (found) return found.url;
  const offered = endpoints.map(
    (e) => `${e.interface} in ${e.region_id ?? e.region ?? "no region"}`,
  );
  throw new ProviderError(
    `the ${named} service has no ${choice.interface} endpoint in region ` +
      `"${choice.region ?? ""}". It has: ${offered.join(", ") || "none"}. ` +
      "Check region and endpointType.",
  );
}

function versioned(service: Service, url: string): string {
  const bare = url.replace(/\/+$/, "");
  if (service === "identity") return identityBase(bare);
  const version = VERSIONS[service];
  return version === undefined || /\/v[0-9.]+$/.test(bare) ? bare : `${bare}/${version}`;
}
