import assert from "node:assert/strict";
import type { Client } from "../../personas/client";
import type { Body } from "../../support/openstack-api";
import { asksFor, projectsIn } from "./requests";
import type { World } from "./world";

/** What tenants are told by the lab's own services. */
export function testAsks(world: () => World): void {
  describe("tenants", () => {
    it("a tenant's people are told nothing of others, and change nothing", async () => {
      const { admin, people, lab } = world();
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
      const { admin, people } = world();
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
