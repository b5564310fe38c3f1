import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { pulumi, ROOT, say, seconds } from "./command";
import { RawCloud, type Login } from "./raw-cloud";
import { ground, makeRaw, removeRaw, TENANT } from "./raw-tenants";
import type { Figure } from "./table";

const COUNT = 20;

/** Operations at a time: tenants of the raw calls, resources of the program. */
const CONCURRENCY = 8;

/**
 * Tenants added to the running cloud, by the program and by the calls alone; what is added is taken
 * away again. The program adds more to each (grants, what takes a removed tenant's leavings away).
 */
export async function tenants(): Promise<Figure[]> {
  const cloud = await RawCloud.login(
    JSON.parse(pulumi("stack", "output", "--json", "--show-secrets")) as Login,
  );
  await removeLeft(cloud);
  const on = await ground(cloud);
  const names = Array.from({ length: COUNT }, (_, at) => `raw-${at + 1}`);
  say(`${COUNT} tenants by raw API calls, ${CONCURRENCY} at a time`);
  const raw = await seconds(() =>
    inLanes(
      names.map((name) => () => makeRaw(cloud, name, on)),
      CONCURRENCY,
    ),
  );
  say("Removing them");
  await removeLeft(cloud);

  say(`${COUNT} tenants by the program, ${CONCURRENCY} operations at a time`);
  const update = ["up", "--yes", "-f", "--parallel", String(CONCURRENCY)];
  const program = await seconds(() => pulumi(...update, "--config-file", withTenants(COUNT)));
  const { routers } = await cloud.call<{ routers: { status: string }[] }>(
    "GET",
    "network",
    "/v2.0/routers?fields=status",
  );
  say("Removing them");
  const removed = await seconds(() => pulumi(...update));
  return [
    { what: `${COUNT} tenants, raw API calls`, value: raw, unit: "s" },
    { what: `${COUNT} tenants, the program`, value: program, unit: "s" },
    { what: "the program against the raw calls", value: program / raw, unit: "x", limit: 1.2 },
    { what: `${COUNT} tenants removed by the program`, value: removed, unit: "s" },
    {
      what: "routers in ERROR",
      value: routers.filter(({ status }) => status === "ERROR").length,
      unit: "",
      limit: 0,
    },
  ];
}

/** What the raw calls made, now or in a run that was interrupted. */
async function removeLeft(cloud: RawCloud): Promise<void> {
  const { projects } = await cloud.call<{ projects: { id: string; name: string }[] }>(
    "GET",
    "identity",
    "/projects",
  );
  const left = projects.filter(({ name }) => /^raw-\d+$/.test(name));
  await inLanes(
    left.map(
      ({ id, name }) =>
        () =>
          removeRaw(cloud, name, id),
    ),
    CONCURRENCY,
  );
}

function withTenants(count: number): string {
  const environment = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as {
    config: Record<string, Record<string, object>>;
  };
  const declared = environment.config["openstack-environment:tenants"] ?? {};
  for (let at = 1; at <= count; at++) declared[`bench-${at}`] = TENANT;
  const file = join(mkdtempSync(join(tmpdir(), "bench-")), "Pulumi.lab.yaml");
  writeFileSync(file, stringify(environment));
  return file;
}

/** Runs one task after the other in each of several lanes. */
async function inLanes<T>(tasks: (() => Promise<T>)[], lanes: number): Promise<void> {
  const waiting = [...tasks];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
