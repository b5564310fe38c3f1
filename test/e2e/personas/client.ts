import { send, type Answer, type Body, type Catalog } from "../support/openstack-api";

/** Where the cloud is. */
export interface Cloud {
  authUrl: string;
  ca: string;
}

interface Token {
  catalog?: Catalog[];
  user: { id: string };
  project?: { id: string };
}

export interface Login {
  userId?: string;
  userName?: string;
  password: string;
  /** What the token is for. */
  scope: { projectId: string } | { domainId: string } | { projectName: string } | { system: true };
}

/** Where the catalogue's addresses have no version. */
const VERSION: Record<string, string> = { network: "/v2.0", image: "/v2" };

/** Somebody with a token: asks, and tells what came, whatever it is. */
export class Client {
  private constructor(
    private readonly cloud: Cloud,
    readonly token: string,
    private readonly body: Token,
  ) {}

  /** @throws Error with the answer, when Keystone gives no token */
  static async login(cloud: Cloud, login: Login): Promise<Client> {
    const answer = await askForToken(cloud, login);
    if (answer.status !== 201) throw new Error(`no token: ${answer.status} ${answer.text}`);
    const { token } = JSON.parse(answer.text) as { token: Token };
    return new Client(cloud, String(answer.headers["x-subject-token"]), token);
  }

  get userId(): string {
    return this.body.user.id;
  }

  get projectId(): string {
    return this.body.project?.id ?? "";
  }

  /** The types of services in the catalogue that came with the token. */
  get services(): string[] {
    return (this.body.catalog ?? []).map(({ type }) => type).sort();
  }

  ask(
    service: string,
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const endpoints = this.body.catalog?.find(({ type }) => type === service)?.endpoints;
    const url = endpoints?.find((endpoint) => endpoint.interface === "public")?.url ?? "";
    const all = { "x-auth-token": this.token, ...headers };
    return send(method, `${url}${VERSION[service] ?? ""}${path}`, this.cloud.ca, all, body);
  }

  /** The answer's body. @throws Error unless it went well */
  async must(
    service: string,
    method: string,
    path: string,
    body?: Body,
    headers?: Record<string, string>,
  ): Promise<Body> {
    const { status, text } = await this.ask(service, method, path, body, headers);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Body);
  }

  /** What a collection has. */
  async list(
    service: string,
    path: string,
    key: string,
    headers?: Record<string, string>,
  ): Promise<Body[]> {
    return (await this.must(service, "GET", path, undefined, headers))[key] as Body[];
  }
}

export function askForToken(cloud: Cloud, login: Login): Promise<Answer> {
  const { userId, userName, password, scope } = login;
  const domain = { name: "Default" };
  const user =
    userId === undefined ? { name: userName, domain, password } : { id: userId, password };
  const methods = { methods: ["password"], password: { user } };
  const auth = { identity: methods, scope: scopeOf(scope) };
  return send("POST", `${cloud.authUrl}/auth/tokens`, cloud.ca, {}, { auth });
}

function scopeOf(scope: Login["scope"]): object {
  if ("system" in scope) return { system: { all: true } };
  if ("domainId" in scope) return { domain: { id: scope.domainId } };
  if ("projectId" in scope) return { project: { id: scope.projectId } };
  return { project: { name: scope.projectName, domain: { name: "Default" } } };
}
