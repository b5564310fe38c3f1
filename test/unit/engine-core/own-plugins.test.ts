import assert from "node:assert/strict";

import { ProviderClient } from "../../../embedded/engine/deployment/plugins/client";
import { OwnPlugins } from "../../../embedded/engine/deployment/plugins/own";

describe("engine's own plugins", function () {
  this.timeout(60_000);
  const subject = { urn: "urn:pulumi:dev::p::pulumi:providers:x::x", type: "", name: "x" };

  it("serve from one process, each asked for at a port of its own", async () => {
    const plugins = new OwnPlugins(
      () => "127.0.0.1:1",
      () => undefined,
    );
    try {
      const addresses = await Promise.all(["random", "tls", "random"].map((n) => plugins.serve(n)));
      assert.equal(new Set(addresses).size, 3);
      const [random] = addresses.map((address) => new ProviderClient(address));
      assert.ok(random);
      await random.configure(subject, "id", {});
      const made = await random.create(
        {
          urn: "urn:pulumi:dev::p::random:index/randomPet:RandomPet::x",
          type: "random:index/randomPet:RandomPet",
          name: "x",
        },
        { length: 2, separator: "-" },
        60,
        false,
      );
      assert.match(made.id, /^[a-z]+-[a-z]+$/);
      random.close();
    } finally {
      plugins.stop();
    }
  });

  it("say which one there is not, and that they ended", async () => {
    const plugins = new OwnPlugins(
      () => "127.0.0.1:1",
      () => undefined,
    );
    await assert.rejects(plugins.serve("gcp"), {
      message: `The engine's own plugins did not start: there is no plugin "gcp"`,
    });
    const late = plugins.serve("tls");
    plugins.stop();
    await assert.rejects(late, {
      message: "The engine's own plugins did not start: they ended with SIGKILL",
    });
  });
});
