import assert from "node:assert/strict";
import { check as checkByTable, diff as diffOf } from "../../../providers/server/resources";
import { InitializationError } from "../../../providers/server";
import type {
  CreateRequest,
  DiffResult,
  Properties,
  Provider,
  ResourceContext,
} from "../../../providers/server";

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

/** A provider, called as the engine does it, without an engine in between. */
export class DirectProvider {
  /** What was said of each resource: `NAME: LINE`. */
  readonly said: string[] = [];
  readonly inputs: Properties;

  constructor(
    readonly provider: Provider,
    login: object,
    private readonly signal = new AbortController().signal,
  ) {
    this.inputs = login as Properties;
    void this.provider.configure?.(this.inputs);
  }

  token(type: string): string {
    return `${this.provider.name}:index:${type}`;
  }

  type(name: string) {
    const type = this.provider.resources[this.token(name)];
    if (!type) throw new Error(`no type ${name}`);
    return type;
  }

  context(type: string, name: string): ResourceContext {
    const say = (line: string) => void this.said.push(`${name}: ${line}`);
    return {
      urn: `urn:pulumi:test::test::${this.token(type)}::${name}`,
      name,
      type: this.token(type),
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

  async create(
    type: string,
    name: string,
    given: Properties,
    more: Partial<CreateRequest> = {},
  ): Promise<Kept> {
    const inputs = await this.checked(type, name, given);
    const made = await this.type(type).create({ ...this.context(type, name), ...more, inputs });
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
    return diffOf(this.type(type), { urn, id, olds, oldInputs, inputs });
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
