import assert from "node:assert/strict";
import type { Body, OpenStackApi } from "../support/openstack-api";

type Service = "compute" | "volumev3" | "network";
export type Sets = Record<Service, Record<string, unknown>>;

/** Where a project's quotas are, where what is used of them is, and which ones a freeze sets. */
const PLACES: Record<
  Service,
  { path: (id: string) => string; use: string; key: string; frozen: string[] }
> = {
  compute: {
    path: (id) => `/os-quota-sets/${id}`,
    use: "/detail",
    key: "quota_set",
    frozen: ["instances", "cores", "ram"],
  },
  volumev3: {
    path: (id) => `/os-quota-sets/${id}`,
    use: "?usage=true",
    key: "quota_set",
    frozen: ["volumes", "gigabytes", "snapshots"],
  },
  network: {
    path: (id) => `/v2.0/quotas/${id}`,
    use: "/details.json",
    key: "quota",
    frozen: ["floatingip", "router"],
  },
};
const SERVICES = Object.keys(PLACES) as Service[];

/** A project's quotas, by the APIs. */
export class QuotaSets {
  constructor(
    readonly api: OpenStackApi,
    readonly projectId: string,
  ) {}

  /** All that there are. */
  read = (): Promise<Sets> => this.#all("");

  /** What is used of those that a freeze sets. */
  async used(): Promise<Sets> {
    const all = (await Promise.all(
      SERVICES.map(async (service) => [service, await this.#ask(service, PLACES[service].use)]),
    )) as [Service, Record<string, { in_use?: number; used?: number }>][];
    return Object.fromEntries(
      all.map(([service, sets]) => [
        service,
        Object.fromEntries(
          PLACES[service].frozen.map((name) => [name, sets[name]?.in_use ?? sets[name]?.used]),
        ),
      ]),
    ) as Sets;
  }

  /** Sets what a freeze sets to what it was, where it is something else. */
  async restore(before: Sets): Promise<void> {
    const now = await this.read();
    for (const service of SERVICES) {
      const { path, key, frozen } = PLACES[service];
      const wanted = Object.fromEntries(frozen.map((name) => [name, before[service][name]]));
      if (frozen.every((name) => now[service][name] === wanted[name])) continue;
      await this.api.put(service, path(this.projectId), { [key]: wanted });
    }
  }

  async #all(use: string): Promise<Sets> {
    const all = await Promise.all(
      SERVICES.map(async (service) => [service, await this.#ask(service, use)] as const),
    );
    return Object.fromEntries(all) as Sets;
  }

  async #ask(service: Service, use: string): Promise<Record<string, unknown>> {
    const { path, key } = PLACES[service];
    const answer = await this.api.get(service, path(this.projectId) + use);
    return (answer?.[key] ?? assert.fail(`no quotas of ${service}`)) as Body;
  }
}
