import assert from "node:assert/strict";
import { diffDeployment } from "../../../providers/ironic/resources/diff";
import type { Properties } from "../../../providers/server";
import { UNKNOWN } from "../../../providers/server";

const NODE = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

/** What a change of a deployment is told to be, property by property. */
const diff = (before: Properties, now: Properties): Record<string, string> => {
  const oldInputs = { nodeUuid: NODE, imageSource: "http://i/a", ...before };
  const inputs = { nodeUuid: NODE, imageSource: "http://i/a", ...now };
  const urn = "urn:pulumi:s::p::ironic:index:Deployment::os";
  return diffDeployment({ urn, id: "i", olds: oldInputs, oldInputs, inputs }).detailed;
};

describe("ironic: an installation by number", () => {
  const drive = (hostname: string): Properties => ({ configDrive: { metaData: { hostname } } });

  it("makes what is declared of the host wait", () => {
    assert.deepEqual(
      diff(
        { installation: "1", ...drive("a"), deploySteps: [] },
        { installation: "1", ...drive("b"), imageSource: "http://i/b", rootGb: 5 },
      ),
      {
        "configDrive.metaData.hostname": "update",
        deploySteps: "delete",
        imageSource: "update",
        rootGb: "add",
      },
    );
  });

  it("redeploys when it is another one, and then by this alone", () => {
    assert.deepEqual(
      diff({ installation: "1", ...drive("a") }, { installation: "2", ...drive("b") }),
      {
        "configDrive.metaData.hostname": "update",
        installation: "update-replace",
      },
    );
  });

  it("may be another one where it is not known yet", () => {
    assert.deepEqual(diff({ installation: "1" }, { installation: UNKNOWN }), {
      installation: "update-replace",
    });
  });

  it("does nothing to the host when it is named at first or no more", () => {
    assert.deepEqual(diff(drive("a"), { installation: "1", ...drive("b") }), {
      "configDrive.metaData.hostname": "update",
      installation: "add",
    });
    assert.deepEqual(diff({ installation: "1" }, {}), { installation: "delete" });
  });

  it("leaves it at a redeployment by any change where there is none", () => {
    assert.deepEqual(diff(drive("a"), drive("b")), {
      "configDrive.metaData.hostname": "update-replace",
    });
  });

  it("does not make another node wait", () => {
    const replaced = { nodeUuid: "update-replace" };
    assert.deepEqual(diff({ installation: "1" }, { installation: "1", nodeUuid: OTHER }), replaced);
  });
});
