/**
 * What an app team's program looks like: it knows the environment's stack and its own tenant, and
 * nothing else of the cloud. It starts a machine that is reached from outside by a floating IP.
 */
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { TenantReference } from "../../components/tenant/reference";

const config = new pulumi.Config();
const tenant = new TenantReference("tenant", {
  stack: config.require("cloudStack"),
  tenant: config.require("tenant"),
});
const provider = tenant.provider(config.get("credential") ?? "ci");

const networkId = tenant.id("networks", config.get("network") ?? "app");
const name = `${pulumi.getProject()}-${pulumi.getStack()}`;

const port = new openstack.networking.Port(
  "port",
  {
    name,
    networkId,
    securityGroupIds: [tenant.id("securityGroups", config.get("securityGroup") ?? "web")],
  },
  { provider },
);

const machine = new openstack.compute.Instance(
  "machine",
  {
    name,
    imageId: tenant.id("images", config.get("image") ?? "tiny"),
    flavorId: tenant.id("flavors", config.get("flavor") ?? "tiny"),
    networks: [{ port: port.id }],
    userData: config.get("userData"),
  },
  // The port can be in one machine only.
  { provider, deleteBeforeReplace: true },
);

const floatingIp = new openstack.networking.FloatingIp(
  "address",
  { pool: config.get("externalNetwork") ?? "internet" },
  { provider },
);

new openstack.networking.FloatingIpAssociate(
  "association",
  { floatingIp: floatingIp.address, portId: port.id },
  { provider, dependsOn: [machine] },
);

/** Where the machine answers. */
export const url = pulumi.interpolate`http://${floatingIp.address}/`;
export const address = floatingIp.address;
export const privateAddress = port.allFixedIps[0];
export const machineId = machine.id;
