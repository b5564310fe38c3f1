import { periodOf, stepOf, type Metered } from "./period";

/** What CloudKitty rates, by Gnocchi's metric: units, names of their own, and what tells two of a kind apart. */
interface Metric {
  unit: string;
  /** Unique: metrics with the same one overwrite each other silently. */
  alt_name: string;
  groupby: string[];
  metadata: string[];
  /** As an expression: what the measured value is multiplied by. */
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
  /** How many of what is measured make one of the unit. @default 1 */
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
 * machine that was started again) adds nothing.
 */
export function metrics(site: Metered): Record<string, Metric> {
  const period = periodOf(site);
  const step = stepOf(period);
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
          factor: counter ? `1/${measured}` : `${step}/${period * measured}`,
          extra_args: {
            resource_type,
            aggregation_method: counter ? "rate:sum" : "mean",
            re_aggregation_method: "mean",
            force_granularity: step,
            // Without it the first step of a period would stand for all of it.
            custom_query: counter ? total(period, "(clip_min $ 0)") : total(period, "$"),
          },
        },
      ],
    ),
  );
}

/** Gnocchi's operations: what the steps of a period are together. */
const total = (period: number, step: string): string =>
  `(resample sum ${period} ${step.replace("$", "(aggregate RE_AGGREGATION_METHOD (metric METRIC_NAME AGGREGATION_METHOD))")})`;
