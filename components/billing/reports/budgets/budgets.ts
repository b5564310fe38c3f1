import { join } from "node:path";
import type { Quotas } from "../cloud/quotas";
import type { Freeze } from "../model/budget";
import type { Report } from "../model/report";
import { Exact } from "../decimal";
import type { Event, Outbox } from "../outbox/outbox";
import { clean, jsonText, readJson, replaceFile, type Files } from "../store/files";

/** What was done about a tenant's budget in a month. */
interface State {
  month: string;
  /** Thresholds that were told. */
  told: string[];
  frozen?: Frozen;
}

interface Frozen extends Freeze {
  month: string;
  /** What the quotas were, to be given back. */
  before: Quotas;
  /** What was used then. */
  wanted: Quotas;
  /** Whether all quotas were set. */
  done: boolean;
}

/** Reads and sets a project's quotas. */
export interface QuotaApi {
  read(projectId: string): Promise<{ limits: Quotas; used: Quotas }>;
  write(projectId: string, quotas: Quotas): Promise<void>;
}

export interface BudgetsArgs {
  folder: string;
  files: Files;
  outbox: Outbox;
  quotas: QuotaApi;
}

/**
 * What happens when a tenant reaches a share of its budget: each threshold is told once a month, and where
 * it shall, quotas are frozen once all is spent, and given back when the next month begins, or when
 * the budget is raised or no longer freezes.
 */
export class Budgets {
  constructor(readonly args: BudgetsArgs) {}

  recover(): void {
    clean(this.args.files, this.args.folder);
  }

  #path({ tenant }: Report): string {
    return join(this.args.folder, `${tenant.projectId}.json`);
  }

  /** The report with what it has to say of quotas: whether they are frozen now. */
  shown(report: Report): Report {
    const { frozen } = readJson<State>(this.args.files, this.#path(report)) ?? {};
    if (frozen === undefined || report.budget === undefined) return report;
    const { since, until } = frozen;
    return { ...report, budget: { ...report.budget, frozen: { since, until } } };
  }

  /** @param report the tenant's preliminary one of the month that goes on */
  async check(report: Report): Promise<void> {
    const { tenant, period, budget } = report;
    const path = this.#path(report);
    let state: State = readJson(this.args.files, path) ?? { month: period.name, told: [] };
    const keep = (next: State): void => {
      state = next;
      replaceFile(this.args.files, path, jsonText(next));
    };
    if (state.month !== period.name) keep({ month: period.name, told: [], frozen: state.frozen });

    const spent = budget !== undefined && new Exact(budget.amount).lte(report.totals.total);
    const freeze = spent && budget.action === "freeze";
    if (state.frozen !== undefined && (!freeze || state.frozen.month !== period.name)) {
      await this.args.quotas.write(tenant.projectId, state.frozen.before);
      this.#tell("budget.unfrozen", report, state.frozen.month, { quotas: state.frozen.before });
      keep({ ...state, frozen: undefined });
    }
    if (budget === undefined || budget.action === "none") return;
    for (const threshold of budget.reached) {
      if (state.told.includes(threshold)) continue;
      this.#tell("budget.reached", report, threshold, { threshold });
      keep({ ...state, told: [...state.told, threshold] });
    }
    if (freeze) await this.#freeze(report, () => state, keep);
  }

  /** The intention is kept first: whoever is killed then finds what the quotas were. */
  async #freeze(report: Report, state: () => State, keep: (next: State) => void): Promise<void> {
    const { tenant, period, issued } = report;
    if (state().frozen === undefined) {
      const { limits, used } = await this.args.quotas.read(tenant.projectId);
      keep({
        ...state(),
        frozen: {
          month: period.name,
          since: issued,
          until: period.end,
          before: limits,
          wanted: used,
          done: false,
        },
      });
    }
    const { frozen } = state();
    if (frozen === undefined || frozen.done) return;
    await this.args.quotas.write(tenant.projectId, frozen.wanted);
    this.#tell("budget.frozen", report, period.name, { quotas: frozen.wanted });
    keep({ ...state(), frozen: { ...frozen, done: true } });
  }

  /** What is told twice has the same id, and the outbox keeps the first. */
  #tell(type: Event["type"], report: Report, what: string, more: object): void {
    const { tenant, period, budget, totals, currency, issued } = report;
    this.args.outbox.put({
      id: `${type}.${tenant.projectId}.${period.name}.${what.replaceAll(".", "_")}`,
      type,
      created: issued,
      data: { tenant, month: period.name, total: totals.total, currency, budget, ...more },
    });
  }
}
