import { ironicProvider } from "../../../../providers/ironic/provider";
import { DirectProvider } from "../../support/direct";

export type { Half, Kept } from "../../support/direct";

/** The ironic provider, called as the engine does it. */
export class Direct extends DirectProvider {
  constructor(login: object, signal?: AbortSignal) {
    super(ironicProvider(), login, signal);
  }

  /** `STATE: VERB` of each verb that Ironic was told. */
  get verbs(): string[] {
    const verb = /^\S+: (.+: (?:manage|inspect|clean|provide|active|deleted|adopt))$/;
    return this.said.flatMap((line) => verb.exec(line)?.[1] ?? []);
  }
}
