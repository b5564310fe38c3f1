import { CloudError, type CloudSession } from "./session";

/** Quotas by service and name; -1 is no limit. */
export type Quotas = Record<QuotaService, Record<string, number>>;
export type QuotaService = "compute" | "volumev3" | "network";

/** What is limited where a tenant is frozen: whatever costs something. */
const NAMES: Record<QuotaService, string[]> = {
  compute: ["instances", "cores", "ram"],
  volumev3: ["volumes", "gigabytes", "snapshots"],
  network: ["floatingip", "router"],
};

export const SERVICES = Object.keys(NAMES) as QuotaService[];

interface Use {
  limit: number;
  in_use?: number;
  used?: number;
}

/** Nova's, Cinder's and Neutron's quotas of projects. */
export class ProjectQuotas {
  constructor(readonly session: CloudSession) {}

  /** The limits, and what is used now. */
  async read(projectId: string): Promise<{ limits: Quotas; used: Quotas }> {
    const [limits, used] = [empty(), empty()];
    for (const service of SERVICES) {
      const all = await this.#get(service, projectId);
      for (const name of NAMES[service]) {
        const one = all[name];
        if (one === undefined) continue;
        limits[service][name] = one.limit;
        used[service][name] = one.in_use ?? one.used ?? 0;
      }
    }
    return { limits, used };
  }

  async write(projectId: string, quotas: Quotas): Promise<void> {
    for (const service of SERVICES) {
      const { path, key } = PATHS[service];
      const wanted = quotas[service];
      // Below what is used Nova refuses without it: a machine may be made between question and answer.
      const body = service === "compute" ? { ...wanted, force: true } : wanted;
      await this.session.request(service, "PUT", path(projectId), {
        [key]: body,
      });
    }
  }

  async #get(service: QuotaService, projectId: string): Promise<Record<string, Use | undefined>> {
    const { path, key, use } = PATHS[service];
    const answer = await this.session.request<Record<string, Record<string, Use | undefined>>>(
      service,
      "GET",
      path(projectId) + use,
    );
    const all = answer[key];
    if (all === undefined)
      throw new CloudError(200, `quotas of ${service}`, "no quotas in the answer");
    return all;
  }
}

const PATHS: Record<QuotaService, { path: (project: string) => string; use: string; key: string }> =
  {
    compute: { path: (id) => `/os-quota-sets/${id}`, use: "/detail", key: "quota_set" },
    volumev3: { path: (id) => `/os-quota-sets/${id}`, use: "?usage=true", key: "quota_set" },
    network: { path: (id) => `/v2.0/quotas/${id}`, use: "/details.json", key: "quota" },
  };

const empty = (): Quotas => ({ compute: {}, volumev3: {}, network: {} });
