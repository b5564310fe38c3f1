import type { Amount } from "../rating/types";
import type { Billing, Subscription } from "../plan/types";
import type { Rounding } from "./decimal";

/** What the report service is told: plain values without any secret. */
export interface ReportSettings {
  /** ISO 4217. */
  currency: string;
  /** Digits behind the point of what is paid. */
  decimals: number;
  /** How the total of a report, and nothing before it, is rounded. */
  rounding: Rounding;
  /** IANA name: months begin at its midnight. */
  timeZone: string;
  /** Seconds that CloudKitty rates together. */
  period: number;
  /** Seconds between two runs. @default the rating period, and 300 at least */
  interval?: number;
  /** Hours after a month's end when it is closed though not all of it was rated. @default 72 */
  closeAfter?: number;
  /** By the name of the project in Keystone; those that are not here have neither plan nor budget of their own. */
  tenants: Record<string, TenantReportSettings>;
  outages?: Outage[];
  webhook?: WebhookSettings;
}

export interface TenantReportSettings {
  /** The price lists that it names, in the order of time. @default the cloud's own */
  plan?: Subscription[];
  budget?: Budget;
}

/** What a tenant may cost in a month. */
export interface Budget {
  amount: Amount;
  /** Shares of the amount, such as "0.8": crossing one of them is told once a month. */
  thresholds: Amount[];
  /** `freeze`: once all is spent, quotas are what is used, until the next month. */
  action: "alert" | "freeze" | "none";
}

/** A time in which the cloud did not deliver, declared by those who run it. */
export interface Outage {
  /** ISO 8601, UTC. */
  from: string;
  to: string;
  reason: string;
  /** Share of the price of that time that is given back. @default "1" */
  share?: Amount;
  /** @default all */
  meters?: string[];
  /** Names. @default all */
  tenants?: string[];
}

export interface WebhookSettings {
  /** https, or http to an address of the management network. */
  url: string;
  /** Tries of one event before it waits for `reports retry`. @default 12 */
  attempts?: number;
}

/** Where the service runs, and whom it asks. */
export interface ReportConfig {
  settings: ReportSettings;
  /** The address that the web pages are served on. */
  listen: { address: string; port: number };
  keystone: string;
  region: string;
  store: string;
  /** A file with the ids of the projects that the environment declares, by the tenant's name. */
  projects: string;
  /** The price lists. @default nothing has a price, and what CloudKitty rated stands as it is */
  billing?: Billing;
  /** Whether this host makes reports; others stand by. */
  active: boolean;
}

/** The secrets of the service, in a file of its own. */
export interface ReportLogin {
  password: string;
  /** Signs what is sent by webhook. */
  webhookKey: string;
}

export const DEFAULTS = { closeAfter: 72, attempts: 12, share: "1", interval: 300 };

/** Seconds from the end of a run to the next. */
export const intervalOf = ({ period, interval }: ReportSettings): number =>
  interval ?? Math.max(period, DEFAULTS.interval);
