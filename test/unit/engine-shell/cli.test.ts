import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { unlockSalt } from "../../../embedded/engine/secrets/crypter";
import { SECRET, SIGNATURE } from "../../../embedded/engine/types";

const PULUMI = resolve(__dirname, "..", "..", "..", "bin", "pulumi");
/** Made by Pulumi itself, with the passphrase "password". */
const SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";

interface Said {
  code: number | null;
  out: string;
  errors: string;
}

/** A project in a folder of its own, and what the command line says in it. */
class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "engine-cli-"));

  constructor() {
    writeFileSync(join(this.folder, "Pulumi.yaml"), "name: env\nruntime: nodejs\n");
  }

  pulumi(line: string, more: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {}): Said {
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      HOME: this.folder,
      ENGINE: "embedded",
      XDG_STATE_HOME: join(this.folder, "state"),
      PULUMI_CONFIG_PASSPHRASE: "password",
      ...more.env,
    };
    const cwd = more.cwd ?? this.folder;
    const ran = spawnSync(PULUMI, line.split(" "), {
      cwd,
      env,
      input: more.input ?? "",
      encoding: "utf8",
    });
    return { code: ran.status, out: ran.stdout, errors: ran.stderr };
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  stackFile(stack: string, name: string): string {
    return this.file(join("state", "openstack-environment", "stacks", "env", stack, name));
  }
}

const failed = (errors: string): Said => ({ code: 255, out: "", errors: `error: ${errors}\n` });

describe("engine command line", function () {
  this.timeout(120_000);
  let place: Place;
  beforeEach(() => (place = new Place()));
  afterEach(() => rmSync(place.folder, { recursive: true, force: true }));

  it("hides a secret within a structured value, and nothing else of it", () => {
    writeFileSync(place.file("package.json"), JSON.stringify({ main: "index.js" }));
    symlinkSync(resolve(PULUMI, "..", "..", "node_modules"), place.file("node_modules"));
    writeFileSync(
      place.file("index.js"),
      `const { name, bmc } = new (require("@pulumi/pulumi").Config)("env").requireObject("site");
console.log(name, bmc.user, bmc.password, bmc.password === "hunter22");\n`,
    );
    writeFileSync(place.file("Pulumi.lab.yaml"), `encryptionsalt: ${SALT}\n`);
    place.pulumi("config set --stack lab --path env:site.name controller");
    place.pulumi("config set --stack lab --path env:site.bmc.user rooted");
    place.pulumi("config set --stack lab --secret --path env:site.bmc.password hunter22");
    const file = readFileSync(place.file("Pulumi.lab.yaml"), "utf8");
    assert.match(file, /name: controller[^]*user: rooted[^]*password:\s+secure: v1:/);
    const { out, errors, code } = place.pulumi("preview --stack lab --non-interactive");
    assert.deepEqual([code, errors], [0, ""]);
    assert.match(out, /controller rooted \[secret\] true/);
    assert.ok(!/hunter22/.test(file + out));
  });

  it("makes, lists, selects and removes stacks", () => {
    assert.equal(place.pulumi("stack init dev").out, "Created stack 'dev'\n");
    assert.deepEqual(place.pulumi("stack init dev"), failed("stack 'dev' already exists"));
    place.pulumi("stack select --create prod");
    const listed = JSON.parse(place.pulumi("stack ls --json").out) as Record<string, unknown>[];
    assert.deepEqual(
      listed.map(({ name, current, resourceCount }) => [name, current, resourceCount]),
      [
        ["dev", false, 0],
        ["prod", true, 0],
      ],
    );
    const nope = "no stack named 'nope' found; make it by `stack init nope`";
    for (const command of ["stack select nope", "refresh -y -s nope", "stack export -s nope"]) {
      assert.deepEqual(place.pulumi(command), failed(nope));
    }
    assert.deepEqual(
      place.pulumi("stack rm prod"),
      failed("--yes must be passed in non-interactive mode"),
    );
    assert.equal(place.pulumi("stack rm prod --yes").out, "Stack 'prod' has been removed!\n");
    assert.match(place.pulumi("stack ls").out, /^NAME .*\ndev /);
  });

  it("refuses to change anything without an answer, a project or a stack", () => {
    const refusals = {
      up: "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
      "preview --color blue": '--color is "blue"; allowed are always, never, raw and auto',
      "preview --parallel 0": '--parallel is "0"; allowed is a whole number from 1',
      "up -y -c key": '--config is "key"; it is written KEY=VALUE',
      "preview --policy-pack-config x":
        "--policy-pack-config needs a --policy-pack for each of its files",
    };
    assert.match(
      place.pulumi("preview").errors,
      /^error: no stack selected; choose one by --stack/,
    );
    place.pulumi("stack init dev");
    for (const [line, message] of Object.entries(refusals)) {
      assert.deepEqual(place.pulumi(line), failed(message));
    }
    const outside = mkdtempSync(join(tmpdir(), "engine-cli-none-"));
    assert.deepEqual(
      place.pulumi("preview", { cwd: outside }),
      failed(
        `no Pulumi.yaml project file found in ${outside} or above it; choose another folder by --cwd`,
      ),
    );
    assert.match(place.pulumi(`stack ls -C ${place.folder}`, { cwd: outside }).out, /dev\*/);
    rmSync(outside, { recursive: true });
  });

  it("says who holds the lock, and takes it away by cancel", () => {
    place.pulumi("stack init dev");
    const stat = readFileSync(`/proc/${process.pid}/stat`, "utf8");
    const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const holder = {
      pid: process.pid,
      start,
      host: hostname(),
      user: "u",
      command: "up",
      since: "t",
    };
    writeFileSync(place.stackFile("dev", "lock.json"), JSON.stringify(holder));
    assert.deepEqual(
      place.pulumi("refresh -y"),
      failed(
        `the stack is currently locked by u@${hostname()} (pid ${process.pid}, "up") since t. ` +
          "Either wait for the other process to end or remove the lock with `cancel`.",
      ),
    );
    const both = "only one of --stack or argument stack name may be specified, not both";
    assert.deepEqual(place.pulumi("cancel dev -s dev"), failed(both));
    assert.deepEqual(place.pulumi("cancel"), {
      code: 0,
      out: "The currently running update for 'dev' has been canceled!\n",
      errors:
        `warning: process ${process.pid} on ${hostname()} ("up", since t) may still run. End it ` +
        "before the next update: two at once spoil the state.\n",
    });
    assert.deepEqual(place.pulumi("cancel dev"), {
      code: 0,
      out: "Stack 'dev' is not locked: there is nothing to cancel.\n",
      errors: "",
    });
  });

  it("takes what pulumi exported, and gives it back as it was", async () => {
    const crypter = await unlockSalt("password", SALT);
    const secret = { [SIGNATURE]: SECRET, ciphertext: crypter.encrypt('"canary"') };
    const urn = (type: string, name: string): string => `urn:pulumi:dev::env::${type}::${name}`;
    const provider = `${urn("pulumi:providers:random", "default_4_21_2")}::0a1b`;
    const resource = {
      urn: urn("random:index/randomPassword:RandomPassword", "pw"),
      custom: true,
      id: "none",
      type: "random:index/randomPassword:RandomPassword",
      inputs: { length: 8 },
      outputs: { length: 8, result: secret, bcryptHash: secret },
      parent: urn("pulumi:pulumi:Stack", "env-dev"),
      provider,
      propertyDependencies: { length: null },
      created: "2025-11-03T10:00:00.123456789Z",
      modified: "2025-11-03T10:00:00.123456789Z",
      sourcePosition: "project:///index.ts#3,12",
      additionalSecretOutputs: ["bcryptHash", "result"],
    };
    const stack = {
      urn: urn("pulumi:pulumi:Stack", "env-dev"),
      custom: false,
      type: "pulumi:pulumi:Stack",
      outputs: { password: secret, plain: "x" },
    };
    const deployment = {
      manifest: { time: "2025-11-03T10:00:00Z", magic: "m", version: "v3.205.0" },
      secrets_providers: { type: "passphrase", state: { salt: SALT } },
      resources: [stack, resource],
      pending_operations: [{ resource: { ...resource, id: undefined }, type: "creating" }],
      metadata: {},
    };
    const exported = JSON.stringify({ version: 3, deployment });
    place.pulumi("stack init dev");
    const wrong = place.pulumi("stack import", {
      input: exported,
      env: { PULUMI_CONFIG_PASSPHRASE: "other" },
    });
    assert.match(wrong.errors, /^error: incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE/);
    assert.equal(place.pulumi("stack import", { input: exported }).out, "Import complete.\n");
    assert.ok(!readFileSync(place.stackFile("dev", "state.json"), "utf8").includes("canary"));

    assert.equal(place.pulumi("stack output password").out, "[secret]\n");
    assert.equal(place.pulumi("stack output password --show-secrets").out, "canary\n");
    assert.deepEqual(
      place.pulumi("stack output nope"),
      failed("current stack does not have output property 'nope'"),
    );
    // What is in the clear must be the same as it was, whatever the ciphertexts are by now.
    const plain = { [SIGNATURE]: SECRET, plaintext: '"canary"' };
    const opened = JSON.parse(
      JSON.stringify(deployment).replaceAll(JSON.stringify(secret), JSON.stringify(plain)),
    ) as typeof deployment;
    const back = JSON.parse(place.pulumi("stack export --show-secrets").out) as {
      deployment: typeof deployment;
    };
    assert.deepEqual(back.deployment.resources, opened.resources);
    assert.deepEqual(back.deployment.pending_operations, opened.pending_operations);

    const file = place.file("out.json");
    place.pulumi(`stack export --file ${file}`);
    const sealed = readFileSync(file, "utf8");
    assert.ok(!sealed.includes("canary"));
    place.pulumi("stack init again");
    assert.match(
      place.pulumi(`stack import --file ${file}`).errors,
      /holds resource 'urn:pulumi:dev::env::.*', which is not of stack 'again' of project 'env'; pass --force/,
    );
    assert.equal(place.pulumi(`stack import --force --file ${file}`).code, 0);
  });

  it("names what of an import it does not know", () => {
    place.pulumi("stack init dev");
    const refused: [object | string, RegExp][] = [
      ["{", /standard input is not JSON/],
      [
        { version: 4, deployment: {} },
        /standard input is a deployment of version 4; only version 3/,
      ],
      [{ version: 3, features: ["views"], deployment: {} }, /does not know: views/],
      [
        { version: 3, deployment: { secrets_providers: { type: "cloud" } } },
        /encrypted by "cloud"; only "passphrase" can be read/,
      ],
    ];
    for (const [input, message] of refused) {
      const text = typeof input === "string" ? input : JSON.stringify(input);
      const { code, errors } = place.pulumi("stack import", { input: text });
      assert.equal(code, 255);
      assert.match(errors, message);
    }
  });

  it("tells of a state folder that cannot be written, in one line", () => {
    writeFileSync(place.file("plain"), "");
    const env = { XDG_STATE_HOME: place.file("plain") };
    const { code, errors } = place.pulumi("stack init dev", { env });
    assert.deepEqual(
      [code, errors],
      [
        255,
        `error: ${place.file("plain")}/openstack-environment/stacks/env/dev cannot be read or ` +
          "written: a part of that path is no folder. Mend that, or keep stacks in another folder " +
          "by PULUMI_BACKEND_URL=file://PATH.\n",
      ],
    );
  });

  it("sets configuration, secrets encrypted, in the file that is named", () => {
    place.pulumi("stack init dev");
    place.pulumi("config set port 8080");
    place.pulumi("config set --secret token", { input: "canary\n" });
    assert.equal(place.pulumi("config get token").out, "canary\n");
    assert.equal(place.pulumi("config").out, "KEY    VALUE\nport   8080\ntoken  [secret]\n");
    assert.ok(!readFileSync(place.file("Pulumi.dev.yaml"), "utf8").includes("canary"));
    place.pulumi("config set port 1 --config-file other.yaml");
    assert.match(readFileSync(place.file("other.yaml"), "utf8"), /env:port: "1"/);
    assert.deepEqual(
      place.pulumi("config get nope"),
      failed("configuration key 'nope' not found for stack 'dev'"),
    );
  });
});
