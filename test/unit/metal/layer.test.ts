import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parseEnvironment } from "../../../stacks/environment/parse";
import { declareHosts } from "../../../stacks/metal";
import { labWith } from "../environment/files";
import { keyPair } from "../plugins-basic/support/keys";
import { record } from "./support/record";

const KEYS = keyPair();
const [TYPE = "", BASE64 = ""] = KEYS.public.split(" ");

describe("the hosts of an environment", () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hosts-"));
    const known = [5, 11, 21, 22, 31, 41, 51].map((n) => `10.0.0.${n} ssh-ed25519 AA${n}\n`);
    writeFileSync(file("known_hosts"), known.join(""));
    writeFileSync(file("key"), KEYS.private);
    writeFileSync(file("password"), "hunter22\n");
    writeFileSync(file("ca.crt"), "AUTHORITY\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The lab, where compute1 and compute2 are machines. */
  const environment = (...changes: Parameters<typeof labWith>) => {
    const machine = (n: number) => ({
      bmc: { address: `10.0.9.${n}`, username: "admin", passwordFile: file("password") },
      hardware: "plain",
      nics: Object.fromEntries(
        ["mgmt0", "stor0", "ten0"].map((nic, at) => [nic, `52:54:00:0${at}:00:${n}`]),
      ),
      protect: false,
    });
    const metal = {
      bmc: { cidr: "10.0.9.0/24", caFile: file("ca.crt") },
      seed: { addresses: { management: "10.0.0.5", bmc: "10.0.9.5" } },
      hardware: { plain: { deploy: "ramdisk", cleaning: "none" } },
    };
    return parseEnvironment(
      labWith(
        ["site.ssh.privateKeyFile", file("key")],
        ["site.ssh.knownHostsFile", file("known_hosts")],
        ["site.metal", metal],
        ...["controller", "storage", "monitoring", "billing"].map((host): [string, undefined] => [
          `site.hosts.${host}.machine`,
          undefined,
        ]),
        ["site.hosts.compute1.machine", machine(21)],
        ["site.hosts.compute2.machine", machine(22)],
        ...changes,
      ),
      "lab",
    );
  };
  const made = (key: string): Record<string, unknown> => {
    const [type = "", name = ""] = key.split(" ");
    if (type === "Node") {
      const n = name === "compute1" ? 21 : 22;
      const interfaces = [0, 1, 2].map((at) => ({ mac_address: `52:54:00:0${at}:00:${n}` }));
      return { uuid: "11111111-1111-4111-8111-111111111111", inventory: { interfaces } };
    }
    const publicKeyOpenssh = "ssh-ed25519 AAmade\n";
    if (type === "PrivateKey")
      return { publicKeyOpenssh, privateKeyOpenssh: "", privateKeyPem: "" };
    if (type === "RandomPassword") return { result: "password", bcryptHash: "hash" };
    return type.endsWith("Cert") ? { certPem: "PEM" } : {};
  };
  const declare = (...changes: Parameters<typeof labWith>) =>
    record(() => declareHosts(environment(...changes)), made);
  const valueOf = <T>(output: pulumi.Input<T>): Promise<T> =>
    new Promise((resolve) => pulumi.output(output).apply((value) => resolve(value as T)));
  const byType = (resources: object, type: string): string[] =>
    Object.keys(resources).filter((key) => key.startsWith(`${type} `));

  it("are the machines' and those that run already, in the environment's order", async () => {
    const { result, resources } = await declare();
    const ways = await Promise.all(
      result.map(async ({ name, connection, installation }) => {
        const { host, hostKey, privateKey } = await valueOf(connection);
        assert.equal(privateKey, KEYS.private);
        return [name, host, hostKey, installation === undefined ? "runs" : "made"];
      }),
    );
    assert.deepEqual(ways, [
      ["controller", "10.0.0.11", "ssh-ed25519 AA11", "runs"],
      ["compute1", "10.0.0.21", "ssh-ed25519 AAmade", "made"],
      ["compute2", "10.0.0.22", "ssh-ed25519 AAmade", "made"],
      ["storage", "10.0.0.31", "ssh-ed25519 AA31", "runs"],
      ["monitoring", "10.0.0.41", "ssh-ed25519 AA41", "runs"],
      ["billing", "10.0.0.51", "ssh-ed25519 AA51", "runs"],
    ]);
    assert.deepEqual(byType(resources, "Deployment").sort(), [
      "Deployment compute1",
      "Deployment compute2",
      "Deployment seed-ironic",
      "Deployment seed-ironic-images",
      "Deployment seed-readiness",
    ]);
  });

  it("need no seed where all of them run already", async () => {
    const { result, resources } = await declare(
      ["site.metal", undefined],
      ["site.hosts.compute1.machine", undefined],
      ["site.hosts.compute2.machine", undefined],
    );
    assert.equal(result.length, 6);
    assert.deepEqual(
      Object.keys(resources).filter((key) => !key.startsWith("Stack ")),
      [],
    );
  });

  it("keep a controller's password secret, from a file or from the configuration", async () => {
    const { resources } = await declare(
      ["site.hosts.compute1.machine.bmc.passwordFile", undefined],
      ["site.hosts.compute1.machine.bmc.password", "hunter33"],
    );
    const passwords = ["compute1", "compute2"].map(
      (name) =>
        (resources[`Node ${name}`]?.inputs.driverInfo as Record<string, unknown>).redfish_password,
    );
    assert.deepEqual(passwords, [{ secret: "hunter33" }, { secret: "hunter22" }]);
    const everything = JSON.stringify(
      Object.values(resources).map(({ inputs }) => ({ ...inputs, driverInfo: undefined })),
    );
    assert.ok(!/hunter/.test(everything));
  });

  it("let in who the environment logs in as", async () => {
    const { resources } = await declare();
    const { configDrive } = resources["Deployment compute1"]?.inputs ?? {};
    const { metaData } = configDrive as { metaData: { public_keys: object } };
    assert.deepEqual(metaData.public_keys, { login: `${TYPE} ${BASE64}` });
  });

  it("have an image with netplan where there are bonds or VLANs, and only there", async () => {
    const plan = async (...changes: Parameters<typeof labWith>): Promise<boolean> => {
      const { resources } = await declare(...changes);
      const { stdin } = resources["Command host-image"]?.inputs as { stdin: { secret: string } };
      const texts = [...stdin.secret.matchAll(/<<'CONTENT'\n([^]*?)CONTENT\n/g)].map(
        ([, text = ""]) => Buffer.from(text, "base64").toString(),
      );
      return texts.some((text) => text.includes("netplan.io"));
    };
    assert.equal(await plan(), false);
    assert.equal(await plan(["site.networks.tenant.interface", "ten0.7"]), true);
    const bonds = { bond0: { links: ["ten0"], mode: "active-backup" } };
    assert.equal(
      await plan(
        ["site.metal.hardware.plain.bonds", bonds],
        ["site.networks.tenant.interface", "bond0"],
      ),
      true,
    );
  });

  it("are not declared with a key that cannot be used", () => {
    writeFileSync(file("key"), "no key\n");
    assert.throws(() => declareHosts(environment()), {
      message:
        `site.ssh.privateKeyFile: ${file("key")} is not a key that can be used (Unsupported key format). ` +
        "Name a private key without a passphrase, such as ssh-keygen -t ed25519 makes.",
    });
  });
});
