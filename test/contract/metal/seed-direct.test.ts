import assert from "node:assert/strict";
import { DirectRoom } from "./support/direct";
import { on } from "./support/seed";

/** Its agent trusts Ironic by the certificate that its medium has for it, and nobody else. */
describe("a machine whose disk an agent writes that the seed's Ironic sent", function () {
  this.timeout(1_200_000);
  const room = new DirectRoom("osr-", 246);

  before(async function () {
    // The agent is a whole root file system, which is built and unpacked for this.
    if (!process.env.METAL_DIRECT) return this.skip();
    await room.start();
  });
  after(() => room.stop());

  it("is cleaned, gets the image on its disk and boots from it", async () => {
    await room.deploy();
    assert.equal(await room.hear("hostname; findmnt -no FSTYPE /", 60), "host1\next4");
  });

  it("fetched its image where agents do, and its media where controllers do", () => {
    const log = on(
      room.lab,
      room.seed,
      "awk '{ print $1, $7, $9 }' /var/log/ironic-images/access.log | sort -u",
    );
    assert.match(log, /^10\.246\.0\.11 \/images\/host\.img 200$/m);
    assert.match(log, /^10\.246\.9\.\d+ \/redfish\/boot-[0-9a-f-]+\.iso 200$/m);
  });
});
