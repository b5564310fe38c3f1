import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { imageFolder, pruneImages } from "../../../embedded/metal/image";

const ROOT = resolve(__dirname, "../../..");

/**
 * What goes wrong before there is a lab: the real commands, in namespaces of their own where what
 * they need of this computer is not there. What goes wrong with a lab is in test/e2e.
 */
describe("bad luck on this computer", function () {
  this.timeout(180_000);
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  const at = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bad-luck-"));
    environment = {
      ...process.env,
      XDG_STATE_HOME: at("state"),
      XDG_CACHE_HOME: at("cache"),
      XDG_CONFIG_HOME: at("config"),
    };
    delete environment.LAB_IS_HELD;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A shell with network and mounts of its own: nothing of this computer can be reached or harmed. */
  function apart(script: string, words: string[] = ["--net", "--mount"]) {
    const { status, stdout, stderr } = spawnSync("unshare", [...words, "sh", "-euc", script], {
      cwd: ROOT,
      encoding: "utf8",
      env: environment,
    });
    return { status, stdout: stdout.replaceAll(/^\d+:\d\d {2}/gm, ""), stderr };
  }
  const made = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

  it("no root: says so and makes nothing", () => {
    const user = ["--user", "--map-user=1000", "--map-group=1000"];
    for (const command of ["up", "down"]) {
      const { status, stdout, stderr } = apart(`bin/${command}`, user);
      assert.match(
        stderr,
        /^error: The lab makes machines and networks on this computer, which only root may \(found: user \S+\)\. Run the same command as root, e\.g\. with sudo\. Nothing was changed\.\n$/,
      );
      assert.deepEqual([status, stdout], [1, ""]);
    }
    assert.deepEqual(made(), []);
  });

  it("a kernel without features, foreign networks, full disks: tells all of them at once", () => {
    const { status, stdout, stderr } = apart(
      [
        "grep -v overlay /proc/filesystems >$XDG_CONFIG_HOME.filesystems",
        "mount --bind $XDG_CONFIG_HOME.filesystems /proc/filesystems",
        "mount -t tmpfs none /dev/net",
        "mkdir $XDG_STATE_HOME $XDG_CACHE_HOME",
        "mount -t tmpfs -o size=1m none $XDG_STATE_HOME",
        "mount -t tmpfs -o size=1m none $XDG_CACHE_HOME",
        "ip link add foreign type bridge",
        "ip address add 10.0.0.1/24 dev foreign",
        "ip link set foreign up",
        "ip route add 10.0.2.128/25 dev foreign",
        "code=0; bin/up || code=$?",
        "ip -o link | grep -o 'osl-[a-z]*' || :",
        "find $XDG_STATE_HOME $XDG_CACHE_HOME -mindepth 2",
        "exit $code",
      ].join("\n"),
    );
    assert.equal(
      stderr,
      `error: This computer's kernel lacks what the lab cannot do without:
  overlay file system (CONFIG_OVERLAY_FS)
  TUN devices at /dev/net/tun (CONFIG_TUN)
Use a kernel that has it, such as Debian's own. Nothing was changed.
This computer is already on networks that the lab would make:
  10.0.0.0/24 on foreign overlaps the lab's 10.0.0.0/24 (osl-mgmt)
  10.0.2.128/25 on foreign overlaps the lab's 10.0.2.0/24 (osl-stor)
Take them away (ip address, ip route), or give the lab's networks other addresses in Pulumi.lab.yaml. Nothing was changed.
The disk of ${at("cache/openstack-environment")} has 0.0 GiB free; the lab needs 10. Make room (node --import tsx embedded/metal/main.ts image --prune removes old images), or set XDG_CACHE_HOME and XDG_STATE_HOME to a bigger disk. Nothing was changed.
The disk of ${at("state/openstack-environment/lab")} has 0.0 GiB free; the lab needs 4. Make room (node --import tsx embedded/metal/main.ts image --prune removes old images), or set XDG_CACHE_HOME and XDG_STATE_HOME to a bigger disk. Nothing was changed.
`,
    );
    assert.equal(status, 1);
    assert.equal(stdout, `${at("state/openstack-environment/command.lock")}\n`);
  });

  it("a second command for the lab: names the first, and how to end it", () => {
    const holder = '. bin/steps.sh; . bin/lock.sh; hold_lab "make up"; echo; exec sleep 60';
    const { status, stdout, stderr } = apart(
      `sh -c '${holder}' >${at("holds")} & until [ -s ${at("holds")} ]; do sleep 0.1; done
      code=0; bin/down 2>&1 || code=$?
      echo $!; kill $!; wait $! 2>/dev/null || :
      ${holder.replace("exec sleep 60", "echo free")}
      exit $code`,
    );
    const [said = "", pid = "", , free] = stdout.split("\n");
    assert.equal(
      said.replace(/since [\d-]+ [\d:]+'/, "since TIME'"),
      `error: 'make up, since TIME' is under way for the lab. Wait until it ends, or end it (kill ${pid}), then run the same command again. Nothing was changed.`,
    );
    assert.deepEqual([status, free, stderr], [1, "free", ""]);
  });

  it("a make down that was interrupted: make up finishes it first", () => {
    mkdirSync(at("state/openstack-environment/lab"), { recursive: true });
    mkdirSync(at("state/openstack-environment/logins/lab"), { recursive: true });
    writeFileSync(at("state/openstack-environment/being-removed"), "");
    const { status, stdout, stderr } = apart("mount -t tmpfs none /dev/net; bin/up");
    assert.equal(
      stdout,
      [
        "Finishing a make down that was interrupted",
        "Switching the machines off",
        "Removing networks, disks and keys",
        "The lab is gone",
        "Nothing of the lab is left",
        "",
      ].join("\n"),
    );
    // It went on from there, to where this computer lacks something.
    assert.match(stderr, /^error: This computer's kernel lacks/);
    assert.equal(status, 1);
    assert.deepEqual(
      made().filter((name) => /being-removed|\blab$/.test(name)),
      [],
    );
  });

  it("the lab's passphrase is lost: makes no other one", () => {
    const stack = at("state/openstack-environment/stacks/openstack-environment/lab");
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, "state.json"), "{}");
    const { status, stderr } = apart("bin/up");
    assert.equal(
      stderr,
      `error: The lab's passphrase is gone: its state is sealed with what was in ${at("config/openstack-environment/lab-passphrase")}. Put that file back, or start anew: make down, then make up. Nothing was changed.\n`,
    );
    assert.equal(status, 1);
    assert.equal(existsSync(at("config")), false);
  });

  it("an npm registry that does not answer: says which, without a stack trace", () => {
    for (const name of ["bin", "package.json", "package-lock.json"]) {
      cpSync(join(ROOT, name), at(name), { recursive: true });
    }
    const { status, stdout, stderr } = apart(
      `cd ${folder}
      export npm_config_registry=http://user:canary@127.0.0.1:9/ npm_config_cache=${at("npm")} npm_config_fetch_retries=0
      bin/setup`,
      ["--mount"],
    );
    assert.match(
      stderr,
      /^npm error code ECONNREFUSED\n(npm error .+\n)*npm error FetchError: request to http:\/\/user:\*\*\*@127\.0\.0\.1:9\/\S+ failed, reason: connect ECONNREFUSED 127\.0\.0\.1:9\n(npm error .+\n)*error: npm ci failed; what it said is above\. Check that this machine reaches its npm registry \(npm ping\) and that the disk is not full, then run the same command again\.\n$/,
    );
    assert.doesNotMatch(stderr, /canary| {2}at |type: /);
    assert.deepEqual([status, stdout], [1, "Installing npm packages\n"]);
  });

  it("a Debian mirror that does not answer: says which, and takes no half image for a whole one", () => {
    const build = "node --import tsx embedded/metal/main.ts image";
    const room = "mkdir $XDG_CACHE_HOME; mount -t tmpfs -o size=7g none $XDG_CACHE_HOME";
    const { status, stdout, stderr } = apart(`${room}; ${build} || :; ${build}`);
    const once =
      /error: Unpacking Debian failed:\n( {2}E: .+\n)+Check that this computer's Debian mirror \(http\S+\) is reached and has trixie, then run the same command again\.\nThe whole log: \S+\.log\n/;
    assert.match(stderr, new RegExp(`^${once.source}${once.source}$`));
    assert.deepEqual(
      [status, stdout],
      [
        1,
        "Unpacking Debian trixie\nRemoving an image build that was interrupted\nUnpacking Debian trixie\n",
      ],
    );
  });

  it("an image build that is killed: nothing of it runs on", async () => {
    const endless = `sleep 3${process.pid}`;
    writeFileSync(at("mmdebstrap"), `#!/bin/sh\nmount -t tmpfs none ${tmpdir()}\n${endless}\n`, {
      mode: 0o755,
    });
    const running = (): string =>
      spawnSync("pgrep", ["-fx", endless], { encoding: "utf8" }).stdout.trim();
    const room = "mkdir $XDG_CACHE_HOME; mount -t tmpfs -o size=7g none $XDG_CACHE_HOME";
    const words = ["--import", "tsx", "embedded/metal/main.ts", "image"];
    const build = spawn(
      "unshare",
      ["--mount", "sh", "-ec", `${room}; exec node ${words.join(" ")}`],
      {
        cwd: ROOT,
        env: { ...environment, PATH: `${folder}:${process.env.PATH ?? ""}` },
        stdio: "ignore",
      },
    );
    while (running() === "") {
      assert.equal(build.exitCode, null, "the build ended before it was killed");
      await sleep(100);
    }
    build.kill("SIGKILL");
    while (running() !== "") await sleep(100);
  });

  it("image --prune removes what no lab uses, and nothing else", async () => {
    const cache = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = at("cache");
    try {
      const current = basename(imageFolder());
      const old = [
        ...["agentimage-000000000004", "base-000000000001"],
        ...["hostimage-000000000005.partial.root", "image-000000000002"],
        ...["image-000000000003.partial", "seed-000000000006.apt"],
      ];
      const kept = [current, "image-00000000000a", "apt", "guest", "somebody's"];
      for (const name of [...old, ...kept]) {
        mkdirSync(at(`cache/openstack-environment/${name}`), { recursive: true });
      }
      assert.deepEqual((await pruneImages(["image-00000000000a"])).sort(), old);
      assert.deepEqual(readdirSync(at("cache/openstack-environment")).sort(), kept.sort());
    } finally {
      if (cache === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = cache;
    }
  });
});
