import { periodOf } from "../period";
import type { Billing } from "../plan/types";
import type { Site } from "../../service/service";
import type { ReportSettings } from "./settings";

/** What the report service is told of the site's billing. */
export function reportSettings({ billing }: Pick<Site, "billing">): {
  settings: ReportSettings;
  billing?: Billing;
} {
  const period = periodOf({ billing });
  if (billing === undefined) {
    const none = { currency: "EUR", decimals: 2, rounding: "half-up", timeZone: "UTC" } as const;
    return { settings: { ...none, period, tenants: {} } };
  }
  const { tenants, outages, webhook, ...prices } = billing;
  const { currency, decimals, rounding, timeZone } = prices;
  return {
    settings: { currency, decimals, rounding, timeZone, period, tenants, outages, webhook },
    billing: prices,
  };
}
