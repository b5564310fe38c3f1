import { cloudkittyProvider } from "../../../../providers/cloudkitty/provider";
import { DirectProvider } from "../../support/direct";

export type { Kept } from "../../support/direct";

/** The cloudkitty provider, called as the engine does it. */
export class Direct extends DirectProvider {
  constructor(login: object, signal?: AbortSignal) {
    super(cloudkittyProvider(), login, signal);
  }
}
