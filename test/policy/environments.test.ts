import assert from "node:assert/strict";
import { labWith, prodWith } from "../unit/environment/files";
import { previewEnvironment } from "./support/environment";

describe("the environments of this project under the policies", function () {
  this.timeout(240_000);

  it("violate no rule in the lab", async () => {
    assert.deepEqual(await previewEnvironment("lab", labWith()), []);
  });

  it("violate no rule at the reference site", async () => {
    assert.deepEqual(await previewEnvironment("prod", prodWith()), []);
  });

  it("are refused at the first preview for what an environment file can weaken", async () => {
    const weak = prodWith(
      ["tenants.engineering.securityGroups.web.rules.0.port", 22],
      ["tenants.engineering.securityGroups.database.rules.0.from", "0.0.0.0/0"],
      ["tenants.finance.securityGroups.ledger.description", undefined],
      ["tenants.research.quota.compute.cores", -1],
      ["tenants.research.quota.network.rbacPolicies", 2],
      ["tenants.intranet.securityGroups.pages.rules.0.from", "10.20.0.0/22"],
    );
    const said = await previewEnvironment("prod", weak);
    assert.deepEqual(said.map((line) => line.slice(0, line.indexOf(":"))).sort(), [
      "mandatory QUO-05 research-quota-compute",
      "mandatory QUO-11 research-quota-network",
      "mandatory SG-03 engineering-group-rule.web.ingress-tcp-22-0.0.0.0/0",
      "mandatory SG-06 engineering-group-rule.database.ingress-tcp-5432-0.0.0.0/0",
      "mandatory SG-14 intranet-group-rule.pages.ingress-tcp-443-10.20.0.0/22",
      "mandatory SG-24 finance-group-ledger",
    ]);
  });
});
