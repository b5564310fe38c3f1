import { join } from "node:path";
import { clean, entries, jsonText, readJson, replaceFile, type Files } from "../store/files";

/** Something that others are told once. */
export interface Event {
  /** Says what it is about, so that the same is never told twice: `report.R-000042`. */
  id: string;
  type: "report.issued" | "budget.reached" | "budget.frozen" | "budget.unfrozen";
  created: string;
  data: unknown;
}

/** An event that waits. */
export interface Waiting {
  event: Event;
  /** Tries so far. */
  tries: number;
  /** Not before: seconds. */
  next: number;
  /** What came of the last try. */
  last?: string;
}

/** What came of a try. */
export type Outcome = { ok: true } | { ok: false; reason: string; final?: boolean };

const FIRST = 30;
const LONGEST = 6 * 3600;

/** 30 s, 1 min, 2 min, ... 6 h. */
export const pause = (tries: number): number => Math.min(FIRST * 2 ** (tries - 1), LONGEST);

/**
 * Events to be sent, a file each: `waiting`, `sent`, `failed`. One is never lost, for it is kept before it
 * is sent; and not sent twice, but when the service is killed between the answer and the note of it: then
 * the receiver knows it by its Idempotency-Key.
 */
export class Outbox {
  constructor(
    readonly folder: string,
    readonly files: Files,
  ) {}

  readonly #path = (state: "waiting" | "sent" | "failed", id = ""): string =>
    join(this.folder, state, id === "" ? "" : `${id}.json`);

  recover(): void {
    for (const state of ["waiting", "sent", "failed"] as const)
      clean(this.files, this.#path(state));
  }

  /** Keeps an event, unless it is known. */
  put(event: Event): void {
    const known = (["waiting", "sent", "failed"] as const).some((state) =>
      this.files.existsSync(this.#path(state, event.id)),
    );
    if (known) return;
    this.#keep({ event, tries: 0, next: 0 });
  }

  waiting(): Waiting[] {
    return this.#all("waiting");
  }

  failed(): Waiting[] {
    return this.#all("failed");
  }

  /**
   * Sends what is due, oldest first.
   * @param attempts tries of one event before it is put aside
   */
  async deliver(
    send: (event: Event) => Promise<Outcome>,
    attempts: number,
    now: () => number,
  ): Promise<void> {
    const due = this.waiting()
      .filter(({ next }) => next <= now())
      .sort((a, b) => (a.event.created + a.event.id < b.event.created + b.event.id ? -1 : 1));
    for (const waiting of due) {
      const outcome = await send(waiting.event);
      if (outcome.ok) {
        this.#move(waiting, "sent");
        continue;
      }
      const tries = waiting.tries + 1;
      const tried = { ...waiting, tries, next: now() + pause(tries), last: outcome.reason };
      if (outcome.final === true || tries >= attempts) this.#move(tried, "failed");
      else this.#keep(tried);
    }
  }

  /** Gives what was put aside all its tries again. */
  retry(): number {
    const failed = this.failed();
    for (const { event } of failed) {
      this.#keep({ event, tries: 0, next: 0 });
      this.files.rmSync(this.#path("failed", event.id), { force: true });
    }
    return failed.length;
  }

  #all(state: "waiting" | "failed"): Waiting[] {
    return entries(this.files, this.#path(state)).flatMap((name) => {
      const one = readJson<Waiting>(this.files, join(this.#path(state), name));
      // A move that was cut off left it in both places: where it went counts.
      const moved = one !== undefined && state === "waiting" && this.#isDone(one.event.id);
      if (moved) this.files.rmSync(join(this.#path(state), name), { force: true });
      return one === undefined || moved ? [] : [one];
    });
  }

  #isDone(id: string): boolean {
    return this.files.existsSync(this.#path("sent", id));
  }

  #keep(waiting: Waiting): void {
    replaceFile(this.files, this.#path("waiting", waiting.event.id), jsonText(waiting));
  }

  #move(waiting: Waiting, to: "sent" | "failed"): void {
    replaceFile(this.files, this.#path(to, waiting.event.id), jsonText(waiting));
    this.files.rmSync(this.#path("waiting", waiting.event.id), { force: true });
  }
}
