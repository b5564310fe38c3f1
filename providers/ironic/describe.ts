import { configFields } from "./fields/config";
import { deploymentInputs } from "./fields/deployment";
import type { Field, Fields } from "../fields/field";
import { nodeInputs } from "./fields/node";
import {
  allocationInputs,
  deployTemplateInputs,
  portGroupInputs,
  portInputs,
} from "./fields/others";
import { getNodeArgs, getNodesArgs, nodeFacts, nodeTold } from "./functions";
import { INTRO } from "./generate/intro";
import type { Described, Package, ResultType } from "../generate/package";
import { VERSION } from "./version";

const uuid: Field = { kind: "string", description: "Its UUID." };

const RESOURCES: readonly Described[] = [
  {
    name: "Node",
    description:
      "A machine that Ironic knows by its management controller, brought up to where a deployment can " +
      "take it. Deleting it makes Ironic forget the machine; a node with a deployment is refused.",
    inputs: nodeInputs,
    outputs: {
      uuid,
      inventory: {
        kind: "map",
        description: "What inspection found: cpu, memory, disks, interfaces.",
      },
    },
  },
  {
    name: "Port",
    description:
      "A network card of a node. One that inspection made already, on the same node, is taken over.",
    inputs: portInputs,
    outputs: { uuid },
  },
  {
    name: "PortGroup",
    description: "A bond of network cards of a node.",
    inputs: portGroupInputs,
    outputs: { uuid },
  },
  {
    name: "Deployment",
    description:
      "A host on a node: the node is brought to active with an image or a boot ISO. Deleting it " +
      "undeploys and cleans. Its id is that of the instance, and another one after a redeployment.",
    inputs: deploymentInputs,
    key: "instance's UUID",
    outputs: {
      answered: {
        kind: "boolean",
        description: "whether the host has answered where answersAt says, once",
      },
      instanceUuid: {
        kind: "string",
        description: "The instance's UUID, which is the resource's id.",
      },
      nodeName: { kind: "string", description: "The node's name." },
    },
  },
  {
    name: "Allocation",
    description: "A node that is chosen by resource class and traits, and reserved.",
    inputs: allocationInputs,
    outputs: {
      uuid,
      nodeUuid: { kind: "string", description: "The node that was chosen." },
    },
  },
  {
    name: "DeployTemplate",
    description: "Deploy steps that a trait brings to each deployment that asks for it.",
    inputs: deployTemplateInputs,
    outputs: { uuid },
  },
];

const facts: Fields = Object.fromEntries(
  Object.entries(nodeFacts).map(([name, { type, description }]): [string, Field] => [
    name,
    { kind: type, description },
  ]),
);

/** What functions tell of a node. */
const NODE_RESULT: Fields = {
  ...facts,
  ...Object.fromEntries(
    Object.entries(nodeTold).map(([name, field]): [string, Field] => [
      name,
      { ...field, required: false, default: undefined, defaultText: undefined },
    ]),
  ),
};

const nodeResult: ResultType = {
  name: "NodeFacts",
  description: "What there is to know of a node.",
  fields: NODE_RESULT,
};

const PROVIDER: Described = {
  name: "Provider",
  description:
    "How Ironic is reached: by http_basic (endpoint, userName, password), or with a token of Keystone " +
    "(authUrl and a user or an application credential).",
  inputs: configFields,
  outputs: {},
};

/** All that schema, SDK and reference are made from. */
export const IRONIC: Package = {
  name: "ironic",
  version: VERSION,
  description: "Bare metal through OpenStack Ironic",
  intro: INTRO,
  provider: PROVIDER,
  resources: RESOURCES,
  functions: [
    { name: "getNode", description: "Looks a node up.", args: getNodeArgs, result: nodeResult },
    {
      name: "getNodes",
      description: "Lists nodes.",
      args: getNodesArgs,
      result: nodeResult,
      list: "nodes",
    },
  ],
};
