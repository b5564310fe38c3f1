import assert from "node:assert/strict";
import { check as checkByTable } from "../../../../providers/server/resources";
import { ironicProvider } from "../../../../providers/ironic/provider";
import { InitializationError } from "../../../../providers/server";
import type {
  DiffResult,
  Properties,
  Provider,
  ResourceContext,
} from "../../../../providers/server";

/** A resource as the engine would keep it. */
export interface Kept {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** What a resource that was made by halves says, and what the engine would keep of it. */
export interface Half extends Kept {
  message: string;
}

/** The provider, called as the engine does it, without an engine in between. */
export class Direct {
  readonly provider: Provider = ironicProvider();
  /** What was said of each resource: `NAME: LINE`. */
  readonly said: string[] = [];
  readonly inputs: Properties;

  constructor(
    login: object,
    private readonly signal = new AbortController().signal,
  ) {
    this.inputs = login as Properties;
    void this.provider.configure?.(this.inputs);
  }

  /** `STATE: VERB` of each verb that Ironic was told. */
  get verbs(): string[] {
    const verb = /^\S+: (.+: (?:manage|inspect|clean|provide|active|deleted|adopt))$/;
    return this.said.flatMap((line) => verb.exec(line)?.[1] ?? []);
  }

  type(name: string) {
    const type = this.provider.resources[`ironic:index:${name}`];
    if (!type) throw new Error(`no type ${name}`);
    return type;
  }

  context(type: string, name: string): ResourceContext {
    const say = (line: string) => void this.said.push(`${name}: ${line}`);
    return {
      urn: `urn:pulumi:test::test::ironic:index:${type}::${name}`,
      name,
      type: `ironic:index:${type}`,
      timeoutSeconds: 60,
      signal: this.signal,
      log: { debug: say, info: say, warning: say, progress: say },
    };
  }

  async check(type: string, name: string, inputs: Properties, oldInputs: Properties = {}) {
    return checkByTable(this.type(type), {
      urn: this.context(type, name).urn,
      name,
      inputs,
      oldInputs,
    });
  }

  async mistakes(type: string, inputs: Properties): Promise<string[]> {
    const { failures } = await this.check(type, "it", inputs);
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  }

  async checked(
    type: string,
    name: string,
    given: Properties,
    olds?: Properties,
  ): Promise<Properties> {
    const { inputs, failures } = await this.check(type, name, given, olds);
    assert.deepEqual(failures, []);
    return inputs;
  }

  async create(type: string, name: string, given: Properties): Promise<Kept> {
    const inputs = await this.checked(type, name, given);
    const made = await this.type(type).create({ ...this.context(type, name), inputs });
    return { ...made, inputs };
  }

  /**
   * A creation that is to fail after it made something.
   * @param past inputs that go past the check
   */
  async createHalf(
    type: string,
    name: string,
    given: Properties,
    past: Properties = {},
  ): Promise<Half> {
    const inputs = { ...(await this.checked(type, name, given)), ...past };
    return half(inputs, () => this.type(type).create({ ...this.context(type, name), inputs }));
  }

  async read(type: string, name: string, kept: Kept): Promise<Kept | undefined> {
    const { id, inputs: oldInputs, outputs: olds } = kept;
    return this.type(type).read?.({
      ...this.context(type, name),
      ...{ id, olds, oldInputs, importing: false },
    });
  }

  async import(type: string, name: string, id: string): Promise<Kept | undefined> {
    const nothing = { olds: {}, oldInputs: {}, importing: true };
    return this.type(type).read?.({ ...this.context(type, name), ...nothing, id });
  }

  async diff(type: string, name: string, kept: Kept, given: Properties): Promise<DiffResult> {
    const inputs = await this.checked(type, name, given, kept.inputs);
    const { id, inputs: oldInputs, outputs: olds } = kept;
    const { urn } = this.context(type, name);
    const diff = await this.type(type).diff?.({ urn, id, olds, oldInputs, inputs });
    if (!diff) throw new Error(`${type} has no diff`);
    return diff;
  }

  async update(type: string, name: string, kept: Kept, given: Properties): Promise<Kept> {
    const inputs = await this.checked(type, name, given, kept.inputs);
    const { id, inputs: oldInputs, outputs: olds } = kept;
    const request = { ...this.context(type, name), id, olds, oldInputs, inputs };
    const outputs = await this.type(type).update?.(request);
    return { id, inputs, outputs: outputs ?? {} };
  }

  async updateHalf(type: string, name: string, kept: Kept, given: Properties): Promise<Half> {
    const inputs = await this.checked(type, name, given, kept.inputs);
    return half(inputs, () => this.update(type, name, kept, given));
  }

  async delete(type: string, name: string, kept: Kept): Promise<void> {
    const { id, inputs: oldInputs, outputs: olds } = kept;
    await this.type(type).delete?.({ ...this.context(type, name), id, olds, oldInputs });
  }

  /** What is read is what was made, and there is nothing to do. */
  async isStill(type: string, name: string, kept: Kept): Promise<void> {
    const found = await this.read(type, name, kept);
    assert.ok(found, `${name} is gone`);
    assert.deepEqual(found.inputs, kept.inputs);
    assert.deepEqual(found.outputs, kept.outputs);
    assert.deepEqual((await this.diff(type, name, found, kept.inputs)).detailed, {});
  }
}

async function half(inputs: Properties, make: () => Promise<unknown>): Promise<Half> {
  try {
    await make();
  } catch (error) {
    if (!(error instanceof InitializationError)) throw error;
    return { id: error.id, inputs, outputs: error.outputs, message: error.message };
  }
  throw new Error("it did not fail");
}
