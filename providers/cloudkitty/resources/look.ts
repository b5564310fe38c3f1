import { textOf } from "../../fields/text";
import { wait } from "../../openstack";
import type { Properties } from "../../server";
import { ProviderError } from "../../server";
import type { Row } from "./row";
import { isSame, keyOf, view } from "./row";
import type { Scope } from "./scope";

/**
 * A request goes on in a service when the one who sent it is gone. One that began a minute ago is
 * over; a younger one is given this long from now.
 */
const OVER_MS = 60_000;
const UNDER_WAY_MS = 10_000;

/** What the inputs would make a second one of; CloudKitty itself would take most of them. */
export async function inTheWay(
  { cloudkitty, signal }: Scope,
  row: Row,
  inputs: Properties,
  except = "",
): Promise<Properties[]> {
  const all = await cloudkitty.list(row.among(inputs), row.list, signal);
  return all.filter((one) => textOf(one[row.id]) !== except && isSame(row, view(row, one), inputs));
}

/**
 * What an interrupted create of this very resource left; nothing where there is nothing.
 * @throws ProviderError when somebody else made it, or more than one may be meant
 */
export async function leftBehind(
  scope: Scope,
  row: Row,
  inputs: Properties,
): Promise<Properties | undefined> {
  const { interrupted, log, signal } = scope;
  const until = interrupted ? Math.min(interrupted.since + OVER_MS, Date.now() + UNDER_WAY_MS) : 0;
  for (;;) {
    const found = await inTheWay(scope, row, inputs);
    const known = found.find((one) => !interrupted || interrupted.known.has(textOf(one[row.id])));
    if (known) throw mustBeOurs(row, textOf(known[row.id]), inputs);
    if (found.length > 1) {
      const ids = found.map((one) => textOf(one[row.id])).join(", ");
      throw new ProviderError(
        `a create was interrupted, and there are ${found.length} ${row.what}s that it may have left: ` +
          `${ids}. Delete those that are not wanted, then run again.`,
      );
    }
    if (found[0]) {
      log.info(`found what an interrupted create left: ${textOf(found[0][row.id])}`);
      return found[0];
    }
    if (Date.now() >= until) return undefined;
    log.progress("looking for what an interrupted create left");
    await wait(1000, signal);
  }
}

/** That something is not to be made twice, nor taken from whoever made it. */
export function mustBeOurs(row: Row, id: string, inputs: Properties): ProviderError {
  return new ProviderError(
    `a ${row.what} with ${keyOf(row, inputs)} exists there already (${id}) and was not made by this ` +
      `resource. Take it into this stack by the option import: "${id}" (or ${row.naturalKey}), or ` +
      "delete it.",
  );
}
