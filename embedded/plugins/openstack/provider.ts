import type { Properties } from "../../engine/types";
import { ProviderError } from "../../../providers/server/errors";
import type { Provider } from "../../../providers/server/types";
import { containsUnknown } from "../../../providers/server/values";
import { Cloud } from "./client/cloud";
import { configMistakes, configTable, connect } from "./config";
import { computeFunctions } from "./functions/compute";
import { identityFunctions } from "./functions/identity";
import { lookup } from "./functions/lookup";
import { networkingFunctions } from "./functions/networking";
import { definitions } from "./resources";
import { resourceType } from "./table/resource";

/** The version of @pulumi/openstack whose properties and behaviour these are. */
export const VERSION = "3.15.2";

/** The openstack provider: the table of types behind one cloud, logged in to when first needed. */
export function openstack(): Provider {
  let config: Properties = {};
  let connected: Cloud | undefined;
  const cloud = (): Cloud => {
    if (containsUnknown(config)) {
      throw new ProviderError(
        "the openstack provider's configuration is not known yet: " +
          "it depends on what this run is to create",
      );
    }
    return (connected ??= connect(config));
  };
  return {
    name: "openstack",
    version: VERSION,
    config: configTable,
    checkConfig: (given) => configMistakes(given),
    configure(given) {
      connected?.close();
      connected = undefined;
      config = given;
    },
    resources: prefixed(definitions, (definition) => resourceType(definition, cloud)),
    functions: prefixed(
      { ...identityFunctions, ...networkingFunctions, ...computeFunctions },
      (answer) => lookup(cloud, answer),
    ),
  };
}

function prefixed<From, To>(
  rows: Readonly<Record<string, From>>,
  make: (row: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(rows).map(([token, row]) => [`openstack:${token}`, make(row)]),
  );
}
