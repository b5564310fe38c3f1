import assert from "node:assert/strict";
import { OpenStackApi } from "../support/openstack-api";
import { onConsole } from "./console";
import type { Machine } from "./machines";
import { find, type Scene } from "./scene";
import { userOf } from "./start";

/** What a tenant's routes on its own router lead to: nobody's machines but those that a peering reaches. */
export function testRoutes(scene: () => Scene): void {
  it("does not lead by the outside into another tenant's router, whatever route a tenant makes", async () => {
    const { lab, outside } = scene();
    const { peered, stranger, sender } = cast(scene());
    const { cloudsYaml = "" } = lab.tenantCredentials[sender.tenant] ?? {};
    const user = await OpenStackApi.loginAs(lab, userOf(cloudsYaml));
    const router = `/v2.0/routers/${lab.tenants[sender.tenant]?.routers.edge}`;
    // More exact than the route of the peering, which leads to a machine with the same address.
    const route = { destination: `${stranger.address}/32`, nexthop: outside[stranger.tenant] };
    const change = (what: string): Promise<void> =>
      user.put("network", `${router}/${what}_extraroutes`, { router: { routes: [route] } });
    assert.equal(await answerOf(sender, stranger.address), peered.name);
    try {
      await change("add");
      assert.equal(await changedAnswer(sender, stranger.address, peered.name), "nothing");
    } finally {
      await change("remove");
    }
    assert.equal(await changedAnswer(sender, stranger.address, "nothing"), peered.name);
  });
}

/** A machine, one that it reaches by a peering, and a third tenant's on the same address that lets HTTP in. */
const cast = (scene: Scene): Record<"sender" | "peered" | "stranger", Machine> => ({
  sender: find(scene, "res-a"),
  peered: find(scene, "eng-a"),
  stranger: find(scene, "fin-a"),
});

/** The name of whoever answers HTTP at an address; `nothing` where nobody does. */
async function answerOf(sender: Machine, address: string): Promise<string> {
  const line = await onConsole(sender, `tcp 80 ${address}`);
  return (/^tcp 80 \S+ (\S+)$/m.exec(line)?.[1] ?? line).replace(/\.novalocal$/, "");
}

/** The same as soon as it is another one: an agent takes some seconds to change routes. */
async function changedAnswer(sender: Machine, address: string, before: string): Promise<string> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await answerOf(sender, address);
    if (answer !== before || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
