import type { Amount } from "../../rating/types";
import { Exact, sum, text } from "../decimal";
import type { Line, Report } from "../model/report";
import { chart } from "./chart";
import { html, type Markup } from "./markup";
import { page } from "./page";
import {
  frozenWords,
  grouped,
  isRated,
  monthName,
  percent,
  readable,
  remarks,
  sumRows,
  titleOf,
  when,
} from "./words";

/** The report to look at and to print: one file that needs nothing from elsewhere. */
export function htmlReport(report: Report): string {
  const { tenant, period, totals, currency, course } = report;
  const frozen = frozenWords(report.budget?.frozen);
  return page(
    `${titleOf(report)}: ${tenant.name}, ${monthName(period.name)}`,
    html`<article class="card">
      <div class="head">
        <div>
          <span class="tag">${titleOf(report)}</span>
          <h1>${tenant.name}</h1>
          <p class="soft">
            ${monthName(period.name)}: ${when(period.begin)} to ${when(period.end)}
          </p>
        </div>
        <div class="figure">${grouped(totals.total)}<small>${currency}</small></div>
      </div>
      ${frozen !== undefined && html`<p class="banner" role="alert">${frozen}</p>`} ${facts(report)}
      ${
        course.length > 0 &&
        html`<h2>Cost by the ${(course[0]?.begin.length ?? 0) > 10 ? "hour" : "day"}</h2>
          ${chart(course, currency)}`
      }
      <h2>Usage</h2>
      ${table(report, report.lines)}
      ${
        report.fees.length > 0 &&
        html`<h2>Fees</h2>
          ${table(report, report.fees)}`
      }
      ${report.credits.length > 0 && credits(report)}
      <h2>Sum</h2>
      ${sums(report)}
      <h2>Remarks</h2>
      <ul class="remarks">
        ${remarks(report).map((remark) => html`<li>${remark}</li>`)}
      </ul>
      <p class="soft small">
        Project ${tenant.projectId}. Made ${when(report.issued)}. Time zone of the month:
        ${report.timeZone}.
      </p>
    </article>`,
  );
}

function facts(report: Report): Markup {
  const { budget, forecast, currency, ratedUntil = "", reconciliation, versions } = report;
  const entries: [string, Markup | string][] = [
    ["Rated until", isRated(report) ? when(ratedUntil) : "nothing yet"],
    ...(budget === undefined
      ? []
      : ([["Budget", `${percent(budget.used)} of ${grouped(budget.amount)} ${currency}`]] as [
          string,
          string,
        ][])),
    ...(forecast === undefined
      ? []
      : ([["Forecast", `${readable(forecast.amount, 2, 2)} ${currency}`]] as [string, string][])),
    ...(report.lines.length === 0
      ? []
      : ([["Price list", versions.join(", ") || "none"]] as [string, string][])),
    ...(isRated(report) ? ([["CloudKitty", agreement(reconciliation)]] as [string, Markup][]) : []),
  ];
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

const agreement = ({ agrees, difference }: Report["reconciliation"]): Markup =>
  agrees
    ? html`<span class="tag ok">agrees</span>`
    : html`<span class="tag bad">differs by ${readable(difference, 2, 6)}</span>`;

const PARTS = [
  ["list", "List"],
  ["discount", "Discount"],
  ["tier", "Tier"],
  ["time", "Off-peak"],
] as const;

/** Lines by service; the columns of parts that are nowhere are left out. */
function table({ decimals }: Report, lines: Line[]): Markup {
  if (lines.length === 0) return html`<p class="soft">Nothing.</p>`;
  const parts = PARTS.filter(
    ([key]) => key !== "list" && lines.some((line) => !new Exact(line[key]).isZero()),
  );
  const shown = parts.length === 0 ? [] : [PARTS[0], ...parts];
  const amount = (value: Amount): Markup =>
    html`<td class="num${value.startsWith("-") && " minus"}">${readable(value, decimals, 6)}</td>`;
  const services = new Map<string, Line[]>();
  for (const line of lines) {
    const own = services.get(line.service);
    if (own === undefined) services.set(line.service, [line]);
    else own.push(line);
  }
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th>Resource</th>
          <th>Kind</th>
          <th class="num">Quantity</th>
          <th class="num">Unit price</th>
          ${shown.map(([, title]) => html`<th class="num">${title}</th>`)}
          <th class="num">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${[...services.values()].map(
          (own) =>
            html`<tr class="group">
                <td colspan="${4 + shown.length}">${own[0]?.title}</td>
                ${amount(total(own))}
              </tr>
              ${own.map(
                (line) =>
                  html`<tr>
                    <td>
                      ${line.name || line.resource}${line.name !== "" && html`<div class="soft small">${line.resource}</div>`}
                    </td>
                    <td>${line.kind}</td>
                    <td class="num">${readable(line.quantity, 0, 3)} ${line.unit}</td>
                    <td class="num">${readable(line.unitPrice, 0, 8)}</td>
                    ${shown.map(([key]) => amount(line[key]))}${amount(line.amount)}
                  </tr> `,
              )}`,
        )}
      </tbody>
    </table>
  </div>`;
}

const total = (lines: Line[]): Amount => text(sum(lines.map(({ amount }) => amount)));

const credits = ({ credits, decimals }: Report): Markup =>
  html`<h2>Credits</h2>
    <table>
      <thead>
        <tr>
          <th>For</th>
          <th>From</th>
          <th>To</th>
          <th class="num">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${credits.map(
          ({ reason, from, to, amount }) =>
            html`<tr>
              <td>${reason}</td>
              <td>${when(from)}</td>
              <td>${when(to)}</td>
              <td class="num minus">${readable(amount, decimals, 6)}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;

function sums(report: Report): Markup {
  const rows = sumRows(report);
  return html`<table class="sums">
    <tbody>
      ${rows.map(
        (
          [title, amount],
          n,
        ) => html`<tr${n === rows.length - 1 && html` class="total"`}><td>${title}</td><td class="num">${amount}</td></tr>
`,
      )}
    </tbody>
  </table>`;
}
