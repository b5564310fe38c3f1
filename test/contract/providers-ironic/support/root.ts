import { buildRoot } from "../../../../embedded/metal/bmc/images";
import { Progress } from "../../../../embedded/metal/progress";
import { IRONIC_PACKAGES } from "../../metal/support/ironic";

const quiet = new Progress();
quiet.step = () => undefined;

/** A root file system with Debian's Ironic in it, built once. */
export function ironicRoot(): Promise<string> {
  return buildRoot(quiet, "ironic", IRONIC_PACKAGES);
}
