import * as pulumi from "@pulumi/pulumi";
import type { Host, HostFile } from "../host";
import { FIREWALL_UNIT } from "../host/firewall";
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
  return {
    service: service.name,
    units: service.units,
    ports: service.ports ?? [],
    hosts: peers.map((host) => {
      const place: Place<S, X> = { site, host, peers, secrets: placeholders };
      return shownHost(host, service.files?.(place) ?? []);
    }),
  };
}

const shownHost = ({ name, addresses }: Host, files: HostFile[]): ShownHost => ({
  name,
  address: addresses.management,
  files: files.map(({ path, content, mode = "0644", owner = "root", group = owner }) => ({
    path,
    mode,
    owner,
    group,
    ...(path.startsWith(CODE) ? {} : { content }),
  })),
});

/**
 * What hosts have before any service, in the same form: their firewall above all. It has no children;
 * the steps that bring it to hosts are secret, and stay where they are in the program.
 */
export class Readiness extends pulumi.ComponentResource {
  /** @param files what a host has, rendered with placeholders */
  constructor(
    name: string,
    args: { hosts: Host[]; files: (host: Host) => HostFile[] },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const shown: Shown = {
      service: "host",
      units: [FIREWALL_UNIT],
      ports: [{ port: 22, protocol: "tcp", from: ["management"] }],
      hosts: args.hosts.map((host) => shownHost(host, args.files(host))),
    };
    // A type of its own would have CrossGuard unpack everything once more for each rule on services.
    super("openstack-environment:service:Deployment", name, { ...shown }, opts);
    this.registerOutputs({});
  }
}
