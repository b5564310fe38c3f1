import type { Ironic } from "../api/client";
import type { ApiNode } from "../api/node";
import { findNode } from "../api/node";
import { networkDataMistakes } from "../checks/network-data";
import { isUuid } from "../checks/values";
import { deploymentInputs } from "../fields/deployment";
import { inputTable } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { isOccupied } from "../lifecycle/states";
import type { CheckFailure, Properties, ResourceType } from "../../server";
import { isObject } from "../../server";
import type { Scope } from "../scope";
import { scopeOf } from "../scope";
import { deploy } from "./deploy";
import { isOurs } from "./deployment-marks";
import { importedDeployment, deploymentOutputs, driftOf } from "./deployment-view";
import { diffDeployment } from "./diff";
import { undeploy } from "./undeploy";
import { textOf } from "../../fields/text";

/** Writing a large image to a slow disk, and cleaning afterwards. */
const SECONDS = 3600;

export function deploymentType(ironic: () => Ironic): ResourceType {
  return {
    inputs: inputTable(deploymentInputs),
    computed: ["answered", "instanceUuid", "nodeName"],
    deleteBeforeReplace: true,
    mistakes: deploymentMistakes,
    check: ({ inputs, name }) => ({ inputs: { displayName: name, ...inputs }, failures: [] }),
    diff: diffDeployment,
    async create({ inputs, ...context }) {
      const node = await deploy(scopeOf(ironic(), context, SECONDS), inputs);
      return { id: idOf(node), outputs: deploymentOutputs(node, inputs, hasAnswered(inputs)) };
    },
    async read({ id, olds, oldInputs, importing, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const known = olds.nodeUuid ?? oldInputs.nodeUuid;
      const node = await (typeof known === "string" ? findNode(scope, known) : search(scope, id));
      if (!node || !carriesHost(node)) return undefined;
      if (!importing && !isOurs(node, id, scope.urn)) return undefined;
      const inputs = importing ? importedDeployment(node) : driftOf(node, oldInputs);
      return {
        id: idOf(node),
        inputs,
        outputs: deploymentOutputs(node, inputs, olds.answered === true),
      };
    },
    async update({ id, olds, inputs, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      const node = await deploy(scope, inputs, id, olds);
      return deploymentOutputs(node, inputs, olds.answered === true || hasAnswered(inputs));
    },
    async delete({ id, olds, oldInputs, ...context }) {
      const scope = scopeOf(ironic(), context, SECONDS);
      await undeploy(scope, textOf(olds.nodeUuid ?? oldInputs.nodeUuid), id);
    },
  };
}

/** Of inputs that were brought about. */
function hasAnswered(inputs: Properties): boolean {
  return isObject(inputs.answersAt) && inputs.powerState !== "power off";
}

/** The id of a deployment is that of its instance: a redeployed host is another one. */
function idOf(node: ApiNode): string {
  return node.instance_uuid ?? node.uuid;
}

/** A deployment that failed is no host: the next run takes it up as one that was killed. */
function carriesHost(node: ApiNode): boolean {
  return isOccupied(node.provision_state) && node.provision_state !== "deploy failed";
}

/** For an import: a node by its name or UUID, or an instance by its UUID. */
async function search(scope: Scope, id: string): Promise<ApiNode | undefined> {
  const node = await findNode(scope, id);
  if (node || !isUuid(id)) return node;
  const query = `/nodes/detail?include_children=true&instance_uuid=${id}`;
  const { nodes } = await scope.ironic.get(query, scope.signal);
  return (nodes as ApiNode[])[0];
}

function deploymentMistakes(inputs: Properties): CheckFailure[] {
  const failures = nestedMistakes(deploymentInputs, inputs);
  const has = (name: string): boolean => (inputs[name] ?? null) !== null;
  const fail = (property: string, reason: string): number => failures.push({ property, reason });
  if (!has("imageSource") && !has("bootIso")) {
    fail("imageSource", "is required, or bootIso for a node with the ramdisk deploy interface");
  } else if (has("imageSource") && has("bootIso")) {
    fail("bootIso", "stands beside imageSource: give one of them");
  }
  if (has("imageSource") && isHttp(inputs.imageSource)) {
    if (!has("imageChecksum") && !has("imageOsHashValue")) {
      fail(
        "imageChecksum",
        "is required with an imageSource by http: its checksum or the URL of a file with it",
      );
    }
  }
  if (has("imageOsHashAlgo") !== has("imageOsHashValue")) {
    fail("imageOsHashValue", "goes with imageOsHashAlgo: give both or neither");
  }
  if (has("protectedReason") && inputs.protected !== true) {
    fail("protectedReason", "goes with protected: true");
  }
  const drive = isObject(inputs.configDrive) ? inputs.configDrive : {};
  failures.push(...networkDataMistakes(drive.networkData, "configDrive.networkData"));
  const links = isObject(drive.networkData) ? drive.networkData : undefined;
  if (links && !Array.isArray(links.links)) {
    fail("configDrive.networkData.links", "is required: a list of links");
  }
  return failures;
}

function isHttp(value: Properties[string] | undefined): boolean {
  return typeof value === "string" && /^https?:/.test(value);
}
