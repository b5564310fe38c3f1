import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readFaults } from "../faults";
import { BMC_USER, type BareMachine } from "../plan";
import { internal, malformed, RedfishError, unauthorized, type Answer, type Json } from "./answer";
import { Controller } from "./controller";
import { ROOT, SESSIONS } from "./resources";
import { Sessions } from "./sessions";

export interface ServerOptions {
  machine: BareMachine;
  password: string;
  key: string;
  certificate: string;
  /** Told of every request, secrets left out. */
  log?: (line: string) => void;
  /** How long the fault `slow` takes. @default 5000 */
  slowMs?: number;
}

const LARGEST_BODY = 64 * 1024;

/** What may be read by anyone: how to log in. */
const PUBLIC = new Set(["/redfish", ROOT]);

/**
 * Starts one machine's Redfish service on an address. @returns the server, listening
 * @throws when the address is not this computer's or the port is taken
 */
export async function serveRedfish(
  options: ServerOptions,
  host: string,
  port = 443,
): Promise<{ server: Server; port: number }> {
  const sessions = new Sessions(BMC_USER, options.password);
  const controller = new Controller(options.machine, sessions);
  const server = createServer(
    { key: options.key, cert: options.certificate },
    (request, response) => void handle(request, response, options, sessions, controller),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  sessions: Sessions,
  controller: Controller,
): Promise<void> {
  const began = Date.now();
  const method = request.method ?? "";
  const path = (request.url ?? "").replace(/\?.*$/s, "").replace(/(.)\/+$/, "$1");
  const faults = readFaults(options.machine);
  const log = (outcome: string, body?: string) =>
    options.log?.(
      [method, path, ...(body ? [body] : []), "->", outcome, `${Date.now() - began}ms`].join(" "),
    );
  if (faults.has("slow")) await sleep(options.slowMs ?? 5000);
  if (faults.has("drop")) {
    log("dropped");
    request.socket.destroy();
    return;
  }
  let shown: string | undefined;
  let answer: Answer;
  try {
    if (faults.has("error")) throw internal();
    const body = await readBody(request);
    shown = withoutSecrets(body);
    const open = (PUBLIC.has(path) && method === "GET") || (path === SESSIONS && method === "POST");
    if (!open && !sessions.admits(request.headers)) throw unauthorized();
    answer = await controller.answer(method, path, body);
  } catch (error) {
    if (!(error instanceof RedfishError)) log((error as Error).stack ?? String(error));
    answer = (error instanceof RedfishError ? error : internal()).answer();
  }
  log(String(answer.status), shown);
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    // Kept-alive connections are what sushy reports as broken pipes.
    Connection: "close",
    "OData-Version": "4.0",
    "Cache-Control": "no-cache",
    ...(text && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
    ...answer.headers,
  });
  response.end(method === "HEAD" ? undefined : text);
}

async function readBody(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) throw malformed();
  }
  if (size === 0) return {};
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Json;
  } catch {
    // Said below.
  }
  throw malformed();
}

function withoutSecrets(body: Json): string | undefined {
  if (Object.keys(body).length === 0) return undefined;
  return JSON.stringify(body, (name, value: unknown) => (name === "Password" ? "***" : value));
}
