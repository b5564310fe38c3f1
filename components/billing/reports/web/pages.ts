import { meter, sparkline } from "../documents/chart";
import { html, type Markup } from "../documents/markup";
import { page } from "../documents/page";
import { frozenWords, grouped, monthName, percent, readable, when } from "../documents/words";
import { DOCUMENTS } from "../documents";
import type { About } from "../store/about";
import type { Status } from "../store/store";
import type { Person } from "./access";

export const loginPage = (wrong?: string): string =>
  page(
    "Reports: log in",
    html`<form class="login card" method="post" action="login">
      <h1>Reports</h1>
      <p class="soft">What your projects use, and what it costs.</p>
      ${wrong !== undefined && html`<p class="wrong" role="alert">${wrong}</p>`}
      <label for="domain">Domain</label
      ><input id="domain" name="domain" autocomplete="organization" required />
      <label for="user">User</label><input id="user" name="user" autocomplete="username" required />
      <label for="password">Password</label
      ><input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
      />
      <button>Log in</button>
    </form>`,
  );

export const messagePage = (title: string, text: string): string =>
  page(
    title,
    html`<div class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">All reports</a></p>
    </div>`,
  );

/** Where the documents of a report are. */
export const placeOf = ({ number, tenant, month }: About): string =>
  number === "" ? `running/${tenant.projectId}_${month}` : `issued/${number}`;

export interface Seen {
  running: About[];
  issued: About[];
  status?: Status;
  /** Ids of the projects that the environment declares. */
  declared: Set<string>;
}

/** All that a person may see: months that go on as cards, closed ones as a list. */
export function indexPage(person: Person, { running, issued, status, declared }: Seen): string {
  const isOwn = ({ tenant }: About): boolean => declared.has(tenant.projectId);
  // Only who sees all tenants wonders what the others are.
  const marked = person.admin && running.some(isOwn);
  const corrected = new Map(
    issued.flatMap((one) => (one.corrects === undefined ? [] : [[one.corrects, one.number]])),
  );
  return page(
    "Reports",
    html`<header class="top">
        <h1>Reports</h1>
        <span class="soft">${person.name}${person.admin && " (all tenants)"}</span>
        <form method="post" action="logout"><button class="plain">Log out</button></form>
      </header>
      ${person.admin && statusLine(status)} ${person.admin && frozenLine(running)}
      <h2>This month</h2>
      ${running.length === 0 ? html`<p class="card soft">Nothing is rated yet.</p>` : html`<div class="cards">${inOrder(running, isOwn).map((about) => card(about, marked && !isOwn(about)))}</div>`}
      <h2>Closed</h2>
      ${
        issued.length === 0
          ? html`<p class="card soft">No month is closed yet.</p>`
          : html`<div class="card wide">
              <table>
                <thead>
                  <tr>
                    <th>Report</th>
                    <th>Tenant</th>
                    <th>Month</th>
                    <th class="num">Total</th>
                    <th></th>
                    <th>Documents</th>
                  </tr>
                </thead>
                <tbody>
                  ${[...issued].reverse().map((about) => row(about, corrected.get(about.number)))}
                </tbody>
              </table>
            </div>`
      }`,
  );
}

const documents = (about: About): Markup[] =>
  Object.entries(DOCUMENTS).map(
    ([name, { title }]) => html`<a href="${placeOf(about)}/${name}">${title}</a> `,
  );

/** Those of the environment first; then by name and month. */
const inOrder = (running: About[], isOwn: (about: About) => boolean): About[] =>
  [...running].sort(
    (a, b) =>
      Number(isOwn(b)) - Number(isOwn(a)) ||
      a.tenant.name.localeCompare(b.tenant.name) ||
      (a.month < b.month ? -1 : 1),
  );

/** @param foreign whether to say that it is no tenant of the environment */
const card = (about: About, foreign: boolean): Markup =>
  html`<section class="card">
    <h3>
      <a href="${placeOf(about)}/report.html">${about.tenant.name}</a
      >${foreign && html` <span class="tag">not declared</span>`}
    </h3>
    <p class="soft small">
      ${monthName(about.month)},
      ${about.ratedUntil === undefined || about.ratedUntil <= about.begin ? "nothing rated yet" : html`rated until ${when(about.ratedUntil)}`}
    </p>
    <div class="figure">${grouped(about.total)}<small>${about.currency}</small></div>
    ${sparkline(about.course)}
    ${
      about.used !== undefined &&
      html`${meter(about.used)}
        <p class="small soft">
          ${percent(about.used)} of a budget of ${grouped(about.budget ?? "0")} ${about.currency}
        </p>`
    }
    ${about.frozen !== undefined && html`<p class="wrong small">${frozenWords(about.frozen)}</p>`}
    ${about.forecast !== undefined && html`<p class="small soft">Forecast ${readable(about.forecast, 2, 2)} ${about.currency}</p>`}
    ${!about.agrees && html`<p><span class="tag bad">differs from CloudKitty</span></p>`}
    <p class="small">${documents(about)}</p>
  </section> `;

const row = (about: About, correctedBy?: string): Markup =>
  html`<tr>
    <td><a href="${placeOf(about)}/report.html">${about.number}</a></td>
    <td>${about.tenant.name}</td>
    <td>${monthName(about.month)}</td>
    <td class="num">${grouped(about.total)} ${about.currency}</td>
    <td>
      ${correctedBy !== undefined && html`<span class="tag bad">replaced by ${correctedBy}</span>`}${about.corrects !== undefined && html`<span class="tag">corrects ${about.corrects}</span>`}
    </td>
    <td class="small">${documents(about)}</td>
  </tr> `;

/** Whose quotas are frozen, for who looks after all. */
function frozenLine(running: About[]): Markup | undefined {
  const names = running
    .filter(({ frozen }) => frozen !== undefined)
    .map(({ tenant }) => tenant.name);
  if (names.length === 0) return undefined;
  return html`<p class="wrong small">Quotas are frozen of ${names.sort().join(", ")}.</p>`;
}

function statusLine(status: Status | undefined): Markup {
  if (status === undefined) return html`<p class="soft small">No run yet.</p>`;
  const { at, errors } = status;
  return html`<p class="soft small">Last run ${when(at)}${errors.length === 0 && ", all well"}.</p>
    ${errors.map((error) => html`<p class="wrong small">${error}</p>`)}`;
}
