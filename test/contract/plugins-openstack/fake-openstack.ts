import * as http from "node:http";
import type { AddressInfo } from "node:net";

export type Json = { [key: string]: unknown };

export interface Recorded {
  method: string;
  /** With query, without host: `/network/v2.0/networks?name=a`. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: unknown;
}

export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Cuts the connection instead of answering. */
  cut?: boolean;
  /** Answers so much later. */
  delayMs?: number;
}

export type Handler = (request: Recorded) => Reply | undefined;

/** Ids that the lab's cloud gave. */
export const ADMIN_PROJECT = "3e82d20ca50744d096ed6a94f7f44ace";
export const ADMIN_USER = "0f5c1d2e9b7a4c3d8e6f102938475610";

/** A cloud of one region on a free port: Keystone's log-in, a catalog, and what a test adds. */
export class FakeOpenStack {
  readonly requests: Recorded[] = [];
  /** Tokens handed out so far. */
  logins = 0;
  /** Tokens that services still take. */
  readonly valid = new Set<string>();
  tokenLifeMs = 3_600_000;
  private readonly server: http.Server;
  private handlers: Handler[] = [];

  constructor() {
    this.server = http.createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => this.answer(request, response, Buffer.concat(parts).toString()));
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get config(): Json {
    return {
      authUrl: `${this.url}/identity/v3`,
      userName: "admin",
      password: "a-password",
      tenantName: "admin",
      region: "RegionOne",
    };
  }

  /** Requests other than log-ins, as `METHOD path`. */
  get calls(): string[] {
    return this.requests.map((request) => `${request.method} ${request.path}`);
  }

  /** Answers from a table of `METHOD path` (query left out) from here on. */
  routes(table: Record<string, unknown>): void {
    this.handlers = [
      (request) => {
        const key = `${request.method} ${request.path.split("?")[0]}`;
        if (!(key in table)) return undefined;
        const body = table[key];
        const created = request.method === "POST" ? 201 : 200;
        return { status: body === null ? 204 : created, body: body ?? undefined };
      },
    ];
    this.requests.length = 0;
  }

  handle(handler: Handler): void {
    this.handlers = [handler];
    this.requests.length = 0;
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
    const path = request.url ?? "";
    if (path === "/identity/v3/auth/tokens") {
      this.login(response);
      return;
    }
    const recorded: Recorded = {
      method: request.method ?? "",
      path,
      headers: request.headers,
      body: parse(body),
    };
    this.requests.push(recorded);
    const token = request.headers["x-auth-token"];
    if (typeof token !== "string" || !this.valid.has(token)) {
      send(response, { status: 401, body: { error: { message: "The request needs a log-in." } } });
      return;
    }
    const found = this.handlers.map((handler) => handler(recorded)).find((reply) => reply);
    const missing = { message: `no such thing: ${recorded.method} ${path}`, code: 404 };
    const reply = found ?? { status: 404, body: { error: missing } };
    if (reply.delayMs === undefined) send(response, reply);
    else setTimeout(() => send(response, reply), reply.delayMs);
  }

  private login(response: http.ServerResponse): void {
    const id = `token-${++this.logins}`;
    this.valid.add(id);
    send(response, {
      status: 201,
      headers: { "X-Subject-Token": id },
      body: {
        token: {
          expires_at: new Date(Date.now() + this.tokenLifeMs).toISOString(),
          user: { id: ADMIN_USER, name: "admin", domain: { id: "default", name: "Default" } },
          project: { id: ADMIN_PROJECT, name: "admin", domain: { id: "default", name: "Default" } },
          roles: [{ id: "r1", name: "admin" }],
          catalog: Object.entries({
            identity: "/identity",
            network: "/network",
            compute: "/compute/v2.1",
            volumev3: `/volume/v3/${ADMIN_PROJECT}`,
            image: "/image",
            rating: "/rating",
          }).map(([type, path]) => ({
            type,
            name: type,
            id: `service-${type}`,
            endpoints: [
              {
                interface: "public",
                region: "RegionOne",
                region_id: "RegionOne",
                url: this.url + path,
              },
            ],
          })),
        },
      },
    });
  }
}

function send(response: http.ServerResponse, reply: Reply): void {
  if (reply.cut) {
    response.socket?.destroy();
    return;
  }
  response.writeHead(reply.status ?? 200, {
    "Content-Type": "application/json",
    "x-openstack-request-id": "req-1234",
    ...reply.headers,
  });
  response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
}

function parse(body: string): unknown {
  try {
    return body === "" ? undefined : JSON.parse(body);
  } catch {
    return body;
  }
}
