import { Agent, request } from "node:https";

/** The admin's login and the CA: what `bin/welcome.ts` is given, too. */
export interface Login {
  authUrl: string;
  ca: string;
  adminPassword: string;
}

/** OpenStack's APIs with nothing around them: one request each, no retry. */
export class RawCloud {
  private constructor(
    private readonly ca: string,
    private readonly token: string,
    private readonly endpoints: Record<string, string>,
  ) {}

  static async login({ authUrl, ca, adminPassword }: Login): Promise<RawCloud> {
    const domain = { id: "default" };
    const identity = {
      methods: ["password"],
      password: { user: { name: "admin", domain, password: adminPassword } },
    };
    const scope = { project: { name: "admin", domain } };
    const { body, headers } = await send(ca, "POST", `${authUrl}/auth/tokens`, {
      auth: { identity, scope },
    });
    const { token } = body as {
      token: { catalog: { type: string; endpoints: { interface: string; url: string }[] }[] };
    };
    const endpoints = token.catalog.map(({ type, endpoints }) => [
      type,
      endpoints.find((endpoint) => endpoint.interface === "public")?.url ?? "",
    ]);
    return new RawCloud(
      ca,
      String(headers["x-subject-token"]),
      Object.fromEntries(endpoints) as Record<string, string>,
    );
  }

  async call<T>(method: string, service: string, path: string, content?: object): Promise<T> {
    const url = `${this.endpoints[service] ?? ""}${path}`;
    return (await send(this.ca, method, url, content, this.token)).body as T;
  }
}

interface Answer {
  body: unknown;
  headers: Record<string, string | string[] | undefined>;
}

const agent = new Agent({ keepAlive: true });

async function send(
  ca: string,
  method: string,
  url: string,
  content?: object,
  token?: string,
): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { "X-Auth-Token": token }),
    };
    const sent = request(url, { method, ca, headers, agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (more: string) => (text += more));
      answer.on("end", () => {
        if ((answer.statusCode ?? 500) >= 300) {
          reject(new Error(`${method} ${url} answered ${answer.statusCode}: ${text}`));
        } else {
          const body: unknown = text === "" ? undefined : JSON.parse(text);
          resolve({ body, headers: answer.headers });
        }
      });
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection just as it was taken again: nothing has happened yet.
      if (sent.reusedSocket && ["ECONNRESET", "EPIPE"].includes(error.code ?? "")) {
        resolve(send(ca, method, url, content, token));
      } else reject(error);
    });
    sent.end(content === undefined ? undefined : JSON.stringify(content));
  });
}
