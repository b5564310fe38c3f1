import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import * as ironic from "../../providers/ironic/sdk";
import type { Host, Role } from "../host";
import { metaData, userData, type Account } from "./config-drive";
import { deployStepsOf } from "./hardware";
import type { Machine } from "./machine";
import { refusal } from "./verify";

/** How hosts are logged in to. */
export interface Login extends Account {
  port: number;
  privateKey: pulumi.Output<string>;
}

export interface BareMetalHostArgs {
  machine: Machine;
  /** Known once all machines are those that are declared: nothing is deployed before. */
  verified: pulumi.Input<boolean>;
  roles: Role[];
  domain: string;
  dnsServers: string[];
  login: Login;
  /** Another one installs the host anew; until then, what else changes waits. */
  installation: number;
  /** For a host that runs already and is taken over as it is: its own key, as "TYPE BASE64". */
  adopt?: { hostKey: string };
  /** Seconds that it may take to start. @default half an hour */
  patience?: number;
}

/** Seconds: large servers take their time to start. */
const PATIENCE = 1800;
/** SSH answers by then, perhaps a while before cloud-init has put the login's key there. */
const PATIENT = { dialErrorLimit: 30, perDialTimeout: 10 };
/** A host that is down is told within a minute. */
const BRISK = { dialErrorLimit: 5, perDialTimeout: 10 };

/** A machine with an operating system, reached by SSH and known by a key that was made for it here. */
export class BareMetalHost extends pulumi.ComponentResource {
  /** Its connection is known once it answers. */
  readonly host: Host;

  constructor(args: BareMetalHostArgs, opts?: pulumi.ComponentResourceOptions) {
    const name = args.machine.host;
    super("openstack-environment:metal:BareMetalHost", name, {}, opts);
    const { addresses, externalInterfaces } = args.machine.args;
    const key = new tls.PrivateKey(`${name}-host`, { algorithm: "ED25519" }, { parent: this });
    const deployment = this.deploy(args, key);
    const connection = (patience: object): command.types.input.remote.ConnectionArgs => ({
      host: addresses.management,
      port: args.login.port,
      user: args.login.user,
      privateKey: args.login.privateKey,
      hostKey: args.adopt?.hostKey ?? publicKeyOf(key),
      ...patience,
    });
    const up = new command.remote.Command(
      `${name}-up`,
      {
        connection: connection(PATIENT),
        create: "true",
        triggers: [deployment.instanceUuid],
        logging: "none",
        addPreviousOutputInEnv: false,
      },
      { parent: this, dependsOn: deployment },
    );
    this.host = {
      name,
      roles: args.roles,
      addresses,
      externalInterfaces,
      connection: up.id.apply(() => connection(BRISK)),
      installation: deployment.instanceUuid,
    };
    this.registerOutputs({});
  }

  private deploy(args: BareMetalHostArgs, key: tls.PrivateKey): ironic.Deployment {
    const { machine, login, domain, installation } = args;
    const publicKey = publicKeyOf(key);
    const { addresses, hardware, image, seed, protect } = machine.args;
    const ramdisk = hardware.deploy === "ramdisk";
    const steps = deployStepsOf(hardware);
    return new ironic.Deployment(
      machine.host,
      {
        nodeUuid: machine.uuid,
        ...(ramdisk
          ? { bootIso: image.bootIso }
          : {
              imageSource: image.diskImage,
              imageChecksum: image.diskChecksum,
              imageDiskFormat: "raw",
              imageType: "whole-disk",
              ...(hardware.rootDevice && { rootDevice: hardware.rootDevice }),
            }),
        ...(hardware.secureBoot && { capabilities: { secure_boot: "true" } }),
        ...(steps.length > 0 && { deploySteps: steps }),
        configDrive: {
          metaData: publicKey.apply((text) =>
            metaData({ name: machine.host, domain, installation }, { publicKey: text }, login),
          ),
          networkData: { ...machine.networkData(args.dnsServers) },
          userData: pulumi.secret(
            pulumi
              .all([key.privateKeyOpenssh, publicKey])
              .apply(([privateKey, text]) => userData({ privateKey, publicKey: text }, login)),
          ),
        },
        installation: String(installation),
        answersAt: {
          address: addresses.management,
          port: login.port,
          seconds: args.patience ?? PATIENCE,
        },
        protected: protect,
        ...(protect && { protectedReason: `site.hosts.${machine.host}.machine.protect` }),
        adopt: args.adopt !== undefined,
      },
      {
        parent: this,
        provider: seed.provider,
        protect,
        // It waits for all machines, and takes nothing of them: were it an input that does, replacing one
        // machine would redeploy the hosts of all.
        dependsOn: pulumi.output(args.verified).apply(() => image.ready),
      },
    );
  }
}

/** Empty where an update of other resources alone (`--target`) has not made the key. */
const publicKeyOf = (key: tls.PrivateKey): pulumi.Output<string> =>
  key.publicKeyOpenssh.apply((text: string | undefined) => (text ?? "").trim());

/**
 * Known once inspection has found every machine to be the one that is declared. Where one is another,
 * the run fails with one message that names all differences.
 */
export function verified(machines: Machine[]): pulumi.Output<boolean> {
  const refused = pulumi.all(machines.map(({ inventory }) => inventory)).apply((found) =>
    refusal(
      machines.map(({ host, args: { bmc, nics, hardware } }, at) => ({
        host,
        bmc: bmc.address,
        nics,
        hardware,
        inventory: found[at] ?? {},
      })),
    ),
  );
  return refused.apply(async (text) => {
    if (text === undefined) return true;
    // An error in the inputs of each host would be shown as often, with a stack: these wait for good.
    await pulumi.log.error(text);
    return new Promise<never>(() => undefined);
  });
}
