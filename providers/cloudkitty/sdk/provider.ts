// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface ProviderArgs {
  /** Keystone's address, such as https://10.0.1.10:5000/v3. */
  authUrl: pulumi.Input<string>;
  /** The user: prices and modules are an administrator's. */
  userName?: pulumi.Input<string>;
  /** The user's password. */
  password?: pulumi.Input<string>;
  /**
   * The user's domain.
   * @default Default
   */
  userDomainName?: pulumi.Input<string>;
  /** The project to log in to. */
  projectName?: pulumi.Input<string>;
  /**
   * The project's domain.
   * @default the user's
   */
  projectDomainName?: pulumi.Input<string>;
  /** The id of an application credential, instead of a user. */
  applicationCredentialId?: pulumi.Input<string>;
  /** Its secret. */
  applicationCredentialSecret?: pulumi.Input<string>;
  /**
   * CloudKitty's address, such as https://10.0.1.10:8889.
   * @default the rating service of Keystone's catalog
   */
  endpoint?: pulumi.Input<string>;
  /**
   * The region in Keystone's catalog.
   * @default the first
   */
  region?: pulumi.Input<string>;
  /**
   * The interface in Keystone's catalog.
   * One of public, internal, admin.
   * @default "public"
   */
  interface?: pulumi.Input<string>;
  /**
   * The authorities to trust: PEM, or a file of it.
   * @default those of the computer
   */
  caCert?: pulumi.Input<string>;
  /** Whether to take any certificate. */
  insecure?: pulumi.Input<boolean>;
  /**
   * The command by which pyscripts are compiled and tried: a Python as CloudKitty's own, which is given "-I -" and a program on its standard input. On the billing host it is ["ssh", "billing", "python3"].
   * @default ["python3"]
   */
  python?: pulumi.Input<pulumi.Input<string>[]>;
}

/** How CloudKitty is reached: with a token of Keystone. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, options?: pulumi.ResourceOptions) {
    // The SDK hands over strings only: what is none goes as JSON.
    const { insecure, python, ...texts } = args;
    const others = { insecure: json(insecure), python: json(python) };
    super("cloudkitty", name, { ...texts, ...others }, options);
  }
}

function json(value: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.jsonStringify(value);
}
