import assert from "node:assert/strict";
import { parse } from "yaml";
import { ceilometer } from "../../../components/billing/ceilometer";
import { cloudkitty } from "../../../components/billing/cloudkitty";
import { gnocchi } from "../../../components/billing/gnocchi";
import { influxdb } from "../../../components/billing/influxdb";
import type { Host } from "../../../components/host";
import type { Service } from "../../../components/service/service";
import { secrets, site } from "../controlplane/site";

const host: Host = {
  name: "billing",
  roles: ["billing"],
  addresses: { management: "10.0.0.51" },
  externalInterfaces: {},
  connection: { host: "10.0.0.51" },
};

const content = (service: Service, path: string): string => {
  const place = {
    site: { ...site(), billing: { period: 600 } },
    host,
    peers: [host],
    secrets: { ...secrets, database: { ...secrets.database, cloudkitty: "rated-word" } },
  };
  const file = (service.files?.(place) ?? []).find((one) => one.path === path);
  return file?.content ?? assert.fail(`${service.name} has no ${path}`);
};

interface Metric {
  alt_name: string;
  extra_args: { resource_type: string; aggregation_method: string; force_granularity: number };
}

describe("metering and rating", () => {
  const rated = (
    parse(content(cloudkitty, "/etc/cloudkitty/metrics.yml")) as { metrics: Record<string, Metric> }
  ).metrics;

  it("rates what is polled, and polls what is rated", () => {
    const polling = parse(content(ceilometer, "/etc/ceilometer/polling.yaml")) as {
      sources: { meters: string[]; interval: number }[];
    };
    assert.deepEqual(Object.keys(rated).sort(), polling.sources[0]?.meters.sort());
    const types = parse(content(ceilometer, "/etc/ceilometer/gnocchi_resources.yaml")) as {
      resources: { resource_type: string; metrics: object }[];
    };
    assert.deepEqual(
      types.resources
        .flatMap(({ resource_type, metrics }) =>
          Object.keys(metrics).map((name) => [name, resource_type]),
        )
        .sort(),
      Object.entries(rated)
        .map(([name, { extra_args }]) => [name, extra_args.resource_type])
        .sort(),
    );
  });

  it("gives each rated metric a name of its own: another one of it would overwrite it", () => {
    const names = Object.values(rated).map(({ alt_name }) => alt_name);
    assert.deepEqual([...new Set(names)], names);
  });

  it("has Gnocchi keep what CloudKitty asks it for, at the distance of the samples", () => {
    const path = "/etc/gnocchi/openstack-environment-archive-policies.json";
    const [policy] = JSON.parse(content(gnocchi, path)) as {
      aggregation_methods: string[];
      definition: { granularity: string }[];
    }[];
    for (const { extra_args } of Object.values(rated)) {
      assert.ok(policy);
      assert.ok(policy.aggregation_methods.includes(extra_args.aggregation_method));
      const kept = policy.definition.map(({ granularity }) => granularity);
      assert.ok(kept.includes(`${extra_args.force_granularity}s`));
    }
  });

  it("keeps rated data where none but CloudKitty reads it, by a password that is in no argument", () => {
    const config = content(influxdb, "/etc/influxdb/influxdb.conf");
    assert.match(
      config,
      /\[http\]\n {2}bind-address = "127\.0\.0\.1:8086"\n {2}auth-enabled = true/,
    );
    assert.deepEqual(influxdb.ports ?? [], []);
    assert.match(
      content(cloudkitty, "/etc/cloudkitty/cloudkitty.conf"),
      /^password = rated-word$/m,
    );
    assert.match(content(cloudkitty, "/etc/cloudkitty/cloudkitty.conf"), /^period = 600$/m);
  });
});
