import { request } from "node:http";
import type { Body } from "../../support/openstack-api";

/** A sample: when (ISO 8601), and what was measured. */
export type Sample = [timestamp: string, value: number];

const PATIENCE = 120_000;

/** Samples by resource and metric. */
export type Given = Record<string, Record<string, { policy: string; samples: Sample[] }>>;

export interface ResourceType {
  name: string;
  attributes: Body;
}

/** The tests' own Gnocchi, as its administrator. */
export class Gnocchi {
  constructor(private readonly url: string) {}

  async archivePolicy(policy: Body): Promise<void> {
    await this.ask("POST", "/v1/archive_policy", policy);
  }

  /** A type of resources as another Gnocchi has it. */
  async resourceType({ name, attributes }: ResourceType): Promise<void> {
    await this.ask("POST", "/v1/resource_type", { name, attributes });
  }

  async resource(type: string, attributes: Body): Promise<void> {
    await this.ask("POST", `/v1/resource/${type}`, attributes);
  }

  async changeResource(type: string, id: string, attributes: Body): Promise<void> {
    await this.ask("PATCH", `/v1/resource/${type}/${id}`, attributes);
  }

  /** Hands in samples by resource and metric, whose archive policy is made with the first of them. */
  async handIn(given: Given): Promise<void> {
    const body = Object.fromEntries(
      Object.entries(given).map(([resource, all]) => [
        resource,
        Object.fromEntries(
          Object.entries(all).map(([metric, { policy, samples }]) => [
            metric,
            {
              archive_policy_name: policy,
              measures: samples.map(([timestamp, value]) => ({ timestamp, value })),
            },
          ]),
        ),
      ]),
    );
    await this.ask("POST", "/v1/batch/resources/metrics/measures?create_metrics=true", body);
  }

  /** Hands them in, and waits until all are worked in. */
  async samples(given: Given): Promise<void> {
    await this.handIn(given);
    for (const until = Date.now() + PATIENCE; Date.now() < until;) {
      const { storage } = (await this.ask("GET", "/v1/status?details=false")) as Status;
      if (storage.summary.measures === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error(`samples are not worked in after ${PATIENCE / 1000} s`);
  }

  private ask(method: string, path: string, body?: Body): Promise<unknown> {
    const headers = {
      authorization: `Basic ${Buffer.from("admin:").toString("base64")}`,
      "content-type": "application/json",
    };
    return new Promise((resolve, reject) => {
      const call = request(`${this.url}${path}`, { method, headers, agent: false }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("end", () => {
          const { statusCode = 0 } = answer;
          if (statusCode < 300) resolve(text === "" ? undefined : JSON.parse(text));
          else reject(new Error(`${method} ${path} answered ${statusCode}: ${text}`));
        });
      });
      call.on("error", reject);
      call.end(body ? JSON.stringify(body) : undefined);
    });
  }
}

interface Status {
  storage: { summary: { measures: number } };
}
