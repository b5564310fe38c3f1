import assert from "node:assert/strict";
import type { Client } from "../../personas/client";
import type { Body } from "../../support/openstack-api";
import { type LabOutputs, labOutputs } from "../../support/outputs";
import { removeMachines, type Running, startMachine } from "./machine";
import { adminOf, peopleOf, type Person } from "./people";
import { framesOf, untilRated } from "./rated";
import { asksFor, projectsIn } from "./requests";

/** The lab's period. */
const PERIOD = 60_000;

/** What tenants are rated for, and what they are told, by the lab's own services. */
export function testTenants(): void {
  describe("tenants", () => {
    let lab: LabOutputs;
    let admin: Client;
    let people: Person[];
    let owner: Person;
    let machine: Running;

    before(async () => {
      lab = await labOutputs();
      admin = await adminOf(lab);
      people = await peopleOf(lab);
      owner = people.find(({ tenant }) => tenant === "engineering") ?? assert.fail("nobody");
      await removeMachines(owner);
      machine = await startMachine(lab, owner);
    });
    after(() => removeMachines(owner));

    it("a tenant's people are told nothing of others, and change nothing", async () => {
      const found: string[] = [];
      const expected: string[] = [];
      for (const { name, project, tenant, client } of people) {
        for (const other of Object.keys(lab.tenants).filter((one) => one !== tenant)) {
          const asks = asksFor(await othersOf(admin, lab.tenants[other]?.projectId ?? ""));
          for (const { service, method, path, body, expected: what } of asks) {
            const { status, text } = await client.ask(service, method, path, body as Body);
            const line = `${name} ${method} ${decodeURIComponent(path)} of ${other}:`;
            const seen = status < 300 ? seenIn(text, project) : status;
            found.push(`${line} ${seen}`);
            expected.push(`${line} ${what}`);
          }
        }
      }
      assert.deepEqual(found, expected);
    });

    it("a filter of one caller is not the next one's", async () => {
      const summary = "/v2/summary?response_format=object&groupby=project_id";
      const [one, two] = ["engineering", "finance"].map(
        (tenant) => people.find((person) => person.tenant === tenant) ?? assert.fail(tenant),
      );
      const told: string[][] = [];
      const ask = async (client: Client, query = ""): Promise<void> => {
        told.push(projectsIn((await client.ask("rating", "GET", summary + query)).text));
      };
      assert.ok(one && two);
      await ask(one.client);
      await ask(admin, `&filters=project_id:${two.project}`);
      await ask(two.client);
      await ask(one.client, "&filters=type:router");
      await ask(two.client);
      await ask(admin, `&filters=project_id:${one.project}`);
      const expected = [one, two, two, one, two, one].map(({ project }) => [project]);
      assert.deepEqual(told, expected);
    });

    it("a machine is rated for its tenant by its flavor, and for no other", async () => {
      const since = new Date(machine.since - PERIOD).toISOString();
      await untilRated(admin, owner.project, machine.since + 2 * PERIOD);
      const frames = await framesOf(admin, { meter: "instance", since });
      const its = frames.filter(({ attributes }) => attributes.id === machine.id);
      assert.ok(its.length >= 3, JSON.stringify(its));
      const told = its.map(({ project, attributes }) => [
        ...[project, attributes.flavor_name, attributes.display_name, attributes.user_id],
      ]);
      const expected = [owner.project, "tiny", "billing-machine", owner.client.userId];
      assert.deepEqual(
        told,
        its.map(() => expected),
      );
      // The first period may have begun before it ran.
      const whole = its.filter(({ begin }) => Date.parse(begin) > machine.since);
      assert.deepEqual(
        whole.map(({ quantity }) => quantity),
        whole.map(() => 1),
      );
    });

    it("a machine that is deleted is rated no more", async () => {
      await removeMachines(owner);
      const gone = Date.now();
      await untilRated(admin, owner.project, gone + PERIOD);
      const since = new Date(machine.since - PERIOD).toISOString();
      const its = (
        await framesOf(admin, { meter: "instance", since, project: owner.project })
      ).filter(({ attributes }) => attributes.id === machine.id);
      const minutes = its.map(({ begin }) => Date.parse(begin)).sort((a, b) => a - b);
      // Each minute once, and none left out, from when it was first asked for to its end.
      const first = minutes[0] ?? 0;
      assert.deepEqual(
        minutes,
        minutes.map((_, at) => first + at * PERIOD),
      );
      assert.ok(Math.abs(first - machine.since) <= PERIOD, `from ${new Date(first).toISOString()}`);
      const last = minutes.at(-1) ?? 0;
      assert.ok(last <= gone && gone - last <= 2 * PERIOD, `to ${new Date(last).toISOString()}`);
    });
  });
}

/** Something of a tenant that everyone has: its router. */
async function othersOf(admin: Client, project: string) {
  const search = { "=": { project_id: project } };
  const { status, text } = await admin.ask("metric", "POST", "/v1/search/resource/network", search);
  assert.equal(status, 200, text);
  const all = JSON.parse(text) as { id: string; metrics: Record<string, string> }[];
  const router = all.find(({ metrics }) => metrics.router !== undefined);
  const { id: resource, metrics: { router: metric = "" } = {} } = router ?? assert.fail(text);
  return { project, resource, metric };
}

/** Whose projects an answer names. */
function seenIn(text: string, own: string): string {
  const projects = projectsIn(text).map((project) => (project === own ? "own" : project));
  return projects.length === 0 ? "nobody" : projects.join(", ");
}
