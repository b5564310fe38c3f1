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
    const picture = drawCloud(joined, prove(joined));
    const words = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    assert.equal(
      words[0],
      `2 of ${prove(model).pairs} ways between tenants are open and should not be`,
    );
    assert.equal(picture.match(/<g class="violation">/g)?.length, 2);
    assert.equal(drawCloud(model, prove(model)).includes('<g class="violation">'), false);
  });
});
