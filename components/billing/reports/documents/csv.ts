import type { Line, Report } from "../model/report";

const COLUMNS = [
  "report",
  "tenant",
  "project_id",
  "period_begin",
  "period_end",
  "category",
  "service",
  "resource",
  "name",
  "kind",
  "price_list",
  "quantity",
  "unit",
  "unit_price",
  "list",
  "discount",
  "tier",
  "off_peak",
  "amount",
  "currency",
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/**
 * The report as a table, RFC 4180: a row for each line, fee and credit, one for rounding, one for the
 * total. The amounts of all rows but the last add up to the last.
 */
export function csv(report: Report): string {
  const { tenant, period, currency, totals } = report;
  const common: Row = {
    report: report.number,
    tenant: tenant.name,
    project_id: tenant.projectId,
    period_begin: period.begin,
    period_end: period.end,
    currency,
  };
  const used =
    (category: string) =>
    (line: Line): Row => ({
      category,
      service: line.service,
      resource: line.resource,
      name: line.name,
      kind: line.kind,
      price_list: line.version,
      quantity: line.quantity,
      unit: line.unit,
      unit_price: line.unitPrice,
      list: line.list,
      discount: line.discount,
      tier: line.tier,
      off_peak: line.time,
      amount: line.amount,
    });
  const rows: Row[] = [
    ...report.lines.map(used("usage")),
    ...report.fees.map(used("fee")),
    ...report.credits.map(({ reason, amount }) => ({ category: "credit", name: reason, amount })),
    { category: "rounding", amount: totals.rounding },
    { category: "total", amount: totals.total },
  ];
  const lines = rows.map((row) => {
    const whole: Row = { ...common, ...row };
    return COLUMNS.map((column) => cell(column, whole[column] ?? "")).join(",");
  });
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** What people name themselves; a spreadsheet would take =HYPERLINK(...) for a formula. */
const NAMES = new Set(["tenant", "resource", "name", "kind", "service"]);

function cell(column: string, value: string): string {
  const safe = NAMES.has(column) && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
