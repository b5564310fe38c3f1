// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
import * as pulumi from "@pulumi/pulumi";

export interface ProviderArgs {
  /**
   * Ironic's address, such as https://10.0.0.60:6385.
   * @default the baremetal service of Keystone's catalog
   */
  endpoint?: pulumi.Input<string>;
  /** The user: of Keystone where authUrl is set, else of Ironic's http_basic. */
  userName?: pulumi.Input<string>;
  /** The user's password. */
  password?: pulumi.Input<string>;
  /** Keystone's address, such as https://10.0.1.10:5000/v3, where Ironic asks for its tokens. */
  authUrl?: pulumi.Input<string>;
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
  /** Whether to log in to the whole system, not to a project. */
  systemScope?: pulumi.Input<boolean>;
  /** The id of an application credential, instead of a user. */
  applicationCredentialId?: pulumi.Input<string>;
  /** Its secret. */
  applicationCredentialSecret?: pulumi.Input<string>;
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
   * The version of the API to use, such as 1.96.
   * @default 1.96, or the newest that the service has
   */
  microversion?: pulumi.Input<string>;
}

/** How Ironic is reached: by http_basic (endpoint, userName, password), or with a token of Keystone (authUrl and a user or an application credential). */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    // The SDK hands over strings only: what is none goes as JSON.
    const { systemScope, insecure, ...texts } = args;
    const others = { systemScope: json(systemScope), insecure: json(insecure) };
    super("ironic", name, { ...texts, ...others }, options);
  }
}

function json(value: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.jsonStringify(value);
}
