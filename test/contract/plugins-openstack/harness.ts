import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../../embedded/engine/types";
import { openstack } from "../../../embedded/plugins/openstack/provider";
import { check as checkByTable } from "../../../providers/server/resources";
import type {
  CheckResult,
  Provider,
  ResourceContext,
  ResourceType,
} from "../../../providers/server/types";

export interface Official {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

function load<T>(file: string): T {
  return JSON.parse(readFileSync(join(__dirname, file), "utf8")) as T;
}

/** What @pulumi/openstack 3.15.2 stored, by type. */
export const officialState = load<Record<string, Official[]>>("official-state.json");

/** Which changes it makes in place and which by replacement, by type. */
export const officialReplace =
  load<Record<string, { replace: string[]; inPlace: string[]; secret: string[] }>>(
    "official-replace.json",
  );

export async function providerFor(config: object): Promise<Provider> {
  const provider = openstack();
  await provider.configure?.(config as Properties);
  return provider;
}

export function typeOf(provider: Provider, token: string): ResourceType {
  const type = provider.resources[token];
  if (!type) throw new Error(`no type ${token}`);
  return type;
}

export function context(token: string): ResourceContext {
  const silent = (): void => undefined;
  return {
    urn: `urn:pulumi:test::test::${token}::it`,
    name: "it",
    type: token,
    timeoutSeconds: 0,
    signal: new AbortController().signal,
    log: { debug: silent, info: silent, warning: silent, progress: silent },
  };
}

export function check(
  type: ResourceType,
  inputs: Properties,
  oldInputs: Properties = {},
): Promise<CheckResult> {
  return checkByTable(type, { urn: "urn", name: "it", inputs, oldInputs });
}

/** What the program gave: the inputs without what defaults filled in. */
export function given(inputs: Properties): Properties {
  const filled = new Set((inputs.__defaults as string[] | undefined) ?? []);
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) =>
      name === "__defaults" || filled.has(name) ? [] : [[name, bare(value)]],
    ),
  );
}

function bare(value: Properties[string]): Properties[string] {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return given(value);
}
