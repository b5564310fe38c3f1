import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Budgets } from "./budgets/budgets";
import { iso } from "./calendar";
import { CloudKitty } from "./cloud/cloudkitty";
import { projectNames } from "./cloud/projects";
import { ProjectQuotas } from "./cloud/quotas";
import { CloudSession } from "./cloud/session";
import { Outbox } from "./outbox/outbox";
import { post } from "./outbox/webhook";
import { run } from "./run";
import { DEFAULTS, type ReportConfig, type ReportLogin } from "./settings";
import { periodFrom, statement, writeDocuments } from "./statement";
import { DiskFull, readJson, realFiles } from "./store/files";
import { Store } from "./store/store";
import { pricesBy, termsOf } from "./terms";
import { serve } from "./web/server";

const CONFIG = process.env.REPORTS_CONFIG ?? "/etc/openstack-environment-reports/config.json";

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

/** Given by systemd to this unit alone. */
const readLogin = (): ReportLogin =>
  read(join(process.env.CREDENTIALS_DIRECTORY ?? "", "login.json"));
const now = (): number => Math.floor(Date.now() / 1000);

/** What both commands that ask the cloud need. */
function cloudOf(config: ReportConfig) {
  const { settings, billing } = config;
  const login = readLogin();
  const session = new CloudSession({ ...config, user: "reports", password: login.password });
  const terms = (tenant: string) => termsOf(billing, tenant, settings.tenants[tenant]?.plan);
  return { login, session, rated: new CloudKitty(session, settings.period), terms };
}

const outboxOf = ({ store }: ReportConfig): Outbox => new Outbox(join(store, "outbox"), realFiles);

/** Makes what is due, then sends what waits. */
async function runOnce(config: ReportConfig): Promise<void> {
  if (!config.active) return console.log("Another host makes the reports; this one stands by.");
  const { login, session, rated, terms } = cloudOf(config);
  const [store, outbox, begun] = [new Store(config.store), outboxOf(config), now()];
  const quotas = new ProjectQuotas(session);
  const folder = join(config.store, "budgets");
  const errors = await run({
    settings: config.settings,
    store,
    outbox,
    budgets: new Budgets({ folder, files: realFiles, outbox, quotas }),
    rated,
    projects: () => projectNames(session),
    declared: readJson(realFiles, config.projects) ?? {},
    terms,
    prices: pricesBy,
    now: iso(begun),
  }).catch((error: unknown) => {
    if (error instanceof DiskFull) throw error;
    return [`Nothing was made: ${error instanceof Error ? error.message : String(error)}`];
  });
  store.keepStatus({ at: iso(begun), seconds: now() - begun, errors });
  // Also where nothing was made: what waits does not hang on CloudKitty.
  const { webhook } = config.settings;
  if (webhook !== undefined) {
    const target = { url: webhook.url, key: login.webhookKey };
    const attempts = webhook.attempts ?? DEFAULTS.attempts;
    await outbox.deliver((event) => post(target, event, now), attempts, now);
  }
  console.log(`${Object.keys(store.tenants()).length} tenants in ${now() - begun} s.`);
  for (const error of errors) console.error(error);
  if (errors.length > 0) process.exitCode = 1;
}

/** Documents for any time, in a folder. */
async function stateOnce(config: ReportConfig, words: string[]): Promise<void> {
  const [name, from, to, folder] = words;
  if (name === undefined || from === undefined || to === undefined || folder === undefined) {
    throw new Error("statement takes a tenant, two days or instants, and a folder.");
  }
  const period = periodFrom(from, to, config.settings.timeZone);
  const { session, rated, terms } = cloudOf(config);
  const store = new Store(config.store);
  const known = { ...store.tenants() };
  for (const [id, project] of Object.entries(await projectNames(session))) {
    known[id] = { name: project, since: "" };
  }
  const [projectId] = Object.entries(known).find(([, tenant]) => tenant.name === name) ?? [];
  if (projectId === undefined) {
    const names = Object.values(known).map((tenant) => tenant.name);
    throw new Error(`There is no tenant ${name}. There are ${names.sort().join(", ")}.`);
  }
  const tenant = { name, projectId };
  const { settings } = config;
  const prices = pricesBy(store.terms(projectId) ?? terms(name), name);
  const args = { settings, rated, prices, tenant, period, now: iso(now()) };
  await writeDocuments(await statement(args), folder);
}

const COMMANDS: Record<string, (config: ReportConfig, words: string[]) => Promise<void>> = {
  run: runOnce,
  web: (config) => serve(config),
  statement: stateOnce,
  retry: (config) => {
    console.log(`${outboxOf(config).retry()} events will be sent by the next run.`);
    return Promise.resolve();
  },
};

/** `reports run | web | retry | statement TENANT FROM TO FOLDER` */
async function main([word = "", ...words]: string[]): Promise<void> {
  const command = COMMANDS[word];
  if (command === undefined) {
    throw new Error(`No such command: ${word}. There are ${Object.keys(COMMANDS).join(", ")}.`);
  }
  // What is made is for its user and group alone.
  process.umask(0o027);
  await command(read<ReportConfig>(CONFIG), words);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // Where it came from is told of mistakes of the program alone.
  const own = error instanceof TypeError || error instanceof RangeError;
  console.error(own ? error.stack : error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
