/** What CloudKitty rates, by Gnocchi's metric: units, names of their own, and what tells two of a kind apart. */
interface Metric {
  unit: string;
  /** Unique: metrics with the same one overwrite each other silently. */
  alt_name: string;
  groupby: string[];
  metadata: string[];
  /** As an expression: what the measured value is multiplied by. */
  factor?: string;
  /** NUMBOOL: 1 for whatever is not 0. */
  mutate?: "NUMBOOL";
  extra_args: {
    resource_type: string;
    aggregation_method: "mean" | "max";
    force_granularity: number;
  };
}

const GROUP = ["id", "user_id", "project_id"];

/** @param granularity seconds between samples, as Gnocchi keeps them */
export function metrics(granularity: number): Record<string, Metric> {
  const of = (resource_type: string): Pick<Metric, "groupby" | "extra_args"> => ({
    groupby: GROUP,
    extra_args: { resource_type, aggregation_method: "mean", force_granularity: granularity },
  });
  const machine = { ...of("instance"), metadata: ["flavor_name", "display_name"] };
  return {
    instance: { ...machine, unit: "instance", alt_name: "instance" },
    "instance.vcpus": { ...machine, unit: "vcpu", alt_name: "instance.vcpus" },
    "instance.memory": { ...machine, unit: "GiB", alt_name: "instance.memory", factor: "1/1024" },
    "volume.size": {
      ...of("volume"),
      unit: "GiB",
      alt_name: "volume.size",
      metadata: ["volume_type", "display_name"],
    },
    "snapshot.size": {
      ...of("volume"),
      unit: "GiB",
      alt_name: "snapshot.size",
      metadata: ["display_name"],
    },
    "ip.floating": { ...of("network"), unit: "ip", alt_name: "ip.floating", metadata: [] },
    router: { ...of("network"), unit: "router", alt_name: "router", metadata: [] },
  };
}
