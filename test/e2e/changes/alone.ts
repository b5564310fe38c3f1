import type { TenantOutputs } from "../../../components/tenant/outputs";
import { must } from "../support/command";
import { testChanges } from "./suite";

let tenants: Record<string, TenantOutputs> = {};
before(async () => {
  const json = await must(["bin/pulumi", "stack", "output", "--json", "--stack", "lab"]);
  ({ tenants } = JSON.parse(json) as { tenants: Record<string, TenantOutputs> });
});
testChanges(() => tenants);
