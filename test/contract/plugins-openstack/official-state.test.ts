import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../../embedded/engine/types";
import type { Provider } from "../../../providers/server/types";
import { answers } from "./answers";
import { FakeOpenStack } from "./fake-openstack";
import { Official, check, context, given, officialState, providerFor, typeOf } from "./harness";

describe("openstack: the state that the official provider stored", () => {
  const cloud = new FakeOpenStack();
  let provider: Provider;
  let folder: string;

  before(async () => {
    await cloud.start();
    provider = await providerFor(cloud.config);
    folder = mkdtempSync(join(tmpdir(), "openstack-"));
    writeFileSync(join(folder, "image.raw"), "");
  });
  after(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
  });

  /** The file of an image is elsewhere, and an empty one; its checksum is the lab's. */
  function here(properties: Properties): Properties {
    if (properties.localFilePath === undefined) return properties;
    const file = join(folder, "image.raw");
    const empty = "d41d8cd98f00b204e9800998ecf8427e";
    return {
      ...properties,
      localFilePath: file,
      ...(properties.checksum ? { checksum: empty } : {}),
    };
  }

  it("holds 28 types", () => assert.equal(Object.keys(officialState).length, 28));

  for (const [token, resources] of Object.entries(officialState)) {
    describe(token, () => {
      resources.forEach((resource, index) => {
        const official = (): Official => ({
          id: resource.id,
          inputs: here(resource.inputs),
          outputs: here(resource.outputs),
        });
        const arrange = (): Official => {
          const { id, inputs, outputs } = official();
          const routes = answers[token];
          assert.ok(routes, `no answers for ${token}`);
          cloud.routes(routes(id, outputs, inputs));
          return { id, inputs, outputs };
        };

        it(`checks its inputs (${index + 1})`, async () => {
          const { inputs } = arrange();
          // The home folder is another one; a name that was made up is kept from the last run.
          const cache: Properties = inputs.imageCachePath
            ? { imageCachePath: inputs.imageCachePath }
            : {};
          const result = await check(
            typeOf(provider, token),
            { ...given(inputs), ...cache },
            inputs,
          );
          const expected = inputs.imageCachePath
            ? { ...inputs, __defaults: without(inputs.__defaults, "imageCachePath") }
            : inputs;
          assert.deepEqual(result, { inputs: expected, failures: [] });
        });

        it(`creates it (${index + 1})`, async () => {
          const { id, inputs, outputs } = arrange();
          const made = await typeOf(provider, token).create({ ...context(token), inputs });
          assert.deepEqual(made, { id, outputs });
        });

        it(`refreshes it without a change (${index + 1})`, async () => {
          const { id, inputs, outputs } = arrange();
          const read = await typeOf(provider, token).read?.({
            ...context(token),
            id,
            olds: outputs,
            oldInputs: inputs,
            importing: false,
          });
          assert.deepEqual(read, { id, outputs, inputs });
        });

        it(`sees nothing to do (${index + 1})`, async () => {
          const { id, inputs, outputs } = arrange();
          const request = { urn: "urn", id, olds: outputs, oldInputs: inputs, inputs };
          assert.deepEqual(await typeOf(provider, token).diff?.(request), {
            changes: false,
            replaces: [],
            deleteBeforeReplace: false,
            detailed: {},
          });
        });
      });
    });
  }
});

function without(list: unknown, name: string): string[] {
  return (list as string[]).filter((item) => item !== name);
}
