import * as http from "node:http";
import * as https from "node:https";
import type { Readable } from "node:stream";
import { ConnectionError } from "./errors";

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** A function for what is streamed: it is called anew for each attempt. */
  body?: string | (() => Readable);
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface TransportOptions {
  /** PEM of the authorities to trust, and of no others. The computer's own when left out. */
  ca?: string;
  /** Client certificate and its key, PEM. */
  cert?: string;
  key?: string;
  /** Takes any certificate. */
  insecure?: boolean;
  /** Connections kept for each host and port: each service has a port of its own. @default 16 */
  connections?: number;
}

/** How long a request may go without a byte; services behind a busy API take minutes at times. */
const SILENCE_MS = 300_000;
/** Idle connections are closed before the service closes them, so that no request meets that. */
const IDLE_MS = 4_000;

/** HTTP over kept connections, a bounded number for each service. */
export class Transport {
  private readonly plain: http.Agent;
  private readonly secure: https.Agent;

  constructor(options: TransportOptions = {}) {
    const keep = {
      keepAlive: true,
      maxSockets: options.connections ?? 16,
      scheduling: "lifo" as const,
      timeout: IDLE_MS,
    };
    this.plain = new http.Agent(keep);
    this.secure = new https.Agent({
      ...keep,
      ca: options.ca,
      cert: options.cert,
      key: options.key,
      rejectUnauthorized: options.insecure !== true,
    });
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const secure = request.url.startsWith("https:");
      const body = request.body;
      const headers = { ...request.headers };
      if (typeof body === "string") headers["Content-Length"] = String(Buffer.byteLength(body));
      const sent = (secure ? https : http).request(request.url, {
        method: request.method,
        headers,
        agent: secure ? this.secure : this.plain,
        signal: request.signal,
      });
      let connected = false;
      const fail = (error: Error): void =>
        reject(new ConnectionError(request.method, bare(request.url), error, !connected));
      sent.setTimeout(SILENCE_MS, () =>
        sent.destroy(new Error(`no answer within ${SILENCE_MS / 1000} s`)),
      );
      sent.on("socket", (socket) => {
        if (!socket.connecting) connected = true;
        else socket.once(secure ? "secureConnect" : "connect", () => (connected = true));
      });
      sent.on("error", fail);
      sent.on("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", fail);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString("utf8"),
          }),
        );
      });
      if (typeof body === "function") {
        const stream = body();
        stream.on("error", (error) => sent.destroy(error));
        stream.pipe(sent);
      } else sent.end(body);
    });
  }

  close(): void {
    this.plain.destroy();
    this.secure.destroy();
  }
}

function bare(url: string): string {
  return url.split("?")[0] ?? url;
}
