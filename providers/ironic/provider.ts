import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ironic } from "./api/client";
import { configMistakes, connect } from "./config";
import { configFields } from "./fields/config";
import { inputTable } from "../fields/field";
import { getNode, getNodes } from "./functions";
import { deploymentType } from "./resources/deployment";
import { nodeType } from "./resources/node";
import { restType } from "./resources/rest";
import { allocation, deployTemplate, port, portGroup } from "./resources/rows";
import type { Properties, Provider } from "../server";
import { containsUnknown, ProviderError } from "../server";
import { VERSION } from "./version";

/** Bare metal through Ironic. Nothing is sent before it is needed. */
export function ironicProvider(): Provider {
  let config: Properties | undefined;
  let connected: Ironic | undefined;
  const ironic = (): Ironic => {
    if (config === undefined || containsUnknown(config)) {
      throw new ProviderError(
        "the configuration of the ironic provider is not known yet: it depends on what this run makes",
      );
    }
    return (connected ??= connect(config));
  };
  return {
    name: "ironic",
    version: VERSION,
    schema: readFileSync(join(__dirname, "schema.json"), "utf8"),
    config: inputTable(configFields),
    checkConfig: configMistakes,
    configure(given) {
      connected?.close();
      connected = undefined;
      config = given;
    },
    resources: {
      "ironic:index:Node": nodeType(ironic),
      "ironic:index:Port": restType(ironic, port),
      "ironic:index:PortGroup": restType(ironic, portGroup),
      "ironic:index:Deployment": deploymentType(ironic),
      "ironic:index:Allocation": restType(ironic, allocation),
      "ironic:index:DeployTemplate": restType(ironic, deployTemplate),
    },
    functions: {
      "ironic:index:getNode": getNode(ironic),
      "ironic:index:getNodes": getNodes(ironic),
    },
  };
}
