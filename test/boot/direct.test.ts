import assert from "node:assert/strict";
import { DirectRoom } from "../contract/metal/support/direct";

/** The agent is a whole root file system in memory. */
const MEMORY_GIB = 4;

/**
 * The way that production takes, from the seed's Ironic on: the agent's medium with the seed's boot
 * loader, the agent's own look at the machine, the image on the disk and the firmware's entry for it.
 */
describe("a machine with UEFI whose disk Ironic's agent writes", function () {
  this.timeout(7_200_000);
  const room = new DirectRoom("osw-", 229, {
    kind: "virtual",
    hardware: { cpus: 2, memoryGiB: MEMORY_GIB, diskGiB: 6 },
  });

  before(() => room.start());
  after(() => room.stop());

  it("is cleaned, gets the image on its disk and starts from it", async () => {
    await room.deploy();
    const look = `hostname
      findmnt -no FSTYPE,LABEL / | xargs
      cat /sys/firmware/efi/efivars/Boot0* | tr -d '\\0' | grep -ao 'ironic[0-9]*'
      echo secure boot: $(od -An -tu1 -j4 -N1 /sys/firmware/efi/efivars/SecureBoot-*)
      systemctl is-system-running --wait`;
    assert.deepEqual((await room.hear(look, 1200)).split("\n"), [
      "host1",
      "ext4 root",
      "ironic1",
      "secure boot: 1",
      "running",
    ]);
  });
});
