import type { Site } from "../../service/service";
import type { ReportSettings } from "./settings";

/**
 * What the report service is told of the site's billing.
 * @returns `plans`, as {@link pricesOf} takes them
 */
export function reportSettings({ billing }: Site): { settings: ReportSettings; plans?: unknown } {
  const settings: ReportSettings = {
    currency: "EUR",
    decimals: 2,
    rounding: "half-up",
    timeZone: "UTC",
    period: billing?.period ?? 3600,
    tenants: {},
  };
  return { settings };
}
