import type { Prices } from "../rating/types";
import type { Budgets } from "./budgets/budgets";
import { iso, monthBefore, monthOf, seconds, type Named } from "./calendar";
import { Exact, TOLERANCE } from "./decimal";
import { creditFor, outagesOf } from "./model/credits";
import type { Frame } from "./model/frames";
import { makeReport, type Credit, type Kind, type Report } from "./model/report";
import { issuedEvent } from "./outbox/issued";
import type { Outbox } from "./outbox/outbox";
import { DEFAULTS, type Outage, type ReportSettings } from "./settings";
import { usageOf, type Rated } from "./store/ledger";
import { creditsText, type About } from "./store/about";
import type { KnownTenant, Store } from "./store/store";
import type { Terms } from "./terms";

export interface RunArgs {
  settings: ReportSettings;
  store: Store;
  outbox: Outbox;
  budgets: Budgets;
  rated: Rated & { ratedUntil(): Promise<Record<string, string>> };
  /** Names of the projects that there are, by id. */
  projects: () => Promise<Record<string, string>>;
  /** Ids of the projects that the environment declares, by the tenant's name. */
  declared: Record<string, string>;
  /** What a tenant pays by, as far as the environment knows it. */
  terms: (tenant: string) => Terms;
  prices: (terms: Terms, tenant: string) => Prices;
  now: string;
}

/** Closed months that may still be corrected. */
const CORRECTED = 3;

/** What a run does for one tenant. */
export class TenantRun {
  readonly #closeAfter: number;

  constructor(
    readonly args: RunArgs,
    readonly projectId: string,
    readonly tenant: KnownTenant,
    readonly ratedUntil?: string,
  ) {
    this.#closeAfter = 3600 * (args.settings.closeAfter ?? DEFAULTS.closeAfter);
  }

  /** @returns the last month that is closed */
  async run(): Promise<string | undefined> {
    let { closed } = this.tenant;
    for (const month of this.#open()) {
      const period = this.#cut(month);
      if (this.#isOver(period)) {
        await this.#close(period);
        closed = month.name;
      } else await this.#preliminary(period);
    }
    await this.#correct();
    return closed;
  }

  /** The months that are not closed yet, oldest first. */
  #open(): Named[] {
    const { settings, now } = this.args;
    const { since, closed, goneSince } = this.tenant;
    const months: Named[] = [];
    let month = monthOf(goneSince ?? now, settings.timeZone);
    while (month.name >= since && (closed === undefined || month.name > closed)) {
      months.unshift(month);
      month = monthBefore(month, settings.timeZone);
    }
    return months;
  }

  /** Of a tenant that is gone a month ends with it. */
  #cut(month: Named): Named {
    const { goneSince } = this.tenant;
    return goneSince !== undefined && goneSince < month.end ? { ...month, end: goneSince } : month;
  }

  #isOver({ end }: Named): boolean {
    const { now } = this.args;
    if (now < end) return false;
    if (this.ratedUntil !== undefined && this.ratedUntil >= end) return true;
    return seconds(now) >= seconds(end) + this.#closeAfter;
  }

  async #preliminary(period: Named): Promise<void> {
    const { store, budgets, now } = this.args;
    const report = await this.#report(period, "preliminary");
    if (report === undefined) return store.dropRunning(this.projectId, period.name);
    const goesOn = now < period.end && this.tenant.goneSince === undefined;
    try {
      if (goesOn) await budgets.check(report);
    } finally {
      await store.keepRunning(goesOn ? budgets.shown(report) : report);
    }
  }

  /** A run that was killed after it may have issued it: it is looked for first. */
  async #close(period: Named): Promise<void> {
    const { store } = this.args;
    let about = this.#latest(period.name);
    if (about === undefined) {
      const report = await this.#report(period, "final", { number: store.nextNumber() });
      if (report !== undefined) about = await store.issue(report);
    }
    if (about !== undefined) this.#tell(about);
    store.dropRunning(this.projectId, period.name);
  }

  /** Where CloudKitty's total or the outages of a closed month are others now, a new report is made. */
  async #correct(): Promise<void> {
    const { store, rated, settings } = this.args;
    let month = monthOf(this.args.now, settings.timeZone);
    for (let n = 0; n <= CORRECTED; n++, month = monthBefore(month, settings.timeZone)) {
      const about = this.#latest(month.name);
      if (about === undefined) {
        await this.#late(this.#cut(month));
        continue;
      }
      this.#tell(about);
      const period = { name: about.month, begin: about.begin, end: about.end };
      const total = await rated.total(this.projectId, period);
      const same = new Exact(total).minus(about.cloudkitty).abs().lte(TOLERANCE);
      if (same && creditsText(this.#outages(period).map(withShare)) === about.outages) continue;
      const report = await this.#report(period, "correction", {
        number: store.nextNumber(),
        corrects: about.number,
      });
      if (report === undefined || report.totals.subtotal === about.subtotal) continue;
      const difference = new Exact(report.totals.total)
        .minus(about.total)
        .toFixed(about.total.split(".")[1]?.length ?? 0);
      report.notes.push(
        `It takes the place of ${about.number}, whose total was ${about.total}: ${difference} to it.`,
      );
      this.#tell(await store.issue(report));
    }
  }

  /** A closed month without a report gets one where something of it was rated only then. */
  async #late(month: Named): Promise<void> {
    const { since, closed } = this.tenant;
    if (closed === undefined || month.name > closed || month.name < since) return;
    const total = await this.args.rated.total(this.projectId, month);
    if (new Exact(total).gt(TOLERANCE)) await this.#close(month);
  }

  /** Nothing where nothing was used, but while a month of a tenant that the environment declares goes on. */
  async #report(
    period: Named,
    kind: Kind,
    closed: { number?: string; corrects?: string } = {},
  ): Promise<Report | undefined> {
    const { settings, store, rated, now } = this.args;
    const { name, goneSince, declared } = this.tenant;
    const { timeZone } = settings;
    const prices = this.#prices();
    const { projectId, ratedUntil } = this;
    const { usage, cloudkitty } = await usageOf({
      store,
      rated,
      prices,
      projectId,
      period,
      timeZone,
      ratedUntil,
    });
    const expected = kind === "preliminary" && declared === true && goneSince === undefined;
    if (usage.lines.length === 0 && !expected) return undefined;
    const own = settings.tenants[name];
    return makeReport({
      ...closed,
      kind,
      issued: now,
      tenant: { name, projectId },
      period,
      currency: settings.currency,
      decimals: settings.decimals,
      rounding: settings.rounding,
      timeZone,
      ratedUntil,
      usage,
      credits: await this.#credits(period, prices),
      budget: own?.budget,
      cloudkitty,
      notes: goneSince === undefined ? [] : [`The project was removed before ${goneSince}.`],
    });
  }

  /** By what the environment says, or said when it still declared the tenant. */
  #prices(): Prices {
    const { name, declared } = this.tenant;
    const { store, terms, prices } = this.args;
    const said = declared === true ? undefined : store.terms(this.projectId);
    return prices(said ?? terms(name), name);
  }

  #outages(period: Named): Outage[] {
    return outagesOf(this.args.settings.outages ?? [], this.tenant.name, period);
  }

  async #credits(period: Named, prices: Prices): Promise<Credit[]> {
    const { rated, settings } = this.args;
    const credits: Credit[] = [];
    for (const outage of this.#outages(period)) {
      // Whole rated periods, and nothing of another month.
      const begin = Math.max(seconds(outage.from) - settings.period, seconds(period.begin));
      const end = Math.min(seconds(outage.to), seconds(period.end));
      const frames: Frame[] = [];
      for await (const frame of rated.frames(this.projectId, {
        begin: iso(begin),
        end: iso(end),
      })) {
        frames.push(frame);
      }
      credits.push(creditFor(outage, frames, prices));
    }
    return credits;
  }

  /** The report that holds for a month now. */
  #latest(month: string): About | undefined {
    return this.args.store
      .issued()
      .filter((about) => about.tenant.projectId === this.projectId && about.month === month)
      .at(-1);
  }

  #tell = (about: About): void => this.args.outbox.put(issuedEvent(about));
}

const withShare = (outage: Outage) => ({ ...outage, share: outage.share ?? DEFAULTS.share });
