import { Problem } from "../cli/problem";
import { select } from "../cli/select";
import { PlainDisplay } from "../display/plain";
import { painter } from "../display/words";
import type { EngineEvent } from "../types";

export const VERBS = { up: "update", refresh: "refresh", destroy: "destroy" } as const;

/**
 * Asks whether what a preview showed is to be done; `details` shows its properties.
 * @param events of the preview, what is secret taken out
 * @throws Problem when it is not
 */
export async function confirm(
  command: keyof typeof VERBS,
  events: EngineEvent[],
  color: boolean,
): Promise<void> {
  const verb = VERBS[command];
  const note =
    command === "refresh"
      ? "\nNo resources will be modified as part of this refresh; just your stack's state will be."
      : "";
  for (;;) {
    const question = `Do you want to perform this ${verb}?${note}`;
    const answer = await select(question, ["yes", "no", "details"], "no");
    if (answer === "yes") return;
    if (answer === "no") {
      throw new Problem(`confirmation declined, not proceeding with the ${verb}`);
    }
    showDetails(events, color);
  }
}

function showDetails(events: EngineEvent[], color: boolean): void {
  const display = new PlainDisplay({
    show: { secrets: false },
    paint: painter(color),
    details: true,
    write: (text) => process.stdout.write(text),
  });
  const steps = events.filter(({ kind }) => kind === "prelude" || kind === "step-done");
  for (const event of steps) display.event(event);
  display.stop();
}
