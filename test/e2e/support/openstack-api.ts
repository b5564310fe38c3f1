import { Agent, request } from "node:https";

/** A JSON object as OpenStack answers it. */
export type Body = Record<string, unknown>;

/** The cloud as the lab's outputs name it. */
export interface AdminLogin {
  authUrl: string;
  ca: string;
  region: string;
  adminPassword: string;
}

export type ServiceType = "identity" | "network" | "compute" | "image" | "volumev3" | "placement";

export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

export interface Catalog {
  type: string;
  endpoints: { interface: string; url: string }[];
}

/** A user of a tenant, as its clouds.yaml has it. */
export interface UserLogin {
  userId: string;
  password: string;
  projectId: string;
}

/**
 * OpenStack's APIs as the cloud's administrator or as a tenant's user, by nothing but HTTP: what a
 * plugin did is seen here without the plugin.
 */
export class OpenStackApi {
  private constructor(
    private readonly ca: string,
    private readonly token: string,
    private readonly catalog: Catalog[],
  ) {}

  static login(lab: AdminLogin): Promise<OpenStackApi> {
    const domain = { name: "Default" };
    const user = { name: "admin", domain, password: lab.adminPassword };
    return OpenStackApi.authenticate(lab, user, { name: "admin", domain });
  }

  static loginAs(
    lab: Pick<AdminLogin, "authUrl" | "ca">,
    { userId, password, projectId }: UserLogin,
  ): Promise<OpenStackApi> {
    return OpenStackApi.authenticate(lab, { id: userId, password }, { id: projectId });
  }

  private static async authenticate(
    { authUrl, ca }: Pick<AdminLogin, "authUrl" | "ca">,
    user: Body,
    project: Body,
  ): Promise<OpenStackApi> {
    const identity = { methods: ["password"], password: { user } };
    const body = { auth: { identity, scope: { project } } };
    const { status, headers, text } = await send("POST", `${authUrl}/auth/tokens`, ca, {}, body);
    if (status !== 201) throw new Error(`POST /auth/tokens answered ${status}: ${text}`);
    const { token } = JSON.parse(text) as { token: { catalog: Catalog[] } };
    return new OpenStackApi(ca, String(headers["x-subject-token"]), token.catalog);
  }

  /** The answer to a GET (or HEAD: `{}`); nothing where it is 404. */
  async get(
    service: ServiceType,
    path: string,
    { method = "GET", version = "" } = {},
  ): Promise<Body | undefined> {
    const { status, text } = await this.call(service, method, path, version);
    if (status === 404) return undefined;
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Body);
  }

  async put(service: ServiceType, path: string, body: Body): Promise<void> {
    const { status, text } = await this.call(service, "PUT", path, "", body);
    if (status >= 300) throw new Error(`PUT ${path} answered ${status}: ${text}`);
  }

  async post(service: ServiceType, path: string, body: Body, version = ""): Promise<Body> {
    const { status, text } = await this.call(service, "POST", path, version, body);
    if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Body);
  }

  /** Deletes what may be gone already. */
  async remove(service: ServiceType, path: string): Promise<void> {
    const { status, text } = await this.call(service, "DELETE", path, "");
    if (status >= 300 && status !== 404) {
      throw new Error(`DELETE ${path} answered ${status}: ${text}`);
    }
  }

  private call(
    service: ServiceType,
    method: string,
    path: string,
    version: string,
    body?: Body,
  ): Promise<Answer> {
    const endpoints = this.catalog.find(({ type }) => type === service)?.endpoints;
    const url = endpoints?.find((endpoint) => endpoint.interface === "public")?.url;
    const headers = {
      "x-auth-token": this.token,
      ...(version ? { "openstack-api-version": version } : {}),
    };
    return send(method, `${url}${path}`, this.ca, headers, body);
  }
}

/** A connection for each request: one that was kept may be closed just as it is taken again. */
const agent = new Agent({ keepAlive: false });

export function send(
  method: string,
  url: string,
  ca: string,
  headers: Record<string, string>,
  body?: Body,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = body ? { "content-type": "application/json" } : {};
    const options = { method, ca, agent, headers: { ...type, ...headers } };
    const call = request(url, options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      );
    });
    call.on("error", reject);
    call.end(body ? JSON.stringify(body) : undefined);
  });
}
