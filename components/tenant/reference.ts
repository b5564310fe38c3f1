import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import {
  CREDENTIALS_OUTPUT,
  TENANTS_OUTPUT,
  type TenantCredentials,
  type TenantOutputs,
} from "./outputs";

export interface TenantReferenceArgs {
  /** The environment's stack, e.g. `organization/openstack-environment/prod`. */
  stack: string;
  /** The tenant's name. */
  tenant: string;
}

/** Things of a tenant that have a name. */
type Kind =
  "networks" | "subnets" | "routers" | "securityGroups" | "flavors" | "images" | "externalNetworks";

/** A tenant of another stack, for the programs of app teams: ids by name, and ways to log in. */
export class TenantReference {
  /** All that the environment's stack says about the tenant. */
  readonly outputs: pulumi.Output<TenantOutputs>;
  private readonly credentials: pulumi.Output<TenantCredentials>;

  /** @param name logical name of the stack reference */
  constructor(
    private readonly name: string,
    private readonly args: TenantReferenceArgs,
    private readonly opts?: pulumi.CustomResourceOptions,
  ) {
    const stack = new pulumi.StackReference(name, { name: args.stack }, opts);
    const tenantOf = <T>(output: string): pulumi.Output<T> =>
      stack
        .getOutput(output)
        .apply((tenants: Record<string, T> | undefined) =>
          pick(tenants ?? {}, args.tenant, `stack ${args.stack}`, "tenant"),
        );
    this.outputs = tenantOf<TenantOutputs>(TENANTS_OUTPUT);
    this.credentials = pulumi.secret(tenantOf<TenantCredentials>(CREDENTIALS_OUTPUT));
  }

  /** The id of the tenant's thing of that name. Names that the tenant does not have end the program. */
  id(kind: Kind, name: string): pulumi.Output<string> {
    return this.outputs.apply((outputs) =>
      pick(outputs[kind], name, `${kind} of tenant ${this.args.tenant}`, "entry"),
    );
  }

  /** An application credential of the tenant. Secret. */
  applicationCredential(name: string): pulumi.Output<{ id: string; secret: string }> {
    return this.credentials.apply(({ applicationCredentials }) =>
      pick(applicationCredentials, name, `tenant ${this.args.tenant}`, "application credential"),
    );
  }

  /** A provider that works in the tenant's project by one of its application credentials. */
  provider(credential: string): openstack.Provider {
    const login = this.applicationCredential(credential);
    return new openstack.Provider(
      `${this.name}-${credential}`,
      {
        authUrl: this.outputs.authUrl,
        cacertFile: this.outputs.ca,
        region: this.outputs.region,
        applicationCredentialId: login.id,
        applicationCredentialSecret: login.secret,
        allowReauth: true,
      },
      { parent: this.opts?.parent },
    );
  }
}

function pick<T>(things: Record<string, T>, name: string, where: string, what: string): T {
  const thing = things[name];
  if (thing !== undefined) return thing;
  const names = Object.keys(things);
  throw new pulumi.RunError(
    `There is no ${what} '${name}' in ${where}. ` +
      (names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`),
  );
}
