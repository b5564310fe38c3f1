import {
  allocationInputs,
  deployTemplateInputs,
  portGroupInputs,
  portInputs,
} from "../fields/others";
import { poll } from "../lifecycle/poll";
import type { Properties } from "../../server";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import type { Rest } from "./rest";
import { textOf } from "../../fields/text";

const encoded = (value: Properties[string] | undefined): string =>
  encodeURIComponent(textOf(value));

export const port: Rest = {
  path: "/ports",
  what: "a port",
  fields: portInputs,
  outputs: { uuid: "uuid" },
  named: false,
  // Inspection makes the ports of the cards that it finds.
  ours: "node",
  find: ({ address }) => `/ports?fields=${PORT}&address=${encoded(address)}`,
};
const PORT =
  "uuid,node_uuid,address,name,pxe_enabled,physical_network,portgroup_uuid,is_smartnic,local_link_connection,extra";

export const portGroup: Rest = {
  path: "/portgroups",
  what: "a port group",
  fields: portGroupInputs,
  outputs: { uuid: "uuid" },
  named: true,
  ours: "node",
  find: ({ name }) => `/portgroups/${encoded(name)}`,
};

export const deployTemplate: Rest = {
  path: "/deploy_templates",
  what: "a deploy template of that name",
  fields: deployTemplateInputs,
  outputs: { uuid: "uuid" },
  named: false,
  ours: "mark",
  find: ({ name }) => `/deploy_templates/${encoded(name)}`,
};

export const allocation: Rest = {
  path: "/allocations",
  what: "an allocation of that name",
  fields: allocationInputs,
  outputs: { uuid: "uuid", nodeUuid: "node_uuid" },
  named: true,
  ours: "mark",
  find: ({ name }) => `/allocations/${encoded(name)}`,
  settle: allocated,
};

/** Waits for a node. An allocation that got none is taken away again, for it gets none later on. */
async function allocated(scope: Scope, made: Properties): Promise<Properties> {
  const { ironic, signal } = scope;
  const path = `/allocations/${textOf(made.uuid)}`;
  const now = await poll(
    scope,
    () => ironic.get(path, signal),
    ({ state }) => state === "active" || state === "error",
    ({ name, state }) => ({ what: `allocation ${textOf(name)}`, doing: textOf(state) }),
  );
  if (now.state === "active") return now;
  await ironic.call({ method: "DELETE", path, signal });
  throw new ProviderError(
    `${textOf(now.last_error)} Nodes count that are available, not in maintenance, of known power ` +
      "state, and have the resource class and all traits: see `openstack baremetal node list --long`.",
  );
}
