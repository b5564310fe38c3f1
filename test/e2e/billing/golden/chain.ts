import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { CloudKitty } from "../../../../components/billing/reports/cloud/cloudkitty";
import type { Report } from "../../../../components/billing/reports/model/report";
import { onHost } from "../../support/command";
import { type Client } from "../../personas/client";
import type { LabOutputs } from "../../support/outputs";
import { Direct } from "../../../contract/providers-cloudkitty/support/direct";
import { type Given, Gnocchi, type ResourceType, type Sample } from "../private/measures";
import type { PrivateServices, Revision } from "../private/services";
import { type Line, line } from "./expected";
import { PriceList } from "./prices";
import { askedBy, reportOf } from "./statement";
import { measured, samplesOf } from "./samples";
import {
  AFTER,
  BEGIN,
  CLOCK,
  END,
  FULL,
  iso,
  LATE,
  PRICE_CHANGE,
  RESIZED,
  type Thing,
  THINGS,
  TWICE,
  within,
} from "./story";

const COUNTER = "billing-counter";
const GAUGE = "billing";

/** Blocks that a full disk has left: what a metric has measured first takes one or two. */
const SOME = 8;

/** Before what is rated while the disk is full. */
const EARLY = BEGIN + 60_000;

/** When everything was what it was. */
const REVISIONS = Object.fromEntries(
  THINGS.map(({ id, attributes }) => [
    id,
    attributes.map(({ from }, index): Revision => {
      const next = attributes[index + 1];
      return next === undefined ? [iso(from)] : [iso(from), iso(next.from)];
    }),
  ]),
);

/** The story, told to Gnocchi and rated by CloudKitty. */
export class Chain {
  readonly projects: Record<Thing["project"], string> = {
    golden: randomBytes(16).toString("hex"),
    other: randomBytes(16).toString("hex"),
  };
  private readonly gnocchi: Gnocchi;
  readonly prices: PriceList;

  constructor(
    readonly services: PrivateServices,
    lab: LabOutputs,
    private readonly admin: Client,
  ) {
    this.gnocchi = new Gnocchi(services.gnocchi);
    const login = {
      ...{ authUrl: lab.authUrl, caCert: lab.ca, endpoint: services.cloudkitty },
      ...{ userName: "admin", projectName: "admin", password: lab.adminPassword },
    };
    this.prices = new PriceList(new Direct(login), this.projects.golden);
  }

  /** What there is, and nothing measured of it yet. */
  async declare(): Promise<void> {
    await this.types();
    for (const { id, type, project, attributes } of THINGS) {
      const [first, ...changes] = attributes.map(({ is }) => is);
      const owner = { project_id: this.projects[project], user_id: "golden" };
      await this.gnocchi.resource(type, { id, ...owner, ...first });
      for (const change of changes) await this.gnocchi.changeResource(type, id, change);
    }
    await this.services.revise(REVISIONS);
  }

  /**
   * The first samples come to a disk that is full, but for those of some. Who hands them in tries it
   * again, as Ceilometer's publisher does. Then there is room to take them, and for a while not to work
   * them in. What comes after that goes well.
   * @returns how often working in failed
   */
  async measureOnFullDisk(): Promise<number> {
    const first = given((when) => when < FULL);
    await this.services.fill(SOME);
    await assert.rejects(this.gnocchi.handIn(first), /answered 500/);
    await this.services.free();
    await this.services.stopWorking();
    await this.gnocchi.handIn(first);
    return this.services.workIn();
  }

  /** The others, in an order that is not that of time. */
  async measureOn(): Promise<void> {
    const [{ wrong }] = CLOCK;
    await this.gnocchi.samples(
      given((when) => within(when, [FULL, wrong[0]]) && !within(when, LATE)),
    );
    await this.gnocchi.samples(given((when) => when >= wrong[0]));
    await this.gnocchi.samples(given((when) => within(when, TWICE)));
    await this.gnocchi.samples(given((when) => within(when, LATE)));
  }

  /** Time goes on: something younger than all of the story is measured. */
  async goOn(): Promise<void> {
    const { id, type, metric, instant } = AFTER;
    await this.gnocchi.resource(type, {
      ...{ id, name: "cloud" },
      ...{ container_format: "bare", disk_format: "raw" },
    });
    const samples: Sample[] = [[iso(instant), 1]];
    await this.gnocchi.samples({ [id]: { [metric]: { policy: GAUGE, samples } } });
  }

  /** Rated frames as the report service asks for them. */
  get reported(): CloudKitty {
    return askedBy(this.admin.token, this.services.cloudkitty);
  }

  /** The lines of a project as CloudKitty rated them, and what its summary says that they are together. */
  async rated(project: Thing["project"]): Promise<{ lines: Line[]; total: number }> {
    const query = `begin=${iso(BEGIN).slice(0, 19)}&end=${iso(END).slice(0, 19)}&filters=project_id:${this.projects[project]}`;
    const frames = (await this.ask(`/v2/dataframes?limit=100000&${query}`)) as Frames;
    const summary = (await this.ask(`/v2/summary?response_format=object&${query}`)) as Summary;
    const lines = frames.dataframes.flatMap(({ period, usage }) =>
      Object.entries(usage).flatMap(([meter, points]) =>
        points.map(({ vol, rating, groupby }) =>
          line(
            {
              begin: Date.parse(period.begin),
              meter,
              id: groupby.id ?? "",
              kind: groupby.flavor_name ?? groupby.volume_type ?? "",
            },
            vol.qty,
            rating.price,
          ),
        ),
      ),
    );
    return { lines, total: summary.results[0]?.rate ?? 0 };
  }

  /**
   * Rates in two parts, with the price change in between. The first period of each is rated twice, as
   * the processor is killed when it has stored it. In the first part the disk is full for a while, in
   * which it is not known yet what a machine was before: what is rated then must not be stored later.
   * @returns what is logged then, whether InfluxDB had to be started anew, and a report before it goes on
   */
  async rate(): Promise<{ errors: string[]; restarted: boolean; meanwhile: Report }> {
    await this.services.rate(iso(PRICE_CHANGE), true);
    await this.services.fill();
    await this.services.revise({ [RESIZED.id]: [[iso(BEGIN), iso(EARLY)], [iso(EARLY)]] });
    const errors = await this.services.rate(iso(PRICE_CHANGE));
    await this.services.revise(REVISIONS);
    const restarted = await this.services.free();
    const about = { id: this.projects.golden, issued: iso(END) };
    const meanwhile = await reportOf(this.reported, "golden", about);
    await this.services.rate(iso(PRICE_CHANGE));
    await this.prices.change();
    await this.services.rate(iso(END), true);
    await this.services.rate(iso(END));
    return { errors, restarted, meanwhile };
  }

  private async ask(path: string): Promise<unknown> {
    const answer = await fetch(`${this.services.cloudkitty}${path}`, {
      headers: { "x-auth-token": this.admin.token },
    });
    // Nothing is rated.
    if (answer.status === 404) return { dataframes: [] };
    const text = await answer.text();
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** The archive policies and resource types of the lab's own Gnocchi. */
  private async types(): Promise<void> {
    const policies = await onHost(
      "billing",
      "cat /etc/gnocchi/openstack-environment-archive-policies.json",
    );
    for (const policy of JSON.parse(policies) as Record<string, unknown>[]) {
      await this.gnocchi.archivePolicy(policy);
    }
    const types = await this.admin.ask("metric", "GET", "/v1/resource_type");
    for (const type of JSON.parse(types.text) as ResourceType[]) {
      const used = THINGS.some((thing) => thing.type === type.name);
      if (used) await this.gnocchi.resourceType(type);
    }
  }
}

/** The samples that are measured at some time. */
function given(when: (measured: number) => boolean): Given {
  const all = THINGS.map((thing) => {
    const metrics = Object.entries(measured(thing)).map(([metric, values]) => {
      const samples = samplesOf(values.filter((sample) => when(sample.at)));
      return [metric, { policy: thing.counters?.[metric] ? COUNTER : GAUGE, samples }] as const;
    });
    return [thing.id, Object.fromEntries(metrics.filter(([, { samples }]) => samples.length))];
  });
  return Object.fromEntries(all) as Given;
}

interface Frames {
  dataframes: {
    period: { begin: string };
    usage: Record<
      string,
      { vol: { qty: number }; rating: { price: number }; groupby: Record<string, string> }[]
    >;
  }[];
}

interface Summary {
  results: { rate: number }[];
}
