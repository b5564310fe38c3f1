import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { seconds } from "../../../../components/billing/reports/calendar";
import type { Frame } from "../../../../components/billing/reports/model/frames";
import { dataframes, PROJECT } from "./support";

/** A request that came in, as text: method, service, path with its query in the clear, and the body. */
export interface Asked {
  what: string;
  body: string;
  headers: Record<string, unknown>;
}

/** The APIs that reports ask, and a receiver of webhooks, on one port: /identity, /rating, /hook, ... */
export class FakeCloud {
  readonly asked: Asked[] = [];
  frames: Frame[] = [];
  /** When the last rated period began. */
  processed = "2026-11-03T23:00:00+00:00";
  /** Tokens that are no longer good. */
  over = false;
  /** Whether CloudKitty is. */
  down = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const url = new URL(request.url ?? "/", this.url);
        const what = `${request.method} ${url.pathname}${decodeURIComponent(url.search)}`;
        this.asked.push({ what, body, headers: request.headers });
        if (url.pathname === "/identity/v3/auth/tokens") {
          this.over = false;
          response
            .writeHead(201, { "x-subject-token": "token" })
            .end(JSON.stringify(this.#token()));
        } else if (
          url.pathname !== "/hook" &&
          (this.over || request.headers["x-auth-token"] !== "token")
        ) {
          response.writeHead(401).end("{}");
        } else if (this.down && url.pathname.startsWith("/rating/")) {
          response.writeHead(500).end("{}");
        } else {
          response.writeHead(200).end(JSON.stringify(this.#answer(url)));
        }
      });
    });
  }

  listen = (): Promise<void> =>
    new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  close = () => this.#server.close();
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #token() {
    const catalog = ["rating", "compute", "volumev3", "network"].map((type) => ({
      type,
      endpoints: [
        { interface: "public", region: "RegionOne", url: "http://127.0.0.1:1" },
        { interface: "internal", region: "RegionOne", url: `${this.url}/${type}` },
      ],
    }));
    return { token: { expires_at: "2126-11-04T00:00:00.000000Z", catalog } };
  }

  #answer({ pathname, searchParams }: URL): unknown {
    const at = (key: string) => seconds(searchParams.get(key) ?? "");
    const found = this.frames.filter(
      ({ begin }) => at("begin") <= seconds(begin) && seconds(begin) < at("end"),
    );
    const offset = Number(searchParams.get("offset"));
    const limit = Number(searchParams.get("limit"));
    switch (pathname) {
      case "/identity/v3/projects":
        return {
          projects: [
            { id: PROJECT, name: "finance" },
            { id: "s", name: "service" },
          ],
        };
      case "/rating/v2/scope":
        return { results: [{ scope_id: PROJECT, last_processed_timestamp: this.processed }] };
      case "/rating/v2/dataframes":
        return { ...dataframes(found.slice(offset, offset + limit)), total: found.length };
      case "/rating/v2/summary":
        return {
          columns: ["begin", "end", "qty", "rate", "project_id"],
          // As doubles add up.
          results: [["", "", 1, found.reduce((sum, { price }) => sum + Number(price), 0), PROJECT]],
        };
      case `/compute/os-quota-sets/${PROJECT}/detail`:
        return {
          quota_set: {
            id: PROJECT,
            instances: { limit: 10, in_use: 2, reserved: 0 },
            cores: { limit: -1, in_use: 4, reserved: 0 },
            ram: { limit: 4096, in_use: 1024, reserved: 0 },
          },
        };
      case `/volumev3/os-quota-sets/${PROJECT}`:
        return { quota_set: { id: PROJECT, volumes: { limit: 5, in_use: 1, reserved: 0 } } };
      case `/network/v2.0/quotas/${PROJECT}/details.json`:
        return { quota: { floatingip: { limit: 5, used: 1, reserved: 0 } } };
      default:
        return {};
    }
  }
}
