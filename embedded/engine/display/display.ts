import type { Redactor } from "../secrets/redactor";
import type { EngineEvent } from "../types";
import { hideSecrets, withoutEscapes } from "./hide";
import { Digest } from "./digest";
import { LiveDisplay } from "./live";
import { PlainDisplay } from "./plain";
import { Screen } from "./screen";
import { EventStream } from "./stream";
import { painter } from "./words";

/** Shows a run while it goes on. */
export interface Display {
  event(event: EngineEvent): void;
  /** A message of the engine itself to whoever sits before it. */
  notice(message: string): void;
  /** After the last event: what is left to show. */
  close(): void;
}

export interface DisplayOptions {
  /** Whether it is a preview that is shown. */
  preview: boolean;
  json: boolean;
  diff: boolean;
  showSecrets: boolean;
  color: boolean;
  /** Whether the output is a terminal that can be drawn on. */
  live: boolean;
  redactor: Redactor;
  write: (text: string) => void;
}

export function makeDisplay(options: DisplayOptions): Display {
  const { redactor, showSecrets, write } = options;
  const settings = {
    show: { secrets: showSecrets },
    paint: painter(options.color),
    details: options.diff,
    write,
  };
  const display = options.json
    ? options.preview
      ? new Digest(settings)
      : new EventStream(settings)
    : options.live && !options.diff
      ? new LiveDisplay(settings, new Screen())
      : new PlainDisplay(settings);
  return {
    event: (event) => {
      const shown = withoutEscapes(event);
      display.event(showSecrets ? shown : hideSecrets(shown, redactor));
    },
    notice: (message) => display.notice(message),
    close: () => display.close(),
  };
}
