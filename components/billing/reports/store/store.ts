import { join } from "node:path";
import { DOCUMENTS, documents } from "../documents";
import type { Report } from "../model/report";
import type { Tally } from "../model/tally";
import type { Terms } from "../terms";
import { aboutOf, type About } from "./about";
import {
  clean,
  entries,
  jsonText,
  makeFolder,
  readJson,
  realFiles,
  replaceFile,
  type Files,
} from "./files";

/** What is known of a project, also when Keystone has it no more. */
export interface KnownTenant {
  name: string;
  /** The month that its reports begin with. */
  since: string;
  /** The last month that is closed. */
  closed?: string;
  /** When a run first did not find it in Keystone. */
  goneSince?: string;
  /** Whether the environment declares it. */
  declared?: boolean;
}

/** How the last run went. */
export interface Status {
  at: string;
  seconds: number;
  /** What went wrong, a line each. */
  errors: string[];
}

/** What a day cost, as far as it was rated when it was last looked at. */
export interface DayTally extends Tally {
  /** Everything of the day before it is in here. */
  until: string;
}

const safe = (name: string): string => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name))
    throw new Error(`${name} is no name of a file here.`);
  return name;
};

const runningName = (projectId: string, month: string): string => safe(`${projectId}_${month}`);

/**
 * Reports and what they are made of, below one folder:
 * - `tenants.json`: projects by id, those that are gone too
 * - `issued/R-000001/`: the documents of a closed period; never changed again
 * - `running/<project>_<month>/`: those of a month that is not closed; made anew at each run
 * - `terms/<project>.json`: what a tenant pays by
 * - `days/<project>/<day>.json`: sums of rated frames
 * Numbers have no holes: one is taken by the folder that gets its name when it is complete.
 */
export class Store {
  constructor(
    readonly folder: string,
    readonly files: Files = realFiles,
  ) {}

  readonly #issued = new Map<string, About>();

  readonly #path = (...parts: string[]): string => join(this.folder, ...parts);

  /** Takes away what a run that was cut off left. */
  recover(): void {
    const { files } = this;
    for (const folder of [".", "issued", "running", "days", "terms"])
      clean(files, this.#path(folder));
    for (const parent of ["running", "days"]) {
      for (const project of entries(files, this.#path(parent)))
        clean(files, this.#path(parent, project));
    }
    for (const project of entries(files, this.#path("running"))) {
      const folder = this.#path("running", project);
      const current = this.#currentOf(project);
      for (const version of entries(files, folder)) {
        if (version !== "current" && version !== current) {
          files.rmSync(join(folder, version), { recursive: true, force: true });
        }
      }
    }
  }

  tenants(): Record<string, KnownTenant> {
    return readJson(this.files, this.#path("tenants.json")) ?? {};
  }

  /** Ids of the projects that the environment declares. */
  declared(): Set<string> {
    const declared = Object.entries(this.tenants()).filter(
      ([, tenant]) => tenant.declared === true,
    );
    return new Set(declared.map(([id]) => id));
  }

  keepTenants(tenants: Record<string, KnownTenant>): void {
    replaceFile(this.files, this.#path("tenants.json"), jsonText(tenants));
  }

  terms(projectId: string): Terms | undefined {
    return readJson(this.files, this.#path("terms", `${safe(projectId)}.json`));
  }

  keepTerms(projectId: string, terms: Terms): void {
    if (jsonText(this.terms(projectId)) === jsonText(terms)) return;
    replaceFile(this.files, this.#path("terms", `${safe(projectId)}.json`), jsonText(terms));
  }

  day(projectId: string, day: string): DayTally | undefined {
    return readJson(this.files, this.#path("days", safe(projectId), `${safe(day)}.json`));
  }

  keepDay(projectId: string, day: string, tally: DayTally): void {
    replaceFile(
      this.files,
      this.#path("days", safe(projectId), `${safe(day)}.json`),
      jsonText(tally),
    );
  }

  /** All reports of closed periods, by number. What was read once stays: they never change. */
  issued(): About[] {
    return entries(this.files, this.#path("issued")).map((number) => {
      const known = this.#issued.get(number);
      if (known !== undefined) return known;
      const path = this.#path("issued", number, "about.json");
      const about = readJson<About>(this.files, path);
      if (about === undefined) throw new Error(`${path} is missing.`);
      this.#issued.set(number, about);
      return about;
    });
  }

  /** The number that the next closed report gets. */
  nextNumber(): string {
    const last = entries(this.files, this.#path("issued")).at(-1) ?? "R-000000";
    return `R-${String(Number(last.slice(2)) + 1).padStart(6, "0")}`;
  }

  /** Keeps a closed report for good. */
  async issue(report: Report): Promise<About> {
    const folder = this.#path("issued", safe(report.number));
    if (this.files.existsSync(folder)) {
      throw new Error(`${report.number} is there already, and a closed report is never changed.`);
    }
    const about = aboutOf(report);
    makeFolder(this.files, folder, { ...(await documents(report)), "about.json": jsonText(about) });
    return about;
  }

  /** Takes the place of the project's preliminary report, all documents at once. */
  async keepRunning(report: Report): Promise<void> {
    const name = runningName(report.tenant.projectId, report.period.name);
    const folder = this.#path("running", name);
    const old = this.#currentOf(name);
    const version = old === "a" ? "b" : "a";
    this.files.rmSync(join(folder, version), { recursive: true, force: true });
    makeFolder(this.files, join(folder, version), {
      ...(await documents(report)),
      "about.json": jsonText(aboutOf(report)),
    });
    const link = join(folder, ".current");
    this.files.rmSync(link, { force: true });
    this.files.symlinkSync(version, link);
    this.files.renameSync(link, join(folder, "current"));
    if (old !== undefined) this.files.rmSync(join(folder, old), { recursive: true, force: true });
  }

  dropRunning(projectId: string, month: string): void {
    const folder = this.#path("running", runningName(projectId, month));
    this.files.rmSync(folder, { recursive: true, force: true });
  }

  /** The preliminary reports. */
  running(): About[] {
    return entries(this.files, this.#path("running")).flatMap((project) => {
      const about = readJson<About>(
        this.files,
        this.#path("running", project, "current", "about.json"),
      );
      return about === undefined ? [] : [about];
    });
  }

  #currentOf(projectId: string): string | undefined {
    const link = this.#path("running", projectId, "current");
    return this.files.existsSync(link) ? this.files.readlinkSync(link) : undefined;
  }

  /** One document of a report; of a preliminary one as it is now. */
  document({ number, tenant, month }: About, name: keyof typeof DOCUMENTS): Buffer {
    const path =
      number === ""
        ? this.#path("running", runningName(tenant.projectId, month), "current", name)
        : this.#path("issued", safe(number), name);
    return this.files.readFileSync(path);
  }

  status(): Status | undefined {
    return readJson(this.files, this.#path("status.json"));
  }

  keepStatus(status: Status): void {
    replaceFile(this.files, this.#path("status.json"), jsonText(status));
  }
}
