import { randomBytes, timingSafeEqual, createHash } from "node:crypto";

export interface Session {
  id: string;
  user: string;
  token: string;
  used: number;
}

/** Idle seconds after which a session ends. */
export const SESSION_TIMEOUT = 1800;

/** Who may talk to one controller: its user, by password or by a session's token. */
export class Sessions {
  private readonly open = new Map<string, Session>();
  private count = 0;

  constructor(
    private readonly user: string,
    private readonly password: string,
    private readonly now: () => number = Date.now,
  ) {}

  accepts(user: string, password: string): boolean {
    // Both are compared in any case, and in the same time for whatever is given.
    return [same(user, this.user), same(password, this.password)].every(Boolean);
  }

  create(user: string): Session {
    const token = randomBytes(24).toString("base64url");
    const session = { id: String(++this.count), user, token, used: this.now() };
    this.open.set(session.id, session);
    return session;
  }

  /** The open sessions, the oldest first. */
  list(): Session[] {
    for (const { id, used } of this.open.values()) {
      if (this.now() - used > SESSION_TIMEOUT * 1000) this.open.delete(id);
    }
    return [...this.open.values()];
  }

  delete(id: string): boolean {
    return this.open.delete(id);
  }

  clear(): void {
    this.open.clear();
  }

  /** Whether a request's headers name a user who may do anything. */
  admits(headers: { "x-auth-token"?: string | string[]; authorization?: string }): boolean {
    const token = headers["x-auth-token"];
    if (typeof token === "string") {
      const session = this.list().find((found) => same(token, found.token));
      if (session) session.used = this.now();
      return session !== undefined;
    }
    const [, encoded] = /^Basic (\S+)$/i.exec(headers.authorization ?? "") ?? [];
    if (encoded === undefined) return false;
    const [, user = "", password = ""] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
    return this.accepts(user, password);
  }
}

const same = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};
