import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registers it. */
export interface Registered {
  /** Secrets stand as `{ secret: value }`, values that are not known as UNKNOWN. */
  inputs: Record<string, unknown>;
  /** `TYPE NAME` of its parent and of its provider. */
  parent: string;
  provider: string;
  /** `TYPE NAME` of what it depends on, the last part of the type only. */
  dependencies: string[];
  protect: boolean;
  replaceOnChanges: string[];
}

interface Request {
  getType(): string;
  getName(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void;
  };
  getProtect(): boolean;
  getReplaceonchangesList(): string[];
}

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "4dabf18193072939515e22adb298388d";

/**
 * Runs a program on Pulumi's mocks and records what it registers, by `TYPE NAME` with the last part of
 * the type.
 * @param made what providers would answer beside the inputs, by the same names
 */
export async function record<T>(
  program: () => T,
  made: (key: string) => Record<string, unknown>,
  preview = false,
): Promise<{
  result: T;
  resources: Record<string, Registered>;
  /** By `TYPE NAME`: of what resources an input is made, where it is of any. */
  madeOf: Record<string, Record<string, string[]>>;
}> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: `${name}:id`,
        state: { ...(inputs as object), ...made(keyOf(type, name)) },
      }),
      call: () => ({}),
    },
    "openstack-environment",
    "test",
    preview,
  );
  const resources: Record<string, Registered> = {};
  const madeOf: Record<string, Record<string, string[]>> = {};
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: unknown): Promise<void>;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const made: Record<string, string[]> = (madeOf[keyOf(request.getType(), request.getName())] =
      {});
    request.getPropertydependenciesMap().forEach((value, key) => {
      const urns = value.getUrnsList();
      if (urns.length > 0) made[key] = urns.map(keyIn).sort();
    });
    resources[keyOf(request.getType(), request.getName())] = {
      inputs: readable(request.getObject().toJavaScript()) as Record<string, unknown>,
      parent: keyIn(request.getParent()),
      provider: keyIn(request.getProvider().split("::").slice(0, -1).join("::")),
      dependencies: [...new Set(request.getDependenciesList().map(keyIn))].sort(),
      protect: request.getProtect(),
      replaceOnChanges: request.getReplaceonchangesList(),
    };
    return register(request, callback);
  };
  const result = program();
  await pulumi.runtime.disconnect();
  return { result, resources, madeOf };
}

const keyOf = (type: string, name: string): string => `${type.split(":").at(-1)} ${name}`;

function keyIn(urn: string): string {
  const [type = "", name] = urn.split("::").slice(-2);
  return name === undefined ? "" : keyOf(type, name);
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value) return { secret: readable((value as { value?: unknown }).value) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}
