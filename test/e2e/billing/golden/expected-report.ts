import { Decimal } from "decimal.js";
import { type Cost, costOf, Exact, PERIOD, type Used, usedBy } from "./expected";
import { at, BEGIN, current, END, OUTAGES, PRICE_CHANGE, type Thing, THINGS } from "./story";

export const seconds = (instant: number): string =>
  `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** Declared by those who run the cloud, and what they are for, in words of reports' settings. */
interface Declared {
  time: readonly [number, number];
  reason: string;
  share?: string;
  meters?: string[];
  tenants?: Thing["project"][];
}

export const DECLARED: Declared[] = [
  // Around the second outage of the story: half of an hour, and a quarter of the next one.
  { time: [at(3, "12:30:00"), at(3, "13:15:00")], reason: "Power was off", share: "0.5" },
  {
    time: [at(2, "21:00:00"), at(2, "22:30:00")],
    reason: "No network",
    meters: ["network.incoming.bytes", "router"],
    tenants: ["golden"],
  },
  // Nothing was metered then, and nothing is paid.
  { time: [at(3, "05:00:00"), at(3, "06:00:00")], reason: "No metering" },
];

/** What meters are called in reports, and what their quantities are counted in there. */
const TITLES: Record<string, [title: string, unit: string]> = {
  instance: ["Machines", "h"],
  "instance.vcpus": ["vCPUs", "vCPU h"],
  "instance.memory": ["Memory", "GiB h"],
  "volume.size": ["Volumes", "GiB h"],
  "snapshot.size": ["Snapshots", "GiB h"],
  "image.size": ["Images", "GiB h"],
  "ip.floating": ["Floating IPs", "h"],
  router: ["Routers", "h"],
  "network.incoming.bytes": ["Traffic in", "GiB"],
  "network.outgoing.bytes": ["Traffic out", "GiB"],
};

type Costed = Used & Cost & { kept: Decimal };

/** CloudKitty keeps doubles, of which the shortest text is what reports calculate with. */
const double = (value: Decimal): Decimal => new Exact(String(Number(value.toFixed(50))));

const sum = (values: Decimal[]): Decimal => Exact.sum(0, ...values);
const text = (value: Decimal): string => (value.isZero() ? "0" : value.toFixed());

function costed(project: Thing["project"]): Costed[] {
  return usedBy(project).map((used) => {
    const quantity = double(used.quantity);
    const kept = double(costOf(project, used, used.quantity).amount);
    return { ...used, quantity, ...costOf(project, used, quantity), kept };
  });
}

const PARTS = ["list", "discount", "tier", "time", "amount"] as const;

const parts = (all: Costed[]): Record<(typeof PARTS)[number], Decimal> =>
  Object.fromEntries(PARTS.map((part) => [part, sum(all.map((one) => one[part]))])) as never;

const texts = <K extends string>(values: Record<K, Decimal>): Record<K, string> =>
  Object.fromEntries(
    Object.entries<Decimal>(values).map(([key, value]) => [key, text(value)]),
  ) as Record<K, string>;

const versionOf = (begin: number): string =>
  `standard ${begin < PRICE_CHANGE ? "2025-03-29" : "2025-03-30"}`;

function nameOf(id: string): string {
  const thing = THINGS.find((one) => one.id === id);
  const is = thing && current(thing.attributes, END);
  return is?.display_name ?? is?.name ?? "";
}

/** What is used of one thing at one price is one line. */
function lines(all: Costed[]) {
  const groups = new Map<string, Costed[]>();
  for (const one of all) {
    const key = [one.meter, one.id, one.kind, versionOf(one.begin), one.unitPrice].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.keys()].sort().map((key) => {
    const [service = "", resource = "", kind = "", version = "", unitPrice = ""] = key.split("\n");
    const own = groups.get(key) ?? [];
    const [title = "", unit = ""] = TITLES[service] ?? [];
    const quantity = sum(own.map((one) => one.quantity));
    return {
      ...{ service, title, resource, name: nameOf(resource), kind, version },
      quantity: text(unit === "GiB" ? quantity : quantity.toDecimalPlaces(10)),
      ...{ unit, unitPrice },
      ...texts(parts(own)),
    };
  });
}

function credits(project: Thing["project"], all: Costed[]) {
  return DECLARED.filter(({ tenants }) => tenants?.includes(project) ?? true).map(
    ({ time: [from, to], reason, share = "1", meters }) => {
      const given = all.map(({ meter, begin, amount }) => {
        const overlap = Math.min(begin + PERIOD, to) - Math.max(begin, from);
        const counts = overlap > 0 && (meters?.includes(meter) ?? true);
        return amount
          .times(share)
          .times(counts ? overlap : 0)
          .dividedBy(PERIOD);
      });
      const amount = text(sum(given).negated());
      return { from: seconds(from), to: seconds(to), reason, share, amount };
    },
  );
}

/** The hours in which something is used, and what each costs. */
function course(all: Costed[]) {
  const first = Math.min(...all.map(({ begin }) => begin));
  const hours = Array.from({ length: (END - first) / PERIOD }, (_, hour) => first + hour * PERIOD);
  return hours.map((hour) => ({
    begin: seconds(hour),
    amount: text(sum(all.filter(({ begin }) => begin === hour).map(({ amount }) => amount))),
  }));
}

/** Whole hours of which the story measures nothing. */
const gaps = OUTAGES.flatMap(([from, to]) => {
  const begin = Math.ceil(from / PERIOD) * PERIOD;
  const end = Math.floor(to / PERIOD) * PERIOD;
  return begin < end ? [{ begin: seconds(begin), end: seconds(end) }] : [];
});

/**
 * The report of a project for the whole story, to the last digit.
 * @param cloudkitty CloudKitty's own total: floats that InfluxDB added up, in an order of its own
 */
export function expectedReport(
  project: Thing["project"],
  about: { id: string; issued: string },
  cloudkitty: string,
) {
  const all = costed(project);
  const given = credits(project, all);
  const { list, discount, tier, time, amount } = parts(all);
  const off = sum(given.map((credit) => new Exact(credit.amount)));
  const subtotal = amount.plus(off);
  const total = subtotal.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const [begin, end] = [seconds(BEGIN), seconds(END)];
  return {
    format: "openstack-environment/report/1",
    number: "",
    kind: "preliminary",
    issued: about.issued,
    tenant: { name: project, projectId: about.id },
    period: { name: `${begin} to ${end}`, begin, end },
    ...{ currency: "EUR", decimals: 2, timeZone: "Europe/Berlin" },
    ratedUntil: end,
    gaps,
    versions: ["standard 2025-03-29", "standard 2025-03-30"],
    lines: lines(all),
    fees: [],
    credits: given,
    totals: {
      ...texts({ list, discounts: discount, tiers: tier, offPeak: time, usage: amount }),
      fees: "0",
      ...texts({ credits: off, subtotal, rounding: total.minus(subtotal) }),
      total: total.toFixed(2),
    },
    reconciliation: {
      cloudkitty,
      report: text(amount),
      difference: text(amount.minus(cloudkitty)),
      agrees: true,
      missing: text(new Exact(cloudkitty).minus(sum(all.map(({ kept }) => kept)))),
      differing: [],
    },
    course: course(all),
    notes: [],
  };
}

export type ExpectedReport = ReturnType<typeof expectedReport>;
