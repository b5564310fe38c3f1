import type { types } from "@pulumi/command";
import type { Input } from "@pulumi/pulumi";

/** What a host is for; `seed` is the host that runs Ironic, which is none of the cloud. */
export type Role =
  "controller" | "compute" | "network" | "storage" | "monitoring" | "billing" | "seed";
export type NetworkName = "management" | "api" | "storage" | "tenant";

/** A machine with an operating system and SSH, carrying one or more roles. */
export interface Host {
  name: string;
  roles: Role[];
  /** Its addresses; every host has one on the management network, where it is reached by SSH. */
  addresses: { management: string } & Partial<Record<NetworkName, string>>;
  /** The device without an address that leads to each physical network, by that network's name. */
  externalInterfaces: Record<string, string>;
  /** How its steps connect: key and pinned host key included. */
  connection: Input<types.input.remote.ConnectionArgs>;
  /** Another one once it has been installed anew: then its steps run again. */
  installation?: Input<string>;
}

/** The hosts that carry a role, in the order of the environment. */
export const hostsWith = (hosts: Host[], ...roles: Role[]): Host[] =>
  hosts.filter((host) => roles.some((role) => host.roles.includes(role)));
