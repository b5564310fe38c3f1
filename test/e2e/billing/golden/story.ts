/** Three days in UTC: a Saturday, the Sunday on which Berlin's clocks go forward, and a Monday. */
export const BEGIN = Date.parse("2025-03-29T00:00:00Z");
export const END = Date.parse("2025-04-01T00:00:00Z");

/** An instant in milliseconds, by day of these (1 to 3) and time. */
export const at = (day: number, time: string): number =>
  BEGIN + (day - 1) * 86_400_000 + Date.parse(`1970-01-01T${time}Z`);

/** The prices for machines change. */
export const PRICE_CHANGE = at(2, "00:00:00");

/** What something was from a moment on, and the moment at which it was gone. */
interface Life<T> {
  from: number;
  is: T;
}

/** Something that a project has, by Gnocchi's resource types, attributes and metrics. */
export interface Thing {
  id: string;
  project: "golden" | "other";
  type: string;
  attributes: Life<Record<string, string>>[];
  /** From then on there is no sample of it. */
  gone?: number;
  gauges?: Record<string, Life<number>[]>;
  /** Counters: what is added with each sample, in bytes; it begins anew at 0 at a moment. */
  counters?: Record<string, { adds: (sample: number) => number; restarts: number }>;
}

const since = <T>(is: T): Life<T>[] => [{ from: BEGIN, is }];
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const machine = (display_name: string, flavor_name: string) => ({
  ...{ display_name, flavor_name },
  ...{ flavor_id: flavor_name, host: "some" },
});
const SMALL = machine("app", "small");
const LARGE = machine("app", "large");
const RESIZED_AT = at(1, "10:37:30");
const CREATED = at(1, "08:02:00");
const RENAMED = at(1, "20:21:30");
const STARTED = at(1, "21:00:00");
const RESTARTED = at(2, "09:11:00");

export const RESIZED: Thing = {
  id: "5a000000-0000-4000-8000-000000000001",
  project: "golden",
  type: "instance",
  // In the middle of an hour and of a step.
  attributes: [...since(SMALL), { from: RESIZED_AT, is: LARGE }],
  gauges: {
    instance: since(1),
    "instance.vcpus": [...since(1), { from: RESIZED_AT, is: 2 }],
    "instance.memory": [...since(2048), { from: RESIZED_AT, is: 4096 }],
  },
};

/** A machine's, with counters of what goes through it. */
export const PORT: Thing = {
  id: "5a000000-0000-4000-8000-000000000009",
  project: "golden",
  type: "instance_network_interface",
  attributes: since({ name: "tap5a", instance_id: "5a000000-0000-4000-8000-000000000001" }),
  counters: {
    "network.incoming.bytes": { adds: (sample) => (sample % 5) * 64 * MIB, restarts: RESTARTED },
    "network.outgoing.bytes": { adds: (sample) => (sample % 3) * 5 * MIB, restarts: RESTARTED },
  },
};

export const THINGS: Thing[] = [
  RESIZED,
  {
    id: "5a000000-0000-4000-8000-000000000002",
    project: "golden",
    type: "instance",
    attributes: [
      { from: CREATED, is: machine("batch", "large") },
      // Another revision, and nothing of its price.
      { from: RENAMED, is: machine("batch2", "large") },
    ],
    // In the middle of an hour.
    gone: at(2, "14:20:00"),
    gauges: {
      instance: [{ from: CREATED, is: 1 }],
      "instance.vcpus": [{ from: CREATED, is: 2 }],
      "instance.memory": [{ from: CREATED, is: 4096 }],
    },
  },
  {
    id: "5a000000-0000-4000-8000-000000000003",
    project: "golden",
    type: "volume",
    attributes: since({ display_name: "data", volume_type: "ssd" }),
    gauges: { "volume.size": [...since(40), { from: at(2, "12:00:00"), is: 100 }] },
  },
  {
    id: "5a000000-0000-4000-8000-000000000004",
    project: "golden",
    type: "volume",
    attributes: since({ display_name: "archive", volume_type: "hdd" }),
    // Just to the threshold, over it, and half an hour below it again.
    gauges: {
      "volume.size": [
        ...since(499),
        { from: at(2, "15:00:00"), is: 500 },
        { from: at(3, "10:00:00"), is: 600 },
        { from: at(3, "20:30:00"), is: 300 },
      ],
    },
  },
  {
    id: "5a000000-0000-4000-8000-000000000005",
    project: "golden",
    type: "volume",
    attributes: since({ display_name: "before", volume_type: "" }),
    gone: at(3, "00:00:00"),
    gauges: { "snapshot.size": since(7) },
  },
  {
    id: "5a000000-0000-4000-8000-000000000006",
    project: "golden",
    type: "image",
    attributes: since({ name: "golden", container_format: "bare", disk_format: "raw" }),
    gauges: { "image.size": since(1.5 * GIB) },
  },
  {
    id: "5a000000-0000-4000-8000-000000000007",
    project: "golden",
    type: "network",
    attributes: since({}),
    gauges: { "ip.floating": since(1) },
  },
  {
    id: "5a000000-0000-4000-8000-000000000008",
    project: "golden",
    type: "network",
    attributes: since({}),
    gauges: { router: since(1) },
  },
  PORT,
  {
    id: "5a000000-0000-4000-8000-00000000000a",
    project: "other",
    type: "instance",
    attributes: [{ from: STARTED, is: SMALL }],
    gauges: {
      instance: [{ from: STARTED, is: 1 }],
      "instance.vcpus": [{ from: STARTED, is: 1 }],
      "instance.memory": [{ from: STARTED, is: 2048 }],
    },
  },
];

/** What is measured of the cloud itself after all that: rating waits for something that is younger. */
export const AFTER = {
  id: "5a000000-0000-4000-8000-00000000000b",
  type: "image",
  metric: "image.size",
  instant: END + 7_200_000,
};

/** Nothing was measured: a whole hour of everything, the end of one hour and the beginning of another. */
export const OUTAGES = [
  [at(3, "05:00:00"), at(3, "06:00:00")],
  [at(3, "12:45:00"), at(3, "13:10:00")],
] as const;

/**
 * What comes twice, and what comes after all that is younger: by less than a day, which is what Gnocchi
 * takes back. Of a counter it loses what was added in one step where something comes later than that.
 */
export const TWICE = [at(3, "09:00:00"), at(3, "10:00:00")] as const;
export const LATE = [at(3, "03:00:00"), at(3, "04:00:00")] as const;

/**
 * The clock of who asks is wrong, by so much: set back, when what it has already told of is told of again,
 * and later set forward, when it tells of what is to come. In between and after that it is right.
 */
export const CLOCK = [
  { wrong: [at(3, "15:00:00"), at(3, "16:00:00")], by: -10 * 60_000 },
  { wrong: [at(3, "17:00:00"), at(3, "17:30:00")], by: 7 * 60_000 },
] as const;

/** The first samples, until then, come to a full disk. */
export const FULL = at(1, "20:00:00");

export const within = (instant: number, [from, to]: readonly [number, number]): boolean =>
  from <= instant && instant < to;

/** What something is at a moment. */
export const current = <T>(life: Life<T>[], instant: number): T | undefined =>
  life.findLast(({ from }) => from <= instant)?.is;

export const iso = (instant: number): string => new Date(instant).toISOString();
