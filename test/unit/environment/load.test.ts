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

  const HOSTS = ["controller", "compute1", "compute2", "storage", "monitoring", "billing"];
  const FILES = ["disk", "kernel", "initramfs", "ca.crt", ...HOSTS];
  const writeAllBut = (...missing: string[]): void => {
    for (const name of FILES) if (!missing.includes(name)) writeFileSync(file(name), "");
  };

  /** The lab with its files in the folder, as the stack's configuration. */
  const configure = (...changes: Parameters<typeof labWith>) => {
    const raw = labWith(
      ...changes,
      ["cloud.images.tiny.file", file("disk")],
      ["cloud.images.tiny.kernel", file("kernel")],
      ["cloud.images.tiny.initramfs", file("initramfs")],
      ["site.metal.bmc.caFile", file("ca.crt")],
      ...HOSTS.map((host): [string, string] => [
        `site.hosts.${host}.machine.bmc.passwordFile`,
        file(host),
      ]),
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
    writeAllBut();
    const raw = configure();
    assert.deepEqual(loadEnvironment(), parseEnvironment(raw, "lab"));
  });

  it("names every file of an image that is not there", () => {
    writeAllBut("kernel", "initramfs");
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
    writeAllBut("ca.crt", "billing");
    configure();
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
        missing("site.hosts.billing.machine.bmc.passwordFile", file("billing")),
      ]);
      return true;
    });
  });
});
