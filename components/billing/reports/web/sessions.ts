import { createHash, randomBytes } from "node:crypto";
import type { Person } from "./access";

/** Seconds from the login on: whoever lost a role sees what he saw for so long at most. */
const LIFE = 1800;
const MOST = 5000;
/** `__Host-`: browsers take it by TLS from this very host only. */
const COOKIE = "__Host-reports";

/** Who is logged in, kept in memory under the digest of what the cookie holds. */
export class Sessions {
  readonly #all = new Map<string, { person: Person; until: number }>();

  constructor(readonly now: () => number) {}

  /** @returns the header that hands the cookie out */
  begin(person: Person): string {
    for (const [key, { until }] of this.#all) if (until <= this.now()) this.#all.delete(key);
    // The oldest goes: nobody fills the memory by logging in.
    const [oldest] = this.#all.keys();
    if (this.#all.size >= MOST && oldest !== undefined) this.#all.delete(oldest);
    const word = randomBytes(32).toString("base64url");
    this.#all.set(digest(word), { person, until: this.now() + LIFE });
    return `${COOKIE}=${word}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=${LIFE}`;
  }

  find(cookies: string | undefined): Person | undefined {
    const word = wordOf(cookies);
    const session = word === undefined ? undefined : this.#all.get(digest(word));
    return session !== undefined && session.until > this.now() ? session.person : undefined;
  }

  /** @returns the header that takes the cookie away */
  end(cookies: string | undefined): string {
    const word = wordOf(cookies);
    if (word !== undefined) this.#all.delete(digest(word));
    return `${COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0`;
  }
}

const digest = (word: string): string => createHash("sha256").update(word).digest("hex");

const wordOf = (cookies = ""): string | undefined =>
  cookies
    .split("; ")
    .find((cookie) => cookie.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
