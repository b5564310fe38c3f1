import type { Ironic } from "./api/client";
import type { ApiNode } from "./api/node";
import { nodePath } from "./api/node";
import type { Fields } from "../fields/field";
import { fromApi, toApi } from "../fields/field";
import { nodeInputs } from "./fields/node";
import { unmarked } from "./resources/marker";
import type { CheckFailure, FunctionType, Properties } from "../server";
import { ProviderError } from "../server";
import { textOf } from "../fields/text";

export const getNodeArgs: Fields = {
  node: { kind: "string", required: true, description: "The node's name or UUID." },
};

export const getNodesArgs: Fields = {
  resourceClass: { kind: "string", description: "Only nodes of this resource class." },
  provisionState: { kind: "string", description: "Only nodes in this state, such as available." },
  driver: { kind: "string", description: "Only nodes with this driver." },
  conductorGroup: { kind: "string", description: "Only nodes of this conductor group." },
  owner: { kind: "string", description: "Only nodes of this project." },
  maintenance: { kind: "boolean", description: "Only nodes that are, or are not, in maintenance." },
  associated: { kind: "boolean", description: "Only nodes that have, or have not, an instance." },
};

/** What both functions say of a node beside its declared properties. */
export const nodeFacts: Readonly<
  Record<string, { api: string; type: "string" | "boolean"; description: string }>
> = {
  uuid: { api: "uuid", type: "string", description: "Its UUID." },
  state: { api: "provision_state", type: "string", description: "Its provision state." },
  powerState: { api: "power_state", type: "string", description: "Its power state." },
  instanceUuid: {
    api: "instance_uuid",
    type: "string",
    description: "The instance that it carries.",
  },
  lastError: {
    api: "last_error",
    type: "string",
    description: "What went wrong last; it may be long past.",
  },
};

/** The declared properties that are told: the driver's secrets are not. */
export const nodeTold: Fields = Object.fromEntries(
  Object.entries(nodeInputs).filter(
    ([name]) => !["driverInfo", "inspect", "provisionState", "networkData"].includes(name),
  ),
);

type Answer = Awaited<ReturnType<FunctionType["invoke"]>>;

export function getNode(ironic: () => Ironic): FunctionType {
  return {
    async invoke(args, { signal }): Promise<Answer> {
      const failures = mistakes(getNodeArgs, args);
      if (failures.length > 0) return { outputs: {}, failures };
      const found = await ironic().find(nodePath(textOf(args.node)), signal);
      if (!found) {
        throw new ProviderError(
          `there is no node ${textOf(args.node)}: getNodes lists what there is`,
        );
      }
      return { outputs: told(found as ApiNode) };
    },
  };
}

export function getNodes(ironic: () => Ironic): FunctionType {
  return {
    async invoke(args, { signal }): Promise<Answer> {
      const failures = mistakes(getNodesArgs, args);
      if (failures.length > 0) return { outputs: {}, failures };
      const query = new URLSearchParams({ include_children: "true" });
      for (const [key, value] of Object.entries(toApi(getNodesArgs, args))) {
        if (value !== null) query.set(key, textOf(value));
      }
      const nodes: Properties[] = [];
      let path: string | undefined = `/nodes/detail?${query.toString()}`;
      while (path !== undefined) {
        const page: Properties = await ironic().get(path, signal);
        nodes.push(...(page.nodes as ApiNode[]).map(told));
        const next = page.next as string | undefined;
        path = next === undefined ? undefined : next.slice(next.indexOf("/v1/") + "/v1".length);
      }
      return { outputs: { nodes } };
    },
  };
}

function told(node: ApiNode): Properties {
  const facts = Object.entries(nodeFacts).map(([name, { api }]) => [name, node[api] ?? null]);
  const seen = { ...fromApi(nodeTold, node), extra: unmarked(node.extra) };
  return { ...seen, ...(Object.fromEntries(facts) as Properties) };
}

function mistakes(table: Fields, args: Properties): CheckFailure[] {
  const unknown = Object.keys(args)
    .filter((name) => !(name in table))
    .map((property) => ({
      property,
      reason: `there is no such argument; allowed: ${Object.keys(table).join(", ")}`,
    }));
  const missing = Object.entries(table)
    .filter(([name, field]) => field.required && (args[name] ?? null) === null)
    .map(([property, field]) => ({ property, reason: `is required: ${field.description}` }));
  return [...unknown, ...missing];
}
