/**
 * `make bench`: how long things take on this computer, against what is run beside them. It needs the
 * lab up (`make up`), adds tenants to it and takes them away again.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { RawCloud, type Login } from "./cloud";
import { ground, makeRaw, removeRaw, TENANT } from "./tenants";

const ROOT = join(__dirname, "..");
const COUNT = 20;

/** Tenants made at the same time by the raw calls; the program has as many operations at once. */
const CONCURRENCY = 8;

const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), ".config");
const env = {
  PULUMI_CONFIG_PASSPHRASE_FILE: join(config, "openstack-environment", "lab-passphrase"),
  ...process.env,
};

function pulumi(...words: string[]): string {
  const ended = spawnSync(join(ROOT, "bin/pulumi"), [...words, "--stack", "lab"], {
    cwd: ROOT,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (ended.status !== 0) {
    process.stderr.write(`bin/pulumi ${words.join(" ")} failed:\n${ended.stdout}${ended.stderr}`);
    process.exit(1);
  }
  return ended.stdout;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function seconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Memory that is in use on this computer, with the lab at rest on it. */
function usedMebibytes(): number {
  const field = (name: string): number =>
    Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(readFileSync("/proc/meminfo", "utf8"))?.[1]);
  return (field("MemTotal") - field("MemAvailable")) / 1024;
}

/** Runs one task after the other in each of several lanes. */
async function inLanes<T>(tasks: (() => Promise<T>)[], lanes: number): Promise<T[]> {
  const results: T[] = [];
  const waiting = [...tasks.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

function withTenants(count: number): string {
  const environment = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as {
    config: Record<string, Record<string, object>>;
  };
  const tenants = environment.config["openstack-environment:tenants"] ?? {};
  for (let at = 1; at <= count; at++) tenants[`bench-${at}`] = TENANT;
  const file = join(mkdtempSync(join(tmpdir(), "bench-")), "Pulumi.lab.yaml");
  writeFileSync(file, stringify(environment));
  return file;
}

async function main(): Promise<void> {
  const memory = usedMebibytes();
  say("Nothing changed: bin/pulumi up");
  const unchanged = await seconds(() => pulumi("up", "--yes", "-f", "--expect-no-changes"));

  const cloud = await RawCloud.login(
    JSON.parse(pulumi("stack", "output", "--json", "--show-secrets")) as Login,
  );
  const on = await ground(cloud);
  const names = Array.from({ length: COUNT }, (_, at) => `raw-${at + 1}`);
  say(`${COUNT} tenants by raw API calls, ${CONCURRENCY} at a time`);
  let projects: string[] = [];
  const raw = await seconds(async () => {
    projects = await inLanes(
      names.map((name) => () => makeRaw(cloud, name, on)),
      CONCURRENCY,
    );
  });
  await inLanes(
    names.map((name, at) => () => removeRaw(cloud, name, projects[at] ?? "")),
    CONCURRENCY,
  );

  say(`${COUNT} tenants by the program, ${CONCURRENCY} operations at a time`);
  const file = withTenants(COUNT);
  const parallel = ["--parallel", String(CONCURRENCY)];
  const program = await seconds(() =>
    pulumi("up", "--yes", "-f", "--config-file", file, ...parallel),
  );
  const routers = await cloud.call<{ routers: { status: string }[] }>(
    "GET",
    "network",
    "/v2.0/routers?fields=status",
  );
  const broken = routers.routers.filter(({ status }) => status === "ERROR").length;
  const removed = await seconds(() => pulumi("up", "--yes", "-f", ...parallel));

  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT }).toString();
  say(`
commit ${commit.trim()}

| what                                        |    figure |  limit |
|---------------------------------------------|----------:|-------:|
| memory in use, lab at rest                  | ${cell(memory / 1024, "GiB")} | 12 GiB |
| up with nothing changed                     | ${cell(unchanged, "s")} |   10 s |
| ${COUNT} tenants, raw API calls                   | ${cell(raw, "s")} |        |
| ${COUNT} tenants, the program                     | ${cell(program, "s")} |        |
| the program against the raw calls           | ${cell(program / raw, "x")} |  1.2 x |
| ${COUNT} tenants removed                          | ${cell(removed, "s")} |        |
| routers in ERROR                            | ${cell(broken, "", 0)} |      0 |
`);
}

const cell = (value: number, unit: string, digits = 1): string =>
  `${value.toFixed(digits)} ${unit}`.trim().padStart(9);

void main();
