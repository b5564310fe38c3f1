import assert from "node:assert/strict";
import { ruleKey } from "../../../providers/cloudkitty/resources/keys";

describe("cloudkitty: natural keys of rules", () => {
  it("are names between slashes, a group and a tenant", () => {
    const key = (path: string[], group?: string, tenant?: string) => ({ path, group, tenant });
    const keys: [string, ReturnType<typeof ruleKey>][] = [
      ["ip.floating", key(["ip.floating"])],
      ["ip.floating@network", key(["ip.floating"], "network")],
      ["instance/flavor_name/m1.small", key(["instance", "flavor_name", "m1.small"])],
      [
        "instance/flavor_name/m1.small@uptime:c43",
        key(["instance", "flavor_name", "m1.small"], "uptime", "c43"),
      ],
      [
        "instance/flavor_name/m1.small:c43",
        key(["instance", "flavor_name", "m1.small"], undefined, "c43"),
      ],
      ["a%2Fb/c%40d/e%3Af%25@g%2Fh", key(["a/b", "c@d", "e:f%"], "g/h")],
      ["", undefined],
      ["/instance", undefined],
      ["instance//m1.small", undefined],
      ["instance@", undefined],
      ["instance@uptime@again", undefined],
      ["instance:", undefined],
      ["instance%zz", undefined],
    ];
    assert.deepEqual(
      keys.map(([text]) => [text, ruleKey(text)]),
      keys,
    );
  });
});
