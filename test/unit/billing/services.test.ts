import assert from "node:assert/strict";
import { parse } from "yaml";
import { ceilometer, ceilometerCompute } from "../../../components/billing/ceilometer";
import { cloudkitty } from "../../../components/billing/cloudkitty";
import { gnocchi } from "../../../components/billing/gnocchi";
import { influxdb } from "../../../components/billing/influxdb";
import type { Host } from "../../../components/host";
import type { Place, Service } from "../../../components/service/service";
import { secrets, site } from "../controlplane/site";

const host: Host = {
  name: "billing",
  roles: ["billing"],
  addresses: { management: "10.0.0.51" },
  externalInterfaces: {},
  connection: { host: "10.0.0.51" },
};

const content = (service: Service, path: string): string => {
  const place: Place = {
    site: {
      ...site(),
      billing: {
        period: 600,
        currency: "EUR",
        decimals: 2,
        rounding: "half-up",
        timeZone: "UTC",
        holidays: [],
        plans: {},
        tenants: {},
        outages: [],
        meters: {
          "backup.size": {
            unit: "GiB",
            service: "volumev3",
            path: "backups/detail?all_tenants=true",
            entries: "backups",
            value: "size",
            project: "os-backup-project-attr:project_id",
            resource: "id",
          },
        },
      },
    },
    host,
    peers: [host],
    secrets: { ...secrets, database: { ...secrets.database, cloudkitty: "rated-word" } },
  };
  const file = (service.files?.(place) ?? []).find((one) => one.path === path);
  return file?.content ?? assert.fail(`${service.name} has no ${path}`);
};

interface Metric {
  alt_name: string;
  factor: string;
  extra_args: {
    resource_type: string;
    aggregation_method: string;
    force_granularity: number;
    custom_query: string;
  };
}

describe("metering and rating", () => {
  const rated = (
    parse(content(cloudkitty, "/etc/cloudkitty/metrics.yml")) as { metrics: Record<string, Metric> }
  ).metrics;

  it("rates what is polled, and polls what is rated", () => {
    const polled = (service: Service) =>
      (
        parse(content(service, "/etc/ceilometer/polling.yaml")) as {
          sources: { meters: string[]; interval: number }[];
        }
      ).sources;
    const [central, ...others] = [...polled(ceilometer), ...polled(ceilometerCompute)];
    // A period of 600 seconds has steps of 300, in each of which everything is asked for twice.
    assert.equal(central?.interval, 150);
    assert.deepEqual(
      Object.keys(rated).sort(),
      [central, ...others].flatMap((source) => source?.meters ?? []).sort(),
    );
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

  it("gives resources what Ceilometer's types of them require: none is made else", () => {
    // ceilometer/gnocchi_client.py of 24.0.0
    const required: Record<string, string[]> = {
      instance: ["display_name", "flavor_id", "flavor_name", "host"],
      volume: [],
      image: ["container_format", "disk_format", "name"],
      network: [],
      instance_network_interface: ["instance_id", "name"],
      generic: [],
    };
    const { resources } = parse(content(ceilometer, "/etc/ceilometer/gnocchi_resources.yaml")) as {
      resources: { resource_type: string; attributes?: Record<string, string> }[];
    };
    assert.deepEqual(
      resources.map(({ resource_type, attributes = {} }) => [
        resource_type,
        (required[resource_type] ?? []).filter((name) => attributes[name] === undefined),
      ]),
      Object.keys(required).map((name) => [name, []]),
    );
  });

  it("gives each rated metric a name of its own: another one of it would overwrite it", () => {
    const names = Object.values(rated).map(({ alt_name }) => alt_name);
    assert.deepEqual([...new Set(names)], names);
  });

  it("has Gnocchi keep what CloudKitty asks it for, at the distance of the samples", () => {
    interface Policy {
      name: string;
      aggregation_methods: string[];
      definition: { granularity: string }[];
    }
    const path = "/etc/gnocchi/openstack-environment-archive-policies.json";
    const policies = JSON.parse(content(gnocchi, path)) as Policy[];
    const types = parse(content(ceilometer, "/etc/ceilometer/gnocchi_resources.yaml")) as {
      resources: { metrics: Record<string, { archive_policy_name: string } | null> }[];
    };
    const policyOf = Object.assign({}, ...types.resources.map(({ metrics }) => metrics)) as Record<
      string,
      { archive_policy_name: string } | null
    >;
    // One in the publisher's address would be that of all metrics.
    const pipeline = parse(content(ceilometer, "/etc/ceilometer/pipeline.yaml")) as {
      sinks: { publishers: string[] }[];
    };
    assert.deepEqual(
      pipeline.sinks.flatMap(({ publishers }) => publishers),
      ["patient-gnocchi://"],
    );
    for (const [metric, { extra_args }] of Object.entries(rated)) {
      const name = policyOf[metric]?.archive_policy_name ?? "billing";
      const policy = policies.find((one) => one.name === name);
      assert.ok(policy, name);
      assert.ok(policy.aggregation_methods.includes(extra_args.aggregation_method), metric);
      const kept = policy.definition.map(({ granularity }) => granularity);
      assert.ok(kept.includes(`${extra_args.force_granularity}s`), metric);
    }
  });

  it("rates what part of a period something was there, and of counters what was added", () => {
    const { instance, "instance.memory": memory, "network.incoming.bytes": incoming } = rated;
    assert.deepEqual(instance, {
      unit: "instance",
      alt_name: "instance",
      groupby: ["id", "user_id", "project_id", "flavor_name"],
      metadata: ["display_name"],
      factor: "1/1",
      extra_args: {
        resource_type: "instance",
        aggregation_method: "mean",
        re_aggregation_method: "mean",
        force_granularity: 300,
        custom_query: "(aggregate RE_AGGREGATION_METHOD (metric METRIC_NAME AGGREGATION_METHOD))",
      },
    });
    assert.equal(memory?.factor, "1/1024");
    assert.deepEqual(
      [
        incoming?.factor,
        incoming?.extra_args.aggregation_method,
        incoming?.extra_args.custom_query,
      ],
      [
        "1/1073741824",
        "rate:sum",
        "(clip_min (aggregate RE_AGGREGATION_METHOD (metric METRIC_NAME AGGREGATION_METHOD)) 0)",
      ],
    );
  });

  it("polls what an environment adds, and rates it as all else", () => {
    const pollsters = parse(
      content(ceilometer, "/etc/ceilometer/pollsters.d/openstack-environment.yaml"),
    ) as { name: string }[];
    assert.deepEqual(
      pollsters.find(({ name }) => name === "backup.size"),
      {
        sample_type: "gauge",
        skip_sample_values: [0],
        name: "backup.size",
        unit: "GiB",
        endpoint_type: "volumev3",
        url_path: "backups/detail?all_tenants=true",
        response_entries_key: "backups",
        value_attribute: "size",
        resource_id_attribute: "id",
        project_id_attribute: "os-backup-project-attr:project_id",
      },
    );
    assert.equal(rated["backup.size"]?.extra_args.resource_type, "generic");
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

  it("has Gnocchi keep samples and files by classes that lose nothing on a full disk", () => {
    const config = content(gnocchi, "/etc/gnocchi/gnocchi.conf");
    assert.match(config, /^\[storage\]\ndriver = careful-file$/m);
    assert.match(config, /^\[incoming\]\ndriver = careful-file$/m);
    const folder = "/usr/local/lib/python3.13/dist-packages";
    for (const [module, points] of Object.entries({
      openstack_environment_files:
        "[gnocchi.storage]\ncareful-file = openstack_environment_files:CarefulFiles\n",
      openstack_environment_incoming:
        "[gnocchi.incoming]\ncareful-file = openstack_environment_incoming:CarefulIncoming\n",
    })) {
      assert.equal(content(gnocchi, `${folder}/${module}-1.dist-info/entry_points.txt`), points);
    }
  });

  it("starts InfluxDB anew where CloudKitty's storage tells that it has to be", () => {
    const unit = "/etc/systemd/system/openstack-environment-influxdb-stuck";
    const [, told = ""] = /^PathExists=(.*)$/m.exec(content(influxdb, `${unit}.path`)) ?? [];
    const [, folder] =
      /^lock_path = (.*)$/m.exec(content(cloudkitty, "/etc/cloudkitty/cloudkitty.conf")) ?? [];
    const [, name] =
      /^STUCK_FILE = "(.*)"$/m.exec(
        content(
          cloudkitty,
          "/usr/local/lib/python3.13/dist-packages/openstack_environment_storage.py",
        ),
      ) ?? [];
    // /var/lock is a link to it.
    assert.equal(told.replace("/run/lock", "/var/lock"), `${folder}/${name}`);
    assert.match(
      content(influxdb, `${unit}.service`),
      /^ExecStart=.*restart-stuck\.sh \/run\/lock\/cloudkitty\/influxdb-is-stuck \/var\/lib\/influxdb 65536 systemctl restart influxdb$/m,
    );
    assert.ok(influxdb.units?.includes("openstack-environment-influxdb-stuck.path"));
  });
});
