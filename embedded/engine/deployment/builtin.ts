import type { Properties } from "../types";
import type { RunOptions } from "./contract";
import type { CheckResult, Diff, Provider, Read, Subject } from "./plugins/types";
import { equal } from "./values/values";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** The package `pulumi` itself: stack references. */
export class Builtin implements Provider {
  constructor(private readonly options: RunOptions) {}

  check(subject: Subject, _olds: Properties | undefined, news: Properties): Promise<CheckResult> {
    this.known(subject);
    const failures =
      typeof news.name === "string" ? [] : [{ property: "name", reason: "the name of a stack" }];
    return Promise.resolve({ inputs: { name: news.name ?? null }, failures });
  }

  diff(_subject: Subject, old: { inputs: Properties }, news: Properties): Promise<Diff> {
    const changed = equal(old.inputs.name, news.name) ? [] : ["name"];
    return Promise.resolve({
      changes: changed.length > 0 ? "some" : "none",
      replaces: changed,
      changed,
      deleteBeforeReplace: false,
    });
  }

  async create(subject: Subject, inputs: Properties): Promise<Read> {
    return this.read(subject, stackNameOf(inputs), inputs, inputs);
  }

  update(): Promise<never> {
    return Promise.reject(new Error("A stack reference cannot be updated."));
  }

  async read(
    subject: Subject,
    id: string,
    inputs: Properties | undefined,
    outputs: Properties,
  ): Promise<Read> {
    this.known(subject);
    const name = stackNameOf({ name: id, ...inputs, ...outputs });
    const stack = await this.options.resolveStackReference(name);
    return {
      id,
      inputs: { name },
      outputs: { name, outputs: stack.outputs, secretOutputNames: stack.secretOutputNames },
    };
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  invoke(token: string): Promise<never> {
    return Promise.reject(new Error(`The embedded engine has no function ${token}.`));
  }

  private known(subject: Subject): void {
    if (subject.type !== STACK_REFERENCE) {
      throw new Error(`The embedded engine has no resource type ${subject.type}.`);
    }
  }
}

function stackNameOf({ name }: Properties): string {
  if (typeof name === "string") return name;
  throw new Error("A stack reference needs the name of a stack, as text.");
}
