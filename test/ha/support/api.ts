import { request as httpRequest } from "node:http";
import { Agent, request as httpsRequest } from "node:https";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  ca?: string;
  /** @default 10 */
  seconds?: number;
}

/** One request over a connection of its own. @throws without an answer in time */
export function ask(url: string, { method = "GET", headers, body, ca, seconds = 10 }: Ask = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const secure = url.startsWith("https:");
    const start = secure ? httpsRequest : httpRequest;
    const call = start(
      url,
      {
        method,
        headers: { "content-type": "application/json", ...headers },
        agent: secure ? new Agent({ ca, keepAlive: false }) : undefined,
        signal: AbortSignal.timeout(seconds * 1000),
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
      },
    );
    call.on("error", reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The cloud's APIs as its administrator sees them. */
export class Api {
  private readonly address: string;

  constructor(
    private readonly cloud: { authUrl: string; ca: string; adminPassword: string },
    private readonly seconds = 10,
  ) {
    this.address = new URL(cloud.authUrl).hostname;
  }

  /** A new token: the password is looked up in the database. */
  async token(): Promise<string> {
    const domain = { name: "Default" };
    const { status, headers, text } = await this.ask(`${this.cloud.authUrl}/auth/tokens`, {
      method: "POST",
      body: {
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: "admin", domain, password: this.cloud.adminPassword } },
          },
          scope: { project: { name: "admin", domain } },
        },
      },
    });
    const token = headers["x-subject-token"];
    if (status !== 201 || typeof token !== "string")
      throw new Error(`${status} ${text.slice(0, 100)}`);
    return token;
  }

  /** What an API lists, e.g. `get(token, 9696, "/v2.0/networks")`. */
  async get<T>(token: string, port: number, path: string): Promise<T> {
    const url = `https://${this.address}:${port}${path}`;
    const { status, text } = await this.ask(url, { headers: { "x-auth-token": token } });
    if (status !== 200) throw new Error(`${status} ${text.slice(0, 100)}`);
    return JSON.parse(text) as T;
  }

  private ask(url: string, options: Ask): Promise<Answer> {
    return ask(url, { ...options, ca: this.cloud.ca, seconds: this.seconds });
  }
}
