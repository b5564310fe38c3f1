import { ProgramStack } from "../../support/stack";

export type { Item } from "../../support/stack";

/** A stack whose program makes resources of the ironic provider. */
export class Stack extends ProgramStack {
  constructor(provider: object, name?: string) {
    super("ironic", provider, name);
  }
}
