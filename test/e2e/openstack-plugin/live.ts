import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import { openstack } from "../../../embedded/plugins/openstack/provider";
import { check } from "../../../providers/server/resources";
import type {
  CheckResult,
  FunctionContext,
  Provider,
  ResourceContext,
  ResourceType,
} from "../../../providers/server/types";

export async function providerWith(config: Properties): Promise<Provider> {
  const provider = openstack();
  await provider.configure?.(config);
  return provider;
}

/** A resource of the cloud, and what Pulumi's engine does to it by the plugin. */
export class Live {
  private constructor(
    private readonly provider: Provider,
    readonly type: string,
    readonly id: string,
    /** What the program says. */
    readonly program: Properties,
    private inputs: Properties,
    public outputs: Properties,
  ) {}

  static async create(provider: Provider, type: string, program: Properties): Promise<Live> {
    const { inputs, failures } = await checked(provider, type, program);
    assert.deepEqual(failures, []);
    const made = await typeOf(provider, type).create({ ...context(type), inputs });
    return new Live(provider, type, made.id, program, inputs, made.outputs);
  }

  /** A refresh finds what the state has, and there is nothing to do. */
  async isStill(): Promise<void> {
    const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs };
    const found = await this.resource.read?.({ ...this.context, ...request, importing: false });
    assert.ok(found, "a refresh does not find it");
    assert.deepEqual(timeless(found.outputs), timeless(this.outputs));
    assert.deepEqual(found.inputs, this.inputs);
    const diff = await this.resource.diff?.({ urn: "urn", ...request, inputs: this.inputs });
    assert.deepEqual(diff?.detailed, {});
  }

  /** The same resource with other inputs, as an update leaves it. */
  async change(changes: Properties): Promise<Live> {
    const program = { ...this.program, ...changes };
    const { inputs, failures } = await checked(this.provider, this.type, program, this.inputs);
    assert.deepEqual(failures, []);
    const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs, inputs };
    const diff = await this.resource.diff?.({ urn: "urn", ...request });
    assert.deepEqual(diff?.replaces, [], "it would be replaced");
    assert.deepEqual(topLevel(diff?.detailed ?? {}), Object.keys(changes).sort());
    const outputs = await this.resource.update?.({ ...this.context, ...request });
    assert.ok(outputs, "it cannot be updated");
    return new Live(this.provider, this.type, this.id, program, inputs, outputs);
  }

  /** What takes the place of this one where `changes` can only be had by a replacement. */
  async replace(changes: Properties, deleteFirst = false): Promise<Live> {
    const program = { ...this.program, ...changes };
    const { inputs } = await checked(this.provider, this.type, program, this.inputs);
    const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs, inputs };
    const diff = await this.resource.diff?.({ urn: "urn", ...request });
    assert.deepEqual(diff?.replaces.sort(), Object.keys(changes).sort(), "what replaces it");
    const first = deleteFirst || diff?.deleteBeforeReplace === true;
    if (first) await this.remove();
    const next = await Live.create(this.provider, this.type, program);
    if (!first) await this.remove();
    return next;
  }

  /** An import finds what the state has, and the program then changes nothing but `unknown`. */
  async imports(unknown: string[]): Promise<void> {
    const request = { id: this.id, olds: {}, oldInputs: {}, importing: true };
    const found = await this.resource.read?.({ ...this.context, ...request });
    assert.ok(found, "an import does not find it");
    assert.equal(found.id, this.id);
    const told = Object.keys(timeless(found.outputs)).filter((name) => !unknown.includes(name));
    assert.deepEqual(subset(found.outputs, told), subset(this.outputs, told));
    const { inputs } = await checked(this.provider, this.type, this.program, found.inputs);
    const diff = await this.resource.diff?.({
      urn: "urn",
      id: this.id,
      olds: found.outputs,
      oldInputs: found.inputs,
      inputs,
    });
    assert.deepEqual(topLevel(diff?.detailed ?? {}), unknown.toSorted(), "what it cannot tell");
  }

  /** Once more does no harm. */
  async remove(): Promise<void> {
    const request = { id: this.id, olds: this.outputs, oldInputs: this.inputs };
    await this.resource.delete?.({ ...this.context, ...request });
  }

  private get resource(): ResourceType {
    return typeOf(this.provider, this.type);
  }

  private get context(): ResourceContext {
    return context(this.type);
  }
}

function typeOf(provider: Provider, type: string): ResourceType {
  const found = provider.resources[`openstack:${type}`];
  assert.ok(found, `the plugin has no type ${type}`);
  return found;
}

function checked(
  provider: Provider,
  type: string,
  inputs: Properties,
  oldInputs: Properties = {},
): Promise<CheckResult> {
  return check(typeOf(provider, type), { urn: "urn", name: "it", inputs, oldInputs });
}

const silent = (): void => undefined;

/** Nobody watches, and nothing is cancelled. */
export const quiet: FunctionContext = {
  signal: new AbortController().signal,
  log: { debug: silent, info: silent, warning: silent, progress: silent },
};

function context(type: string): ResourceContext {
  return {
    ...quiet,
    urn: `urn:pulumi:test::test::openstack:${type}::it`,
    name: "it",
    type: `openstack:${type}`,
    timeoutSeconds: 0,
  };
}

/** Times and counters that the cloud moves on by itself. */
const MOVING = ["updatedAt", "updateAt", "updated", "revisionNumber"];

function timeless(properties: Properties): Properties {
  return subset(
    properties,
    Object.keys(properties).filter((name) => !MOVING.includes(name)),
  );
}

export function subset<T>(values: Record<string, T>, names: string[]): Record<string, T> {
  return Object.fromEntries(
    names.flatMap((name) => (name in values ? [[name, values[name] as T]] : [])),
  );
}

function topLevel(detailed: Record<string, unknown>): string[] {
  const names = Object.keys(detailed).map((path) => path.split(/[.[]/)[0] ?? "");
  return [...new Set(names)].sort();
}
