import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadEnvironment, parseEnvironment } from "../../../stacks/environment";
import { EnvironmentError } from "../../../stacks/environment/mistakes";
import { labWith } from "./files";

describe("loadEnvironment", () => {
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "images-"));
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "openstack-environment",
      "lab",
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    pulumi.runtime.setAllConfig({});
  });

  const file = (name: string): string => join(folder, name);

  /** The lab with images in the folder, as the stack's configuration. */
  const configure = (...changes: Parameters<typeof labWith>) => {
    const raw = labWith(
      ...changes,
      ["cloud.images.tiny.file", file("disk")],
      ["cloud.images.tiny.kernel", file("kernel")],
      ["cloud.images.tiny.initramfs", file("initramfs")],
    );
    pulumi.runtime.setAllConfig(
      Object.fromEntries(
        Object.entries(raw).map(([key, value]) => [
          `openstack-environment:${key}`,
          JSON.stringify(value),
        ]),
      ),
    );
    return raw;
  };

  it("reads the running stack's configuration", () => {
    for (const name of ["disk", "kernel", "initramfs"]) writeFileSync(file(name), "");
    const raw = configure();
    assert.deepEqual(loadEnvironment(), parseEnvironment(raw, "lab"));
  });

  it("names every file of an image that is not there", () => {
    writeFileSync(file("disk"), "");
    configure();
    const missing = (key: string) => ({
      path: `cloud.images.tiny.${key}`,
      problem: "is not there",
      found: file(key),
      allowed: "the path of a file on the computer that runs this",
      advice: "download or build it (in the lab, make up does), or correct the path",
    });
    assert.throws(loadEnvironment, (error) => {
      assert.ok(error instanceof EnvironmentError);
      assert.deepEqual(error.mistakes, [missing("kernel"), missing("initramfs")]);
      return true;
    });
  });

  it("names every file on the way to a machine that is not there", () => {
    for (const name of ["disk", "kernel", "initramfs", "there"]) writeFileSync(file(name), "");
    const machine = (number: number, passwordFile: string) => ({
      bmc: { address: `10.0.9.${number}`, username: "root", passwordFile },
      hardware: "plain",
      nics: { mgmt0: `52:54:00:01:00:${number}`, api0: `52:54:00:02:00:${number}` },
    });
    configure(
      [
        "site.metal",
        {
          bmc: { cidr: "10.0.9.0/24", caFile: file("ca.crt") },
          seed: { addresses: { management: "10.0.0.5", bmc: "10.0.9.5" } },
          hardware: { plain: {} },
        },
      ],
      ["site.hosts.billing.machine", machine(51, file("nowhere"))],
      ["site.hosts.monitoring.machine", machine(41, file("there"))],
    );
    const missing = (path: string, found: string) => ({
      path,
      problem: "is not there",
      found,
      allowed: "the path of a file on the computer that runs this",
      advice: "create it (in the lab, make up does), or correct the path",
    });
    assert.throws(loadEnvironment, (error) => {
      assert.ok(error instanceof EnvironmentError);
      assert.deepEqual(error.mistakes, [
        missing("site.metal.bmc.caFile", file("ca.crt")),
        missing("site.hosts.billing.machine.bmc.passwordFile", file("nowhere")),
      ]);
      return true;
    });
  });
});
