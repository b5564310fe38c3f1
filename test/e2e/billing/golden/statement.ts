import { CloudKitty } from "../../../../components/billing/reports/cloud/cloudkitty";
import { CloudSession } from "../../../../components/billing/reports/cloud/session";
import type { Report } from "../../../../components/billing/reports/model/report";
import { pricesOf } from "../../../../components/billing/reports/prices";
import type { ReportSettings } from "../../../../components/billing/reports/settings";
import { periodFrom, statement } from "../../../../components/billing/reports/statement";
import { DECLARED, seconds } from "./expected-report";
import { BILLING } from "./prices";
import { BEGIN, END, type Thing } from "./story";

const { currency, decimals, rounding, timeZone, period } = BILLING;

const SETTINGS: ReportSettings = {
  ...{ currency, decimals, rounding, timeZone, period, tenants: {} },
  outages: DECLARED.map(({ time: [from, to], ...outage }) => ({
    ...outage,
    ...{ from: seconds(from), to: seconds(to) },
  })),
};

/** As the report service asks CloudKitty, but with somebody's token, and one that no catalogue has. */
export function askedBy(token: string, cloudkitty: string): CloudKitty {
  const login = { keystone: "http://keystone", region: "lab", user: "reports", password: "" };
  const endpoints = [{ interface: "internal", region: login.region, url: cloudkitty }];
  const body = { expires_at: "2999-01-01T00:00:00Z", catalog: [{ type: "rating", endpoints }] };
  const ask: typeof fetch = (url, init) => {
    if (url !== `${login.keystone}/v3/auth/tokens`) return fetch(url, init);
    const headers = { "x-subject-token": token };
    return Promise.resolve(Response.json({ token: body }, { status: 201, headers }));
  };
  return new CloudKitty(new CloudSession(login, ask), period);
}

/** The report of a project for the whole story, as the service makes it. */
export const reportOf = (
  rated: Parameters<typeof statement>[0]["rated"],
  project: Thing["project"],
  { id, issued }: { id: string; issued: string },
): Promise<Report> =>
  statement({
    settings: SETTINGS,
    rated,
    prices: pricesOf(BILLING, project),
    tenant: { name: project, projectId: id },
    period: periodFrom(seconds(BEGIN), seconds(END), timeZone),
    now: issued,
  });
