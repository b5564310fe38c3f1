import assert from "node:assert/strict";
import { removeDeviceGroups } from "../../../embedded/metal/cgroup";
import { run } from "../../../embedded/metal/run";

/** Runs a script where the hierarchy of devices is mounted at /mnt; `none` where this kernel has none. */
const among = (script: string): Promise<string> =>
  run([
    "unshare",
    ...["--mount", "--propagation", "private", "sh", "-ec"],
    `mount -t cgroup -o devices devices /mnt 2>/dev/null || { echo none; exit 0; }\n${script}`,
  ]);

describe("groups of devices", function () {
  this.timeout(60_000);

  it("are removed by several commands at once, each of which finds some of them gone", async function () {
    for (let round = 0; round < 5; round++) {
      const made = await among('for n in $(seq 40); do mkdir -p "/mnt/lab-test-$n/a/b"; done');
      if (made.trim() === "none") return this.skip();
      await Promise.all(Array.from({ length: 6 }, () => removeDeviceGroups("lab-test-*")));
      assert.equal(await among("find /mnt -name 'lab-test-*'"), "");
    }
  });
});
