import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registers it. */
export interface Declared {
  type: string;
  /** Secrets stand as `{ secret: value }`. */
  inputs: Record<string, unknown>;
  /** Logical name of the parent. */
  parent: string;
  /** Logical name of the explicit provider. */
  provider: string;
  /** Logical names of what it depends on. */
  dependencies: string[];
  deleteBeforeReplace: boolean;
}

interface Recording<T> {
  result: T;
  /** By logical name. */
  resources: Record<string, Declared>;
}

/** What the SDK sends to register a resource, as far as it is looked at here. */
interface Request {
  getType(): string;
  getName(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
  getDeletebeforereplace(): boolean;
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/**
 * Runs a program on Pulumi's mocks and records what it registers.
 * @param stackOutputs outputs of every stack that it refers to; `tenantCredentials` is a secret one
 */
export async function record<T>(
  program: () => T | Promise<T>,
  stackOutputs: Record<string, unknown> = {},
): Promise<Recording<T>> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => ({
        id: `${name}:id`,
        state:
          type === "pulumi:pulumi:StackReference"
            ? { name, outputs: stackOutputs, secretOutputNames: ["tenantCredentials"] }
            : { ...made(type, name), ...(inputs as object) },
      }),
      call: ({ inputs }) => {
        const { name } = inputs as { name: string };
        return { id: `role:${name}`, name };
      },
    },
    "openstack-environment",
    "lab",
  );
  const resources: Record<string, Declared> = {};
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: unknown): Promise<void>;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    resources[request.getName()] = declared(request);
    return register(request, callback);
  };
  const result = await program();
  await pulumi.runtime.disconnect();
  return { result, resources };
}

/** The plain value of an output, and whether it is secret. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
  const value = await new Promise<T>((resolve) => {
    output.apply((known) => resolve(known));
  });
  return { value, secret: await pulumi.isSecret(output) };
}

/** What a provider would give beside the inputs. */
function made(type: string, name: string): Record<string, unknown> {
  if (type === "random:index/randomPassword:RandomPassword") {
    return { result: `${name}:password`, bcryptHash: `${name}:hash` };
  }
  if (type === "random:index/randomBytes:RandomBytes") return { base64: `${name}:bytes` };
  if (type === "tls:index/privateKey:PrivateKey") return { privateKeyPem: `${name}:key` };
  if (type === "tls:index/certRequest:CertRequest") return { certRequestPem: `${name}:request` };
  if (/^tls:.*Cert$/.test(type)) return { certPem: `${name}:certificate` };
  if (type.endsWith("networking/network:Network")) return { tenantId: "owner" };
  if (type.endsWith(":FloatingIp")) return { address: "198.51.100.100" };
  if (type.endsWith(":Port")) return { allFixedIps: ["192.168.10.5"] };
  if (type.endsWith(":ApplicationCredential")) return { secret: `${name}:secret` };
  return {};
}

function declared(request: Request): Declared {
  return {
    type: request.getType(),
    inputs: readable(request.getObject().toJavaScript()) as Record<string, unknown>,
    parent: nameIn(request.getParent()),
    // A reference is the provider's URN, "::" and its id.
    provider: nameIn(request.getProvider().split("::").slice(0, -1).join("::")),
    dependencies: [...new Set(request.getDependenciesList().map(nameIn))].sort(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
  };
}

function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return { secret: readable((value as { value?: unknown }).value) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}
