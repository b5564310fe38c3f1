import { PlainDisplay } from "../display/plain";
import { painter } from "../display/words";
import type { Deployment } from "../types";

/** What `destroy` is going to delete, told from the state alone. */
export function showPlannedDestroy(
  stack: string,
  { resources }: Deployment,
  targets: string[],
): void {
  const display = new PlainDisplay({
    show: { secrets: false },
    paint: painter(false),
    details: false,
    write: (text) => process.stdout.write(text),
  });
  const chosen =
    targets.length > 0 ? resources.filter(({ urn }) => targets.includes(urn)) : resources;
  display.event({ kind: "prelude", command: "preview", stack, project: "" }, "Previewing destroy");
  for (const old of chosen.toReversed()) {
    const step = { op: "delete", urn: old.urn, old } as const;
    display.event({ kind: "step-done", step, seconds: 0 });
  }
  display.event({
    kind: "summary",
    command: "preview",
    changes: { delete: chosen.length },
    outputs: {},
    oldOutputs: {},
    seconds: 0,
    failed: false,
  });
  display.close();
}
