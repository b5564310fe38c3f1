import type { Host, HostFile } from "../host";
import type { Certificates } from "./certificates";
import type { Place, Port, Service } from "./service";

/** Stands where a secret is in what is shown. */
export const PLACEHOLDER = "[secret]";

/** Stands for certificates, which are unknown at the first preview, and of which the key alone is secret. */
export const CERTIFICATE_PLACEHOLDERS: Certificates = {
  ca: "[certificate]",
  server: "[certificate]",
  serverKey: PLACEHOLDER,
};

/** A service as the program shows it before anything runs: what policies judge. It holds no secret. */
export interface Shown {
  service: string;
  units: string[];
  /** The ports that it opens, and who may reach them. */
  ports: Port<string>[];
  hosts: ShownHost[];
}

export interface ShownHost {
  name: string;
  /** On the management network. */
  address: string;
  files: ShownFile[];
}

/** A file of the service; the content is left out of code, which no rule reads. */
export type ShownFile = Required<Omit<HostFile, "content">> & { content?: string };

/** Where our own scripts and certificates are: the same on each host, and nothing that is configured. */
const CODE = "/usr/local/";

/**
 * Renders a service as for its hosts, with placeholders for secrets: so none can be in what is shown,
 * not even as part of something else.
 */
export function shown<S extends { hosts: Host[] }, X>(
  service: Service<S, X, string>,
  site: S,
  peers: Host[],
  placeholders: X,
): Shown {
  const fileOf = ({ path, content, mode = "0644", owner = "root", group = owner }: HostFile) => ({
    path,
    mode,
    owner,
    group,
    ...(path.startsWith(CODE) ? {} : { content }),
  });
  return {
    service: service.name,
    units: service.units,
    ports: service.ports ?? [],
    hosts: peers.map((host) => {
      const place: Place<S, X> = { site, host, peers, secrets: placeholders };
      return {
        name: host.name,
        address: host.addresses.management,
        files: (service.files?.(place) ?? []).map(fileOf),
      };
    }),
  };
}
