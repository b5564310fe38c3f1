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

  const between = (protocol: string, port?: number): Parameters<typeof labWith> => [
    [
      "tenants.finance.peerings",
      [
        { from: "engineering", protocol, port, group: "web" },
        { to: "engineering", protocol, port },
      ],
    ],
    [
      "tenants.engineering.peerings",
      [
        { from: "finance", protocol, port, group: "web" },
        { to: "finance", protocol, port },
      ],
    ],
    ["tenants.research.peerings", []],
  ];

  it("violate no rule with a peering of tenants on the same addresses", async () => {
    assert.deepEqual(await previewEnvironment("lab", labWith(...between("tcp", 80))), []);
  });

  it("are refused for a peering through which more gets in than it says", async () => {
    const way = (from: string, to: string): string =>
      `mandatory ISO-01 peering.engineering.finance-network: ${from} reaches ${to} by network ` +
      `peering-engineering-finance; open there: icmp (web of ${to}), tcp 80 (web of ${to})`;
    assert.deepEqual(await previewEnvironment("lab", labWith(...between("icmp"))), [
      way("engineering", "finance"),
      way("finance", "engineering"),
    ]);
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
