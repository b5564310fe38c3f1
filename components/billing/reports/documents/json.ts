import type { Report } from "../model/report";

/** The report as it is: docs/billing.md says what each field means. */
export const json = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
