import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as ironic from "../../providers/ironic/sdk";
import { Step, type Host } from "../host";
import { CloudCertificates } from "../service/certificates";
import { Deployment } from "../service/deployment";
import { CERTIFICATE_PLACEHOLDERS, PLACEHOLDER, Readiness } from "../service/shown";
import type { AddressRange } from "../host/firewall";
import { imagesServer, imagesUrl } from "./images-server";
import { BMC_CA, IRONIC_USER, ironicService, ironicUrl } from "./ironic";
import { seedReadiness, type SeedNetwork, type SeedSecrets, type SeedSite } from "./seed-site";

export interface SeedArgs {
  /** The host that runs Ironic: Debian 13 with SSH. Its roles play no part. */
  host: Host;
  /** Its addresses: where Ironic answers this program and agents, and where controllers fetch media. */
  addresses: Record<SeedNetwork, string>;
  /** PEM of the authority that signed the controllers' certificates. @default they are not verified */
  bmcCa?: string;
  /** Kernel arguments of Ironic's agent. @default the screen and the first serial line are its console */
  agentArguments?: string[];
  /** Addresses that tenants' machines have outside. @default none */
  tenants?: AddressRange[];
}

const AGENT_ARGUMENTS = ["nofb", "nomodeset", "console=tty0", "console=ttyS0,115200"];

/**
 * Ironic by itself on a host: API and conductor in one process, and the web server of its media. Both are
 * services by the contract of all others; only the site that they are rendered from is another.
 */
export class Seed extends pulumi.ComponentResource {
  readonly host: Host;
  /** Ironic's address, for this program: https://MANAGEMENT:6385. */
  readonly endpoint: string;
  readonly userName = IRONIC_USER;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** PEM of the authority that signed Ironic's certificate. */
  readonly ca: pulumi.Output<string>;
  /** Where controllers fetch images: http://BMC:8080/images. */
  readonly imagesUrl: string;
  /** Where agents fetch images, which are on the management network: http://MANAGEMENT:8080/images. */
  readonly agentImagesUrl: string;
  /** What nodes are to have as `redfish_verify_ca`: a file on the seed, or false without {@link SeedArgs.bmcCa}. */
  readonly redfishVerifyCa: string | false;
  /** The steps after which Ironic answers. */
  readonly ready: pulumi.Resource[];
  /** Reaches this Ironic, and waits until it answers. */
  readonly provider: ironic.Provider;

  constructor(name: string, args: SeedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:metal:Seed", name, {}, opts);
    const { addresses, bmcCa, agentArguments = AGENT_ARGUMENTS, tenants = [] } = args;
    const parent = { parent: this };
    // Services are on hosts by their role: the seed has this one for them, whatever it is else.
    this.host = { ...args.host, roles: ["seed"] };
    this.endpoint = ironicUrl(addresses.management);
    this.imagesUrl = imagesUrl(addresses.bmc);
    this.agentImagesUrl = imagesUrl(addresses.management);
    this.redfishVerifyCa = bmcCa === undefined ? false : BMC_CA;

    const login = new random.RandomPassword(
      `${name}-password`,
      { length: 32, special: false },
      parent,
    );
    this.password = login.result;
    const certificates = new CloudCertificates(
      name,
      { dnsNames: [this.host.name], ipAddresses: [addresses.management] },
      parent,
    );
    this.ca = certificates.ca;

    const site: SeedSite = { hosts: [this.host], addresses, bmcCa, agentArguments, tenants };
    const secrets: pulumi.Output<SeedSecrets> = pulumi.secret(
      pulumi.output({ passwordHash: login.bcryptHash, certificates: certificates.all }),
    );
    const placeholders: SeedSecrets = {
      passwordHash: PLACEHOLDER,
      certificates: CERTIFICATE_PLACEHOLDERS,
    };
    const services = [ironicService, imagesServer];
    const readiness = seedReadiness(site, services);
    new Readiness(
      `${name}-readiness`,
      { hosts: [this.host], files: () => readiness.files ?? [] },
      parent,
    );
    const host = new Step(`${name}-host`, { host: this.host, content: readiness }, parent);
    this.ready = services.flatMap(
      (service) =>
        new Deployment(
          `${name}-${service.name}`,
          {
            service,
            site,
            secrets,
            placeholders,
            hosts: { [this.host.name]: host },
            startAfter: [host],
          },
          parent,
        ).ready,
    );
    this.provider = new ironic.Provider(
      name,
      {
        endpoint: this.endpoint,
        userName: this.userName,
        password: this.password,
        caCert: this.ca,
      },
      { parent: this, dependsOn: this.ready },
    );
    this.registerOutputs({});
  }
}
