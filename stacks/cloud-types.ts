import type * as pulumi from "@pulumi/pulumi";

/** The running control plane: what the tenants' layer needs to know of it. */
export interface Cloud {
  /** Keystone's address on the VIP, e.g. `https://10.0.1.10:5000/v3`. */
  authUrl: pulumi.Output<string>;
  /** The certificate authority of every API, as PEM. */
  ca: pulumi.Output<string>;
  region: string;
  /** The cloud's administrator. */
  admin: {
    userName: string;
    password: pulumi.Output<string>;
    projectName: string;
    /** Name of the domain of both the user and the project. */
    domainName: string;
  };
  /** Whether the cloud has block storage (Cinder). */
  blockStorage: boolean;
  /** What must stand before the first call: every API, and the agents. */
  ready: pulumi.Resource[];
}
