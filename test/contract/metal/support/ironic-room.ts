import assert from "node:assert/strict";
import { copyFileSync, linkSync, mkdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { caFile, passwordFile } from "../../../../embedded/metal/bmc/identity";
import { buildHostImage, buildRoot } from "../../../../embedded/metal/bmc/images";
import type { BareMachine, Room } from "../../../../embedded/metal/bmc/plan";
import { openRoom } from "../../../../embedded/metal/bmc/room";
import { down } from "../../../../embedded/metal/lab";
import type { Lab } from "../../../../embedded/metal/plan";
import { serveFiles } from "./files";
import { Ironic, IRONIC_PACKAGES } from "./ironic";
import { quiet, traces } from "./room";

/** Where Ironic finds the authority of the controllers' certificates. */
const CA = "/state/ca.crt";

/** A room's machines, an Ironic beside them, and the hosts' images on its web server. */
export class IronicRoom {
  ironic!: Ironic;
  private files?: Server;

  /** @param address of this computer, where Ironic and the web server listen */
  constructor(
    readonly lab: Lab,
    readonly room: Room,
    readonly address: string,
  ) {}

  /** Where Ironic's files are. */
  get folder(): string {
    return join(this.lab.folder, "ironic");
  }

  /** @param prepare is called before Ironic starts */
  async open(prepare: (ironic: Ironic) => void = () => undefined): Promise<void> {
    const { lab, room, address, folder } = this;
    await down(lab, quiet);
    const image = await buildHostImage(quiet, []);
    const root = await buildRoot(quiet, "ironic", IRONIC_PACKAGES);
    await openRoom(lab, room, quiet);
    const ironic = (this.ironic = new Ironic(root, folder, address));
    copyFileSync(caFile(room), ironic.at("state/ca.crt"));
    mkdirSync(ironic.at("http/images"));
    for (const file of ["host.iso", "host.img", "host.img.sha256"]) {
      linkSync(join(image, file), ironic.at(`http/images/${file}`));
    }
    prepare(ironic);
    this.files = await serveFiles(ironic.at("http"), address, 8080);
    await ironic.start();
  }

  /** Takes all away, however far it came, and looks whether that is all. */
  async close(): Promise<void> {
    this.files?.close();
    await (this.ironic as Ironic | undefined)?.stop();
    await down(this.lab, quiet);
    assert.deepEqual(traces(this.lab), []);
  }
}

/** A node's driver_info: how Ironic reaches the machine's controller. */
export const controllerOf = (machine: BareMachine, ca = CA) => ({
  redfish_address: `https://${machine.bmc}`,
  redfish_system_id: "/redfish/v1/Systems/1",
  redfish_username: "root",
  redfish_password: readFileSync(passwordFile(machine), "utf8"),
  redfish_verify_ca: ca,
});
