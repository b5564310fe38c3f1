import { Agent, request } from "node:https";

interface Page {
  status: number;
  location?: string;
  text: string;
}

/** A connection for each request: one that was kept may be closed just as it is taken again. */
const agent = new Agent({ keepAlive: false });

/** A person at the dashboard: follows redirections, keeps cookies, checks the certificate. */
export class Dashboard {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly ca: string,
  ) {}

  /** Logs in by the form. @returns the title of the page that one lands on */
  async login(username: string, password: string, domain: string): Promise<string> {
    const address = new URL("auth/login/", this.url).href;
    const form = await this.follow(address);
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(form)?.[1] ?? "";
    const fields = { csrfmiddlewaretoken: token, username, password, domain, region: "default" };
    return title(await this.follow(address, new URLSearchParams(fields).toString()));
  }

  /** The title of a page, such as `project/networks/`. */
  async title(path: string): Promise<string> {
    return title(await this.follow(new URL(path, this.url).href));
  }

  private async follow(address: string, form?: string): Promise<string> {
    let page = await this.send(address, form);
    let at = address;
    for (let hops = 0; page.location !== undefined && hops < 5; hops++) {
      at = new URL(page.location, at).href;
      page = await this.send(at);
    }
    if (page.status !== 200) throw new Error(`${at} answered ${page.status}: ${page.text}`);
    return page.text;
  }

  private send(address: string, form?: string): Promise<Page> {
    return new Promise((resolve, reject) => {
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const headers = {
        cookie,
        referer: address,
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      };
      const method = form === undefined ? "GET" : "POST";
      const sent = request(address, { method, ca: this.ca, agent, headers }, (answer) => {
        for (const line of answer.headers["set-cookie"] ?? []) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          this.cookies.set(name, value);
        }
        let text = "";
        answer.setEncoding("utf8").on("data", (more: string) => (text += more));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, text }),
        );
      });
      sent.on("error", reject);
      sent.end(form);
    });
  }
}

function title(html: string): string {
  return (/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? html).replace(/\s+/g, " ").trim();
}
