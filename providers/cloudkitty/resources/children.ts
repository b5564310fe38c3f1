import { textOf } from "../../fields/text";
import type { Properties } from "../../server";
import { ProviderError } from "../../server";
import type { Row } from "./row";
import type { Scope } from "./scope";

/** At most so many ids in a message. */
const TOLD = 5;

/**
 * What this stack made is gone before its parent is. What is still there would go along without a
 * word, or, of a group, go on without one.
 */
export async function checkNoChildren(
  { cloudkitty, signal }: Scope,
  row: Row,
  id: string,
  olds: Properties,
): Promise<void> {
  const found: string[] = [];
  for (const { child, by } of row.children) {
    const all = await cloudkitty.list(`${child.path}?${by}=${id}`, child.list, signal);
    if (all.length === 0) continue;
    const ids = all.slice(0, TOLD).map((one) => textOf(one[child.id]));
    const more = all.length > TOLD ? ", ..." : "";
    found.push(
      `${all.length} ${child.what}${all.length > 1 ? "s" : ""} (${ids.join(", ")}${more})`,
    );
  }
  if (found.length === 0) return;
  throw new ProviderError(
    `${row.what} ${textOf(olds.name)} still has ${found.join(", ")}, which this stack has not made ` +
      "or has not deleted. Delete them first, or set forceDestroy to have them deleted with it.",
  );
}
