import type { TenantCredentials, TenantOutputs } from "../../../components/tenant/outputs";
import { must } from "./command";
import type { AdminLogin } from "./openstack-api";

/** What tests use of the lab's outputs. */
export interface LabOutputs extends AdminLogin {
  dashboard: string;
  tenants: Record<string, TenantOutputs>;
  tenantCredentials: Record<string, TenantCredentials>;
}

/** The outputs of the lab that is up, secrets included. */
export async function labOutputs(): Promise<LabOutputs> {
  const output = ["stack", "output", "--json", "--show-secrets", "--stack", "lab"];
  return JSON.parse(await must(["bin/pulumi", ...output], {})) as LabOutputs;
}
