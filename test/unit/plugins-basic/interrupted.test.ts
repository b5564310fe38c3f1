import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ProviderClient } from "../../../embedded/engine/deployment/plugins/client";
import { listen } from "../../../providers/server/serve";
import type { CreateRequest, Provider } from "../../../providers/server/types";

const TYPE = "test:index:Thing";

describe("what the engine tells a plugin of an interrupted create", () => {
  const asked: CreateRequest[] = [];
  const provider: Provider = {
    name: "test",
    version: "1.0.0",
    resources: {
      [TYPE]: {
        inputs: {},
        computed: [],
        create(request) {
          asked.push(request);
          return Promise.resolve({ id: "id-1", outputs: {} });
        },
      },
    },
  };

  it("arrives, with as many ids as there may be; else there is nothing", async () => {
    const served = await listen(provider);
    const client = new ProviderClient(`127.0.0.1:${served.port}`);
    try {
      const subject = { urn: `urn:pulumi:dev::test::${TYPE}::it`, type: TYPE, name: "it" };
      await client.configure(subject, "p", {});
      const known = Array.from({ length: 840 }, () => randomUUID());
      const since = "2026-11-24T04:19:00.123Z";
      await client.create(subject, {}, 0, false, { since, known });
      await client.create(subject, {}, 0, false);
      assert.deepEqual(
        asked.map(({ interrupted }) => interrupted),
        [{ since: Date.parse(since), known: new Set(known) }, undefined],
      );
    } finally {
      client.close();
      served.stop();
    }
  });
});
