import assert from "node:assert/strict";
import { drawCloud } from "../../../components/isolation/picture";
import { prove } from "../../../components/isolation/prove";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { modelOf, proveIsolation } from "../../../stacks/isolation";
import { labWith, prodWith } from "../environment/files";

describe("the isolation of an environment", () => {
  it("is an output: every way between the reference site's tenants is closed, and what is published", () => {
    assert.deepEqual(proveIsolation(parseEnvironment(prodWith(), "prod")), {
      pairs: 12,
      isolated: 12,
      peered: [],
      published: {
        engineering: [
          "tcp 443 from 0.0.0.0/0 (web)",
          "tcp 80 from 0.0.0.0/0 (web)",
          "tcp 22 from 10.20.0.0/24 (operators)",
        ],
        finance: ["tcp 443 from 10.20.0.0/24 (ledger)"],
        research: ["tcp 8888-8899 from 10.20.0.0/24 (cluster)"],
        intranet: ["tcp 443 from 10.20.0.0/24 (pages)"],
      },
    });
  });

  it("says which way a peering goes, hop by hop, and what it lets through", () => {
    const { pairs, isolated, peered } = proveIsolation(parseEnvironment(labWith(), "lab"));
    assert.deepEqual([pairs, isolated], [6, 4]);
    assert.deepEqual(peered, [
      "research reaches engineering by network research/lab → router research/edge (its route 192.168.10.0/24 by 100.70.163.1) → network peering-engineering-research → router engineering/edge → network engineering/app; open there: tcp 80 (engineering/web)",
    ]);
  });

  it("tells a peering that a group makes wider than it was agreed", () => {
    const wide = labWith([
      "tenants.engineering.securityGroups.web.rules.1",
      { direction: "ingress", protocol: "tcp", port: 443, from: "0.0.0.0/0" },
    ]);
    const { violations } = prove(modelOf(parseEnvironment(wide, "lab")));
    assert.deepEqual(
      violations.map(({ from, to, open }) => ({ from, to, open })),
      [
        {
          from: "research",
          to: "engineering",
          open: [80, 443].map((port) => ({
            protocol: "tcp",
            ports: { min: port, max: port },
            by: "engineering/web",
          })),
        },
      ],
    );
  });

  it("publishes nothing of a tenant without a way out", () => {
    const lab = labWith(["tenants.engineering.routers.edge", { networks: ["app"] }]);
    assert.deepEqual(proveIsolation(parseEnvironment(lab, "lab")).published.engineering, []);
  });

  it("has a picture in which a way that should not be there stands out", () => {
    const model = modelOf(parseEnvironment(labWith(), "lab"));
    const [first, second] = model.tenants;
    const shared = model.networks.map((network) =>
      network.owner === first ? { ...network, sharedWith: [second ?? ""] } : network,
    );
    const joined = { ...model, networks: shared };
    assert.deepEqual([first, second], ["engineering", "finance"]);
    const picture = drawCloud(joined, prove(joined));
    const words = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    // By the shared network, what reaches engineering by its peering is finance's neighbour as well.
    assert.equal(words[0], "4 of 6 ways between tenants are open and should not be");
    assert.equal(picture.match(/<g class="violation">/g)?.length, 4);
    const kept = drawCloud(model, prove(model));
    assert.equal(kept.includes('<g class="violation">'), false);
    assert.equal(kept.match(/<g class="peered">/g)?.length, 2);
  });
});
