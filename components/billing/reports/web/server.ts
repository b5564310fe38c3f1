import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { DOCUMENTS } from "../documents";
import type { ReportConfig } from "../settings";
import type { About } from "../store/about";
import { Store } from "../store/store";
import { logIn, maySee, Refused, type Person } from "./access";
import { indexPage, loginPage, messagePage, placeOf } from "./pages";
import { Sessions } from "./sessions";

/** Nothing is loaded from elsewhere, run, framed or kept by browsers. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  // A stricter one has browsers send `Origin: null` with forms.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "strict-transport-security": "max-age=31536000",
};
const HTML = { "content-type": "text/html; charset=utf-8" };
const FORM = 4096;

export interface WebArgs {
  store: Store;
  logIn: (credentials: { user: string; password: string; domain: string }) => Promise<Person>;
  /** Seconds. */
  now: () => number;
}

/** The pages: plain HTTP, for the load balancer, which does TLS and counts logins. */
export function web({ store, logIn: ask, now }: WebArgs): Server {
  const sessions = new Sessions(now);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const { cookie } = request.headers;
    const send = (status: number, body: string | Buffer, more: Record<string, string> = HTML) =>
      response.writeHead(status, { ...HEADERS, ...more }).end(body);
    const go = (where: string, more: Record<string, string> = {}) =>
      send(303, "", { location: where, ...more });

    if (path === "/healthcheck") return void send(200, "OK\n", { "content-type": "text/plain" });
    if (request.method === "POST") {
      if (!isOwn(request))
        return void send(403, messagePage("Refused", "The form came from another site."));
      if (path === "/logout") return void go("/login", { "set-cookie": sessions.end(cookie) });
      if (path !== "/login")
        return void send(404, messagePage("Not found", "There is no such page."));
      const form = await formOf(request);
      if (form === undefined)
        return void send(413, messagePage("Refused", "The form is too long."));
      const [user, password, domain] = ["user", "password", "domain"].map(
        (name) => form.get(name) ?? "",
      );
      try {
        const person = await ask({
          user: user ?? "",
          password: password ?? "",
          domain: domain ?? "",
        });
        // Whoever had a session has none any more: a new login is a new cookie.
        sessions.end(cookie);
        return void go("/", { "set-cookie": sessions.begin(person) });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return void send(401, loginPage("Domain, user and password do not belong together."));
      }
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return void send(405, messagePage("Refused", "Pages are only read."), {
        ...HTML,
        allow: "GET, HEAD, POST",
      });
    }
    if (path === "/login") return void send(200, loginPage());
    const person = sessions.find(cookie);
    if (person === undefined) return void go("/login");
    const visible = ({ tenant }: About) => maySee(person, tenant.projectId);
    if (path === "/") {
      const seen = {
        running: store.running().filter(visible),
        issued: store.issued().filter(visible),
        status: store.status(),
        declared: store.declared(),
      };
      return void send(200, indexPage(person, seen));
    }
    const [, place, name] =
      /^\/((?:running|issued)\/[A-Za-z0-9_-]+)\/(report\.(?:html|pdf|csv|json))$/.exec(path) ?? [];
    const all = place?.startsWith("running/") ? store.running() : store.issued();
    // What is not there and what one may not see get the same answer.
    const about = all.filter(visible).find((one) => placeOf(one) === place);
    if (about === undefined || !isDocument(name)) {
      return void send(
        404,
        messagePage("Not found", "There is no such report among those that you may see."),
      );
    }
    send(200, store.document(about, name), {
      "content-type": DOCUMENTS[name].type,
      "content-disposition": `inline; filename="${fileName(about)}.${name.split(".")[1] ?? ""}"`,
    });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      if (response.headersSent) return response.destroy();
      response
        .writeHead(503, { ...HEADERS, ...HTML })
        .end(messagePage("Not now", "The cloud does not answer; try again in a minute."));
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  server.maxRequestsPerSocket = 1;
  return server;
}

const isDocument = (name: string | undefined): name is keyof typeof DOCUMENTS =>
  name !== undefined && name in DOCUMENTS;

const fileName = ({ number, tenant, month }: About): string =>
  `${number || "preliminary"}-${tenant.name.replace(/[^A-Za-z0-9]+/g, "-")}-${month}`;

/** Whether a form comes from a page of ours: browsers say so in a header that pages cannot change. */
function isOwn({ headers }: IncomingMessage): boolean {
  if (headers.origin !== undefined) return headers.origin === `https://${headers.host ?? ""}`;
  return headers["sec-fetch-site"] === "same-origin";
}

/** Nothing where it is too long. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = "";
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8");
    if (text.length > FORM) return undefined;
  }
  return new URLSearchParams(text);
}

/** Serves until the process is told to end. */
export function serve({ listen, keystone, store }: ReportConfig): Promise<void> {
  const server = web({
    store: new Store(store),
    logIn: (credentials) => logIn(keystone, credentials),
    now: () => Math.floor(Date.now() / 1000),
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject).listen(listen.port, listen.address, () => {
      console.log(`Listening on ${listen.address}:${listen.port}.`);
    });
    process.once("SIGTERM", () => server.close(() => resolve()));
  });
}
