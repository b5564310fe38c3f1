import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../../../components/billing/reports/model/report";
import type { ReportConfig, ReportSettings } from "../../../../components/billing/reports/settings";
import { onHost } from "../../support/command";

/** A file of the service's store. */
export interface Kept {
  digest: string;
  text: string;
}

/** A request that the receiver of webhooks took. */
export interface Received {
  headers: Record<string, string>;
  body: string;
  answered: number;
}

/** Another time than that of the hosts. */
export interface Believed {
  /** Milliseconds that it is later. */
  shift: number;
  /** CloudKitty rated nothing after it. */
  rated: string;
}

const CONFIG = "/etc/openstack-environment-reports";
const BUNDLE = "/usr/local/lib/openstack-environment/reports.js";
const AS_SERVICE = `REPORTS_CONFIG=config.json CREDENTIALS_DIRECTORY=${CONFIG} NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt`;

const put = (name: string, text: string): string =>
  `base64 -d >${name} <<'END'\n${Buffer.from(text).toString("base64")}\nEND\n`;
const source = (name: string): string => readFileSync(join(__dirname, name), "utf8");

/**
 * The report service of the billing host with settings and a store of its own, on the cloud's real APIs:
 * the lab's reports know nothing of it.
 */
export class OwnReports {
  private constructor(
    readonly folder: string,
    readonly config: ReportConfig,
  ) {}

  static async make(): Promise<OwnReports> {
    const folder = (await onHost("billing", "mktemp -d /root/reports-e2e.XXXXXX")).trim();
    const lab = JSON.parse(await onHost("billing", `cat ${CONFIG}/config.json`)) as ReportConfig;
    const own = new OwnReports(folder, { ...lab, store: `${folder}/store` });
    await own.#here(
      put("shift.mjs", source("shift.mjs")) +
        put("receiver.py", source("receiver.py")) +
        put("files.py", source("files.py")),
    );
    return own;
  }

  /** Makes what is due by other settings than the lab's. */
  async run(settings: Partial<ReportSettings>, believed?: Believed): Promise<void> {
    const config: ReportConfig = {
      ...this.config,
      settings: { ...this.config.settings, tenants: {}, webhook: undefined, ...settings },
    };
    const environment =
      believed === undefined ? "" : ` SHIFT=${believed.shift} RATED=${believed.rated}`;
    const preload = believed === undefined ? "" : " --import ./shift.mjs";
    await this.#here(
      put("config.json", JSON.stringify(config)) +
        `env ${AS_SERVICE}${environment} node${preload} ${BUNDLE} run`,
    );
  }

  /** The store's files, by their paths in it. */
  async store(): Promise<Record<string, Kept>> {
    return JSON.parse(await this.#here("python3 files.py store")) as Record<string, Kept>;
  }

  /** Starts a receiver of webhooks, and tells where it is. */
  async receive(): Promise<string> {
    const port = await this.#here(`setsid python3 receiver.py . </dev/null >receiver.log 2>&1 &
echo $! >receiver.pid
for n in $(seq 100); do [ ! -s port ] || break; sleep 0.1; done
cat port`);
    return `http://127.0.0.1:${port.trim()}/`;
  }

  /** What the receiver took, in order. */
  async received(): Promise<Received[]> {
    const lines = (await this.#here("cat received")).trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Received);
  }

  /** Lets all events that wait be due. */
  async due(): Promise<void> {
    await this.#here(`sed -i -E 's/"next":[0-9]+/"next":0/' store/outbox/waiting/*.json`);
  }

  /** The key that signs what is sent. */
  async key(): Promise<string> {
    const login = JSON.parse(await onHost("billing", `cat ${CONFIG}/login.json`)) as {
      webhookKey: string;
    };
    return login.webhookKey;
  }

  async remove(): Promise<void> {
    await this.#here('[ ! -f receiver.pid ] || kill "$(cat receiver.pid)" || :');
    await onHost("billing", `rm -rf ${this.folder}`);
  }

  #here = (script: string): Promise<string> =>
    onHost("billing", `set -eu\numask 077\ncd ${this.folder}\n${script}`);
}

/** A project's preliminary report among the files of a store, and the same as HTML. */
export function preliminaryOf(
  store: Record<string, Kept>,
  projectId: string,
): { report: Report; html: string } {
  const of = (name: string): string => {
    const pattern = new RegExp(`^running/${projectId}_[^/]+/[ab]/report\\.${name}$`);
    const [, kept] = Object.entries(store).find(([path]) => pattern.test(path)) ?? [];
    return kept?.text ?? assert.fail(`no preliminary report.${name} of ${projectId}`);
  };
  return { report: JSON.parse(of("json")) as Report, html: of("html") };
}
