import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Certificates } from "./certificates";
import { CERTIFICATE_PLACEHOLDERS, PLACEHOLDER } from "./shown";

/** Every secret of the cloud, in the clear: only ever inside an output that is secret itself. */
export interface Secrets {
  /** Administrator of the cloud. */
  admin: string;
  /** Database users by service. */
  database: Record<string, string>;
  /** Message queue users by service. */
  messageQueue: Record<string, string>;
  /** Service users of the identity service, by service. */
  identity: Record<string, string>;
  /** What joins controllers: Galera's state transfer, Erlang's cookie, the VRRP password. */
  galera: string;
  erlangCookie: string;
  vrrp: string;
  /** Between the metadata agent and Nova. */
  metadata: string;
  /** Horizon's session key. */
  dashboard: string;
  /** Signs what the report service sends, where there is one. */
  webhook?: string;
  /** Keystone's keys by the name of their file, URL-safe base64 of 32 bytes: see {@link keyAges}. */
  fernetKeys: Record<string, string>;
  credentialKeys: Record<string, string>;
  /** PEM. */
  certificates: Certificates;
}

export interface SecretsArgs {
  /** Names of services that have a database user, a message queue user, an identity user. */
  database: string[];
  messageQueue: string[];
  identity: string[];
  /** Whether reports are sent. @default false */
  webhook?: boolean;
  /** How often Keystone's keys were exchanged for new ones. @default 0 */
  keyRotation?: number;
  certificates: pulumi.Input<Certificates>;
}

const byName = <T>(names: string[], make: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, make(name)]));

/**
 * Which key lies in which of Keystone's files after so many rotations; keys are numbered by age. File 0
 * is staged: every host knows it before it becomes the primary, which is the file with the highest
 * number. So hosts may change one after the other, and what one seals, all others open. The primary
 * before it stays for what it sealed.
 */
export function keyAges(rotation: number): Record<string, number> {
  return {
    0: rotation + 1,
    ...(rotation > 0 && { [rotation]: rotation - 1 }),
    [rotation + 1]: rotation,
  };
}

/** What stands for the secrets where a service is shown. */
export function placeholders(args: Omit<SecretsArgs, "certificates">): Secrets {
  const all = (names: string[]): Record<string, string> => byName(names, () => PLACEHOLDER);
  const keys = all(Object.keys(keyAges(args.keyRotation ?? 0)));
  return {
    admin: PLACEHOLDER,
    database: all(args.database),
    messageQueue: all(args.messageQueue),
    identity: all(args.identity),
    galera: PLACEHOLDER,
    erlangCookie: PLACEHOLDER,
    vrrp: PLACEHOLDER,
    metadata: PLACEHOLDER,
    dashboard: PLACEHOLDER,
    ...(args.webhook === true && { webhook: PLACEHOLDER }),
    fernetKeys: keys,
    credentialKeys: keys,
    certificates: CERTIFICATE_PLACEHOLDERS,
  };
}

/** Makes the cloud's passwords and keys once; they stay until their resource is replaced. */
export class CloudSecrets extends pulumi.ComponentResource {
  readonly secrets: pulumi.Output<Secrets>;
  readonly admin: pulumi.Output<string>;
  readonly placeholders: Secrets;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:service:CloudSecrets", name, {}, opts);
    const password = (purpose: string, length = 32): pulumi.Output<string> =>
      new random.RandomPassword(`${name}-${purpose}`, { length, special: false }, { parent: this })
        .result;
    const key = (purpose: string): pulumi.Output<string> =>
      new random.RandomBytes(`${name}-${purpose}`, { length: 32 }, { parent: this }).base64.apply(
        (text) => text.replaceAll("+", "-").replaceAll("/", "_"),
      );

    const repository = (purpose: string): Record<string, pulumi.Output<string>> =>
      Object.fromEntries(
        Object.entries(keyAges(args.keyRotation ?? 0)).map(([file, age]) => {
          // The first two are called by the files that they were first in.
          const number = age < 2 ? 1 - age : age;
          return [file, key(`${purpose}-${number}`)];
        }),
      );

    this.placeholders = placeholders(args);
    this.admin = password("admin");
    this.secrets = pulumi.secret(
      pulumi.output({
        admin: this.admin,
        database: byName(args.database, (service) => password(`database-${service}`)),
        messageQueue: byName(args.messageQueue, (service) => password(`queue-${service}`)),
        identity: byName(args.identity, (service) => password(`identity-${service}`)),
        galera: password("galera"),
        erlangCookie: password("erlang-cookie"),
        // VRRP's password has at most 8 characters.
        vrrp: password("vrrp", 8),
        metadata: password("metadata"),
        dashboard: password("dashboard", 64),
        ...(args.webhook === true && { webhook: password("webhook", 48) }),
        fernetKeys: repository("fernet"),
        credentialKeys: repository("credential"),
        certificates: args.certificates,
      }),
    );
    this.registerOutputs({});
  }
}

/** Every word in the secrets, longest first: what no error message may show. */
export function secretWords(secrets: object): string[] {
  const words: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  collect({ ...secrets, certificates: undefined });
  return [...new Set(words)].sort((a, b) => b.length - a.length || a.localeCompare(b));
}
