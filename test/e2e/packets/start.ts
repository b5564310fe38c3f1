import assert from "node:assert/strict";
import { parse } from "yaml";
import type { TenantOutputs } from "../../../components/tenant/outputs";
import { type Body, OpenStackApi } from "../support/openstack-api";
import type { LabOutputs } from "../support/outputs";
import { PREFIX } from "./leftovers";
import { DECLARED, type Declared, type Machine, ttlOf, userData } from "./machines";

/** Starts the machines, each as a user of its tenant; those of one tenant on different hosts. */
export async function startMachines(lab: LabOutputs, admin: OpenStackApi): Promise<Machine[]> {
  const tenants = new Map<string, Promise<Starter>>();
  const started = await Promise.all(
    DECLARED.map(async (declared, at) => {
      const { tenant } = declared;
      const starter = tenants.get(tenant) ?? Starter.of(lab, tenant);
      tenants.set(tenant, starter);
      return { declared, at, ...(await (await starter).start(declared, ttlOf(at))) };
    }),
  );
  return Promise.all(
    started.map(async ({ declared, at, ...made }) => {
      const server = await running(admin, made.id);
      return {
        ...declared,
        ...made,
        ttl: ttlOf(at),
        host: String(server["OS-EXT-SRV-ATTR:host"]),
        instance: String(server["OS-EXT-SRV-ATTR:instance_name"]),
      };
    }),
  );
}

/** A machine that was asked for. */
type Started = Pick<Machine, "id" | "port" | "mac" | "floating">;

/** A user of a tenant, who starts machines. */
class Starter {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly api: OpenStackApi,
    private readonly tenant: TenantOutputs,
    /** A group of machines that are to be on different hosts. */
    private readonly apart: string,
  ) {}

  static async of(lab: LabOutputs, name: string): Promise<Starter> {
    const tenant = lab.tenants[name];
    assert.ok(tenant, `the lab has no tenant ${name}`);
    const { cloudsYaml = "" } = lab.tenantCredentials[name] ?? {};
    const api = await OpenStackApi.loginAs(lab, userOf(cloudsYaml));
    const group = { name: `${PREFIX}apart`, policy: "anti-affinity" };
    const { server_group } = await api.post(
      "compute",
      "/os-server-groups",
      { server_group: group },
      "compute 2.64",
    );
    return new Starter(api, tenant, String((server_group as Body).id));
  }

  /** One after the other: machines that are placed at once may be placed on one host. */
  async start(declared: Declared, ttl: number): Promise<Started> {
    const start = this.last.then(() => this.startNext(declared, ttl));
    this.last = start;
    return start;
  }

  private async startNext(
    { name, network, address, group, published }: Declared,
    ttl: number,
  ): Promise<Started> {
    const { networks, securityGroups, flavors, images, externalNetworks } = this.tenant;
    const { port } = await this.api.post("network", "/v2.0/ports", {
      port: {
        name,
        network_id: networks[network],
        fixed_ips: [{ ip_address: address }],
        security_groups: [securityGroups[group]],
      },
    });
    const { id: portId, mac_address } = port as Record<string, string>;
    const { server } = await this.api.post("compute", "/servers", {
      server: {
        name,
        flavorRef: flavors.tiny,
        imageRef: images.tiny,
        networks: [{ port: portId }],
        user_data: Buffer.from(userData(ttl)).toString("base64"),
      },
      "os:scheduler_hints": { group: this.apart },
    });
    const made = { id: String((server as Body).id), port: portId ?? "", mac: mac_address ?? "" };
    await eventually(`a host for ${name}`, 30, async () => {
      const { server: now } = (await this.api.get("compute", `/servers/${made.id}`)) ?? {};
      return (now as Body).hostId !== "" ? true : undefined;
    });
    if (!published) return made;
    const { floatingip } = await this.api.post("network", "/v2.0/floatingips", {
      floatingip: {
        floating_network_id: externalNetworks.internet,
        port_id: portId,
        description: name,
      },
    });
    return { ...made, floating: String((floatingip as Body).floating_ip_address) };
  }
}

/** The first login of a clouds.yaml with a password. */
export function userOf(cloudsYaml: string): {
  userId: string;
  password: string;
  projectId: string;
} {
  const { clouds } = parse(cloudsYaml) as {
    clouds: Record<string, { auth: Record<string, string> }>;
  };
  const auth = Object.values(clouds).find((cloud) => cloud.auth.password)?.auth;
  return {
    userId: auth?.user_id ?? "",
    password: auth?.password ?? "",
    projectId: auth?.project_id ?? "",
  };
}

/** Waits until a machine's shell takes commands. */
function running(admin: OpenStackApi, id: string): Promise<Body> {
  return eventually(`the shell of machine ${id}`, 180, async () => {
    const { server } = (await admin.get("compute", `/servers/${id}`)) as { server: Body };
    assert.notEqual(server.status, "ERROR", JSON.stringify(server.fault));
    if (server.status !== "ACTIVE") return undefined;
    const action = { "os-getConsoleOutput": { length: 100 } };
    const { output } = await admin.post("compute", `/servers/${id}/action`, action);
    return String(output).includes("the shell is ready") ? server : undefined;
  });
}

/** Tries again every other second until there is something. */
async function eventually<T>(
  what: string,
  seconds: number,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    assert.ok(Date.now() < until, `${what} is not there after ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
