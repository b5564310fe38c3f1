import { CLEANED, CLEAN_STEPS } from "../lifecycle/clean-steps";
import type { Properties, Value } from "../../server";
import { isObject, ProviderError } from "../../server";

/**
 * The key that says which resource of which stack something was made by. A run that was killed
 * after it had made something finds its own by it, and takes nothing of anybody else's.
 */
export const MARKER = "pulumi_urn";

const OWN = [MARKER, CLEAN_STEPS, CLEANED];

export function marked(extra: Value | undefined, urn: string): Properties {
  return { ...(isObject(extra) ? extra : {}), [MARKER]: urn };
}

/** What others keep there, without what this provider does. */
export function unmarked(extra: Properties): Properties {
  return Object.fromEntries(Object.entries(extra).filter(([key]) => !OWN.includes(key)));
}

/** @throws ProviderError when it was not made by this resource */
export function mustBeOurs(what: string, id: string, extra: Value | undefined, urn: string): void {
  if (isObject(extra) && extra[MARKER] === urn) return;
  throw new ProviderError(
    `${what} exists already (${id}) and was not made by this resource. ` +
      `Take it into this stack by the option import: "${id}", or choose another name.`,
  );
}
