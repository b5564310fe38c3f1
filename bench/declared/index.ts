import * as pulumi from "@pulumi/pulumi";
import { Pricing } from "../../components/billing/plan/pricing";
import * as cloudkitty from "../../providers/cloudkitty/sdk";
import { sparePromisesTheirTraces } from "../../stacks/stack-traces";
import { billingWith, NOW, projectOf, tenantNames, versionWith } from "../price-list";

sparePromisesTheirTraces();

// The prices of as many tenants as the configuration says, as rules of a CloudKitty.
const config = new pulumi.Config("program");
const names = tenantNames(config.requireNumber("tenants"));
const version = versionWith(names, "0.2");
// A version that begins later, as a change of prices is declared.
const changed = { ...versionWith(names, "0.3"), from: "2099-01-01T00:00:00Z" };
const versions = config.requireBoolean("changed") ? [version, changed] : [version];
const provider = new cloudkitty.Provider(
  "rating",
  config.requireObject<cloudkitty.ProviderArgs>("provider"),
);
new Pricing(
  "prices",
  {
    billing: billingWith(versions),
    now: NOW,
    tenants: Object.fromEntries(names.map((name, n) => [name, { projectId: projectOf(n) }])),
    months: {},
  },
  { providers: { cloudkitty: provider } },
);
