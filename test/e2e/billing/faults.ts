import assert from "node:assert/strict";
import type { Client } from "../personas/client";
import { onHost } from "../support/command";
import { labOutputs } from "../support/outputs";
import { adminOf } from "./tenants/people";
import { type Frame, framesOf, untilRated } from "./tenants/rated";

const PERIOD = 60_000;
const sleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const onBilling = (script: string): Promise<string> => onHost("billing", `set -e\n${script}`);

/** Ends units as a fault does: all their processes at once. */
const kill = (...units: string[]): Promise<string> =>
  onBilling(units.map((unit) => `systemctl kill --signal=SIGKILL ${unit}`).join("\n"));

/** Has nothing on the billing host reach Keystone meanwhile, as when a cloud boots. */
async function withoutKeystone(work: () => Promise<void>): Promise<void> {
  await onBilling(`nft -f - <<'END'
table inet billing-test {
  chain output {
    type filter hook output priority -10
    tcp dport 5000 reject
  }
}
END`);
  try {
    await work();
  } finally {
    await onBilling("nft delete table inet billing-test");
  }
}

/** As the step `gnocchi-billing` does. It tells how it ended. */
const declarePolicies = (): Promise<string> =>
  onHost(
    "billing",
    `python3 /usr/local/lib/openstack-environment/archive-policies.py /etc/gnocchi/gnocchi.conf \
      /etc/ssl/certs/ca-certificates.crt /etc/gnocchi/openstack-environment-archive-policies.json 2>&1
echo "ended with $?"`,
  );

/** As CloudKitty does it where InfluxDB found its disk full. It tells whether InfluxDB was started anew. */
const tellStuck = (): Promise<string> =>
  onBilling(`file=/run/lock/cloudkitty/influxdb-is-stuck
pid() { systemctl show --property MainPID --value influxdb; }
before=$(pid)
runuser -u cloudkitty -- touch "$file"
for try in $(seq 100); do
  if [ ! -e "$file" ] && [ "$(pid)" != "$before" ]; then
    echo "started anew"
    break
  fi
  sleep 0.2
done`);

/**
 * What goes wrong on the lab's own services while routers, which are always there, go on costing. A full
 * disk and a clock that is set are tried on services of the tests' own, by golden invoices.
 */
export function testFaults(): void {
  describe("faults", () => {
    let admin: Client;
    let projects: string[];
    let began: number;
    let ended: number;
    /** What the step of `make up` that asks Gnocchi printed: it began while Gnocchi was away. */
    let declared: string;
    let stuck: string;

    before(async () => {
      const lab = await labOutputs();
      admin = await adminOf(lab);
      projects = Object.values(lab.tenants).map(({ projectId }) => projectId);
      began = Date.now();
      await withoutKeystone(async () => {
        await kill("ceilometer-agent-notification");
        await sleep(30);
      });
      await kill("ceilometer-agent-central");
      await sleep(30);
      await sendTwice(admin, projects);
      let declaring: Promise<string>;
      try {
        await onBilling("systemctl stop gnocchi-api");
        await sleep(90);
        await kill("cloudkitty-processor");
        await sleep(60);
        declaring = declarePolicies();
        await sleep(30);
      } finally {
        await onBilling("systemctl start gnocchi-api gnocchi-metricd");
      }
      declared = await declaring;
      // Now it rates what it could not.
      stuck = await tellStuck();
      for (const seconds of [20, 40]) {
        await sleep(seconds);
        await kill("cloudkitty-processor", "gnocchi-metricd");
      }
      ended = Date.now();
      for (const project of projects) await untilRated(admin, project, ended);
    });
    // What was killed is started again by systemd.
    after(() =>
      onBilling(
        "systemctl is-active gnocchi-api gnocchi-metricd ceilometer-agent-central ceilometer-agent-notification cloudkitty-processor",
      ),
    );

    it("what is declared in Gnocchi waits for it", () => {
      assert.match(declared, /^Retriable status code 503\.[^]*\nended with 0\n$/);
    });

    it("InfluxDB that found its disk full is started anew", () => {
      assert.equal(stuck, "started anew\n");
    });

    it("nothing is lost while Gnocchi is away or something is killed, and nothing is there twice", async () => {
      const frames = await framesOf(admin, {
        meter: "router",
        since: new Date(began - PERIOD).toISOString(),
      });
      const first = began - (began % PERIOD);
      const minutes = Array.from({ length: Math.floor((ended - first) / PERIOD) }, (_, at) =>
        new Date(first + at * PERIOD).toISOString(),
      );
      const text = ({ begin, project, quantity }: Pick<Frame, "begin" | "project" | "quantity">) =>
        `${begin} ${project} ${quantity}`;
      const within = frames.filter(({ begin }) => minutes.includes(begin));
      const expected = projects.flatMap((project) =>
        minutes.map((begin) => text({ begin, project, quantity: 1 })),
      );
      assert.deepEqual(
        within
          .filter(({ project }) => projects.includes(project))
          .map(text)
          .sort(),
        expected.sort(),
      );
    });
  });
}

/** The last samples of routers once more. */
async function sendTwice(admin: Client, projects: string[]): Promise<void> {
  for (const project of projects) {
    const search = { "=": { project_id: project } };
    const path = "/v1/search/resource/network";
    const { text } = await admin.ask("metric", "POST", path, search);
    for (const { metrics } of JSON.parse(text) as { metrics: Record<string, string> }[]) {
      if (metrics.router === undefined) continue;
      const measures = `/v1/metric/${metrics.router}/measures`;
      const kept = await admin.ask("metric", "GET", `${measures}?granularity=60&refresh=false`);
      const last = (JSON.parse(kept.text) as [string, number, number][]).slice(-3);
      const again = last.flatMap(([timestamp, , value]) => [
        { timestamp, value },
        { timestamp, value },
      ]);
      const sent = await admin.ask("metric", "POST", measures, again as never);
      assert.equal(sent.status, 202, sent.text);
    }
  }
}
