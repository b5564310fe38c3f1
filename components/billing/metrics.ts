import { periodOf, stepOf, type Metered } from "./period";

/** What CloudKitty rates, by Gnocchi's metric: units, names of their own, and what tells two of a kind apart. */
interface Metric {
  unit: string;
  /** Unique: metrics with the same one overwrite each other silently. */
  alt_name: string;
  groupby: string[];
  metadata: string[];
  /** As an expression, what the measured value is multiplied by: a power of 2, for it becomes a float. */
  factor: string;
  extra_args: {
    resource_type: string;
    aggregation_method: string;
    re_aggregation_method: string;
    force_granularity: number;
    custom_query: string;
  };
}

const GIB = 1024 ** 3;

/** @param attributes those that decide on the price, as they were then: metadata are those of now */
const of = (resource_type: string, attributes: string[], metadata: string[]) => ({
  resource_type,
  groupby: ["id", "user_id", "project_id", ...attributes],
  metadata,
});

const MACHINE = of("instance", ["flavor_name"], ["display_name"]);
const NETWORK = of("network", [], []);
const PORT = of("instance_network_interface", [], ["name", "instance_id"]);

interface Meter extends Pick<Metric, "unit" | "groupby" | "metadata"> {
  metric: string;
  resource_type: string;
  /** How many of what is measured make one of the unit, a power of 2. @default 1 */
  measured?: number;
  /** Whether what is measured only grows. @default false */
  counter?: boolean;
}

const METRICS: Meter[] = [
  { ...MACHINE, metric: "instance", unit: "instance" },
  { ...MACHINE, metric: "instance.vcpus", unit: "vcpu" },
  { ...MACHINE, metric: "instance.memory", unit: "GiB", measured: 1024 },
  { ...of("volume", ["volume_type"], ["display_name"]), metric: "volume.size", unit: "GiB" },
  { ...of("volume", [], ["display_name"]), metric: "snapshot.size", unit: "GiB" },
  { ...of("image", [], ["name"]), metric: "image.size", unit: "GiB", measured: GIB },
  { ...NETWORK, metric: "ip.floating", unit: "ip" },
  { ...NETWORK, metric: "router", unit: "router" },
  { ...PORT, metric: "network.incoming.bytes", unit: "GiB", measured: GIB, counter: true },
  { ...PORT, metric: "network.outgoing.bytes", unit: "GiB", measured: GIB, counter: true },
];

/**
 * A quantity is the mean over the whole period, in which a resource is worth nothing while it was not
 * there: half an hour of a machine is 0.5 of it. A step of several samples counts once, so nothing is paid
 * twice that came twice. Of a counter it is what was added in the period; one that begins anew at 0 (a
 * machine that was started again) adds nothing. What steps are together is calculated by
 * stepwise-collector.py.
 */
export function metrics(site: Metered): Record<string, Metric> {
  const custom = Object.entries(site.billing?.meters ?? {}).map(([metric, { unit }]): Meter => {
    return { ...of("generic", [], []), metric, unit };
  });
  return Object.fromEntries(
    [...METRICS, ...custom].map(
      ({ metric, resource_type, measured = 1, counter = false, ...rest }) => [
        metric,
        {
          ...rest,
          alt_name: metric,
          factor: `1/${measured}`,
          extra_args: {
            resource_type,
            aggregation_method: counter ? "rate:sum" : "mean",
            re_aggregation_method: "mean",
            force_granularity: stepOf(periodOf(site)),
            custom_query: counter ? `(clip_min ${STEP} 0)` : STEP,
          },
        },
      ],
    ),
  );
}

/** Gnocchi's operation: the value of a step. */
const STEP = "(aggregate RE_AGGREGATION_METHOD (metric METRIC_NAME AGGREGATION_METHOD))";
