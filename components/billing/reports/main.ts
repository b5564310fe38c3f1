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
import { pricesOf } from "./prices";
import { run } from "./run";
import { DEFAULTS, type ReportConfig, type ReportLogin } from "./settings";
import { DiskFull, realFiles } from "./store/files";
import { Store } from "./store/store";
import { serve } from "./web/server";

const CONFIG = process.env.REPORTS_CONFIG ?? "/etc/openstack-environment-reports/config.json";

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

/** Given by systemd to this unit alone. */
const readLogin = (): ReportLogin =>
  read(join(process.env.CREDENTIALS_DIRECTORY ?? "", "login.json"));
const now = (): number => Math.floor(Date.now() / 1000);

/** Makes what is due, then sends what waits. */
async function runOnce(config: ReportConfig): Promise<void> {
  if (!config.active) return console.log("Another host makes the reports; this one stands by.");
  const { settings } = config;
  const login = readLogin();
  const session = new CloudSession({ ...config, user: "reports", password: login.password });
  const store = new Store(config.store);
  const outbox = new Outbox(join(config.store, "outbox"), realFiles);
  const begun = now();
  const report = (errors: string[]): void =>
    store.keepStatus({ at: iso(begun), seconds: now() - begun, errors });
  const errors = await run({
    settings,
    store,
    outbox,
    budgets: new Budgets({
      folder: join(config.store, "budgets"),
      files: realFiles,
      outbox,
      quotas: new ProjectQuotas(session),
    }),
    rated: new CloudKitty(session, settings.period),
    projects: () => projectNames(session),
    prices: (tenant) => pricesOf(config.billing, tenant, settings.tenants[tenant]?.plan),
    now: iso(begun),
  }).catch((error: unknown) => {
    if (!(error instanceof DiskFull))
      report([`No run: ${error instanceof Error ? error.message : String(error)}`]);
    throw error;
  });
  report(errors);
  const { webhook } = settings;
  if (webhook !== undefined) {
    const target = { url: webhook.url, key: login.webhookKey };
    const attempts = webhook.attempts ?? DEFAULTS.attempts;
    await outbox.deliver((event) => post(target, event, now), attempts, now);
  }
  console.log(`${Object.keys(store.tenants()).length} tenants in ${now() - begun} s.`);
  for (const error of errors) console.error(error);
  if (errors.length > 0) process.exitCode = 1;
}

const COMMANDS: Record<string, (config: ReportConfig) => Promise<void>> = {
  run: runOnce,
  web: (config) => serve(config),
  retry: (config) => {
    const count = new Outbox(join(config.store, "outbox"), realFiles).retry();
    console.log(`${count} events will be sent by the next run.`);
    return Promise.resolve();
  },
};

/** `reports run | web | retry` */
async function main(word = ""): Promise<void> {
  const command = COMMANDS[word];
  if (command === undefined) {
    throw new Error(`No such command: ${word}. There are ${Object.keys(COMMANDS).join(", ")}.`);
  }
  // What is made is for its user and group alone.
  process.umask(0o027);
  await command(read<ReportConfig>(CONFIG));
}

main(process.argv[2]).catch((error: unknown) => {
  // A full disk is no mistake of the program: the sentence is enough.
  const plain = error instanceof DiskFull || !(error instanceof Error);
  console.error(plain ? String(error instanceof Error ? error.message : error) : error.stack);
  process.exitCode = 1;
});
