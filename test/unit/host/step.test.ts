import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { renderStep, type StepContent } from "../../../components/host";

const me = userInfo().username;
const group = spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim();

describe("a step on a host", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "step-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const run = (content: StepContent) =>
    spawnSync("bash", ["-s"], { input: renderStep("demo", content, root), encoding: "utf8" });
  const log = () => readFileSync(join(root, "var/log/openstack-environment/demo.log"), "utf8");
  const file = (content: string) => ({
    path: "/etc/demo/demo.conf",
    content,
    mode: "0640",
    owner: me,
    group,
  });

  it("writes files with mode and owner, runs its script, and prints one line", () => {
    const result = run({
      directories: [{ path: "/var/lib/demo", mode: "0700", owner: me, group }],
      files: [file("a = 'b'\n$HOME `x`\n")],
      script: 'echo "files: ${CHANGED[*]}"',
    });
    assert.equal(result.stderr, "");
    assert.match(result.stdout, /^demo [0-9a-f]{16}\n$/);
    assert.equal(result.status, 0);
    const path = join(root, "etc/demo/demo.conf");
    assert.equal(readFileSync(path, "utf8"), "a = 'b'\n$HOME `x`\n");
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.equal(statSync(join(root, "var/lib/demo")).mode & 0o777, 0o700);
    assert.equal(log(), "changed /etc/demo/demo.conf\nfiles: /etc/demo/demo.conf\n");
    assert.equal(
      statSync(join(root, "var/log/openstack-environment/demo.log")).mode & 0o777,
      0o600,
    );
    assert.equal(statSync(join(root, "var/log/openstack-environment")).mode & 0o777, 0o700);
  });

  it("prints what its script tells, of this run alone, and without secrets", () => {
    const result = run({ script: 'tell "it failed with s3cret"', secrets: ["s3cret"] });
    assert.match(result.stdout, /^demo [0-9a-f]{16}\nit failed with \[secret\]\n$/);
    assert.equal(result.status, 0);
    assert.match(run({ script: "true" }).stdout, /^demo [0-9a-f]{16}\n$/);
  });

  it("leaves a file alone whose content is right, and corrects its mode", () => {
    run({ files: [file("same\n")] });
    const path = join(root, "etc/demo/demo.conf");
    utimesSync(path, 1000, 1000);
    spawnSync("chmod", ["0666", path]);
    const result = run({ files: [file("same\n")], script: 'echo "changed: ${#CHANGED[@]}"' });
    assert.equal(result.status, 0);
    assert.equal(statSync(path).mtimeMs, 1_000_000);
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.equal(log(), "changed: 0\n");
  });

  it("tells the script which files changed", () => {
    run({ files: [file("one\n")] });
    const script =
      "if changed /etc/demo/demo.conf; then echo yes; fi\nchanged /etc/other || echo no";
    run({ files: [file("two\n")], script });
    assert.equal(log(), "changed /etc/demo/demo.conf\nyes\nno\n");
  });

  it("fails with the end of its log, without the secrets", () => {
    const result = run({
      files: [file("password = canary-4711\n")],
      script: 'cat "$ROOT/etc/demo/demo.conf"\nfalse\necho never',
      secrets: ["canary-4711"],
    });
    assert.equal(result.status, 1);
    assert.equal(result.stdout, "");
    const where = join(root, "var/log/openstack-environment/demo.log");
    const node = spawnSync("uname", ["-n"], { encoding: "utf8" }).stdout.trim();
    assert.equal(
      result.stderr,
      `The step demo failed on ${node} with status 1. The last lines of ${where}:\n` +
        "changed /etc/demo/demo.conf\npassword = [secret]\n",
    );
  });

  it("names a disk that is full, and leaves no half file there", () => {
    const mount = `mount -t tmpfs -o size=64k none ${root}; bash -s || code=$?; ls -A ${root}/etc/demo`;
    const result = spawnSync(
      "unshare",
      ["--user", "--map-root-user", "--mount", "sh", "-c", `${mount}; exit $code`],
      {
        input: renderStep(
          "demo",
          { files: [{ path: "/etc/demo/demo.conf", content: "x".repeat(200_000) }] },
          root,
        ),
        encoding: "utf8",
      },
    );
    assert.equal(result.status, 1);
    assert.equal(result.stdout, "");
    const [, ...lines] = result.stderr.split("\n");
    const node = spawnSync("uname", ["-n"], { encoding: "utf8" }).stdout.trim();
    assert.deepEqual(lines, [
      "/etc/demo/demo.conf could not be written",
      `The disk at ${root} on ${node} is full: make room there, then run the same command again.`,
      "",
    ]);
  });

  it("removes what its run that was cut off left beside a file, and nothing of another step", () => {
    run({ files: [file("one\n")] });
    writeFileSync(join(root, "etc/demo/.demo.conf.demo"), "half a f");
    // Services on one host have files in common, and are installed at once.
    writeFileSync(join(root, "etc/demo/.demo.conf.other"), "is being written");
    run({ files: [file("two\n")] });
    assert.deepEqual(readdirSync(join(root, "etc/demo")), [".demo.conf.other", "demo.conf"]);
    assert.equal(readFileSync(join(root, "etc/demo/demo.conf"), "utf8"), "two\n");
  });

  it("writes a file at the same time as another step", async () => {
    const steps = ["one", "two", "three", "four"].map(
      (name) =>
        new Promise<number | null>((resolve) => {
          const files = Array.from({ length: 40 }, (_, n) => ({
            ...file(`${n}\n`),
            path: `/etc/demo/${n}`,
          }));
          const child = spawn("bash", ["-s"], { stdio: ["pipe", "ignore", "ignore"] });
          child.on("close", resolve);
          child.stdin.end(renderStep(name, { files }, root));
        }),
    );
    assert.deepEqual(await Promise.all(steps), [0, 0, 0, 0]);
    assert.equal(readdirSync(join(root, "etc/demo")).length, 40);
  });

  it("does not let its script read what follows on standard input", () => {
    const result = run({ script: 'read -r line && echo "read $line"; echo "end"' });
    assert.equal(result.status, 0);
    assert.equal(log(), "end\n");
  });

  it("waits within bounds and names what it waited for", () => {
    const result = run({ script: 'UNITS=()\nwait_for 1 "demo: its answer" false' });
    assert.equal(result.status, 1);
    assert.equal(log(), "demo: its answer: no good answer within 1 seconds\n");
  });

  describe("with a unit that began to start one second after its file changed", () => {
    const began = 1_700_000_001;
    /** A stand-in for systemctl: the unit is up, long after its start began. */
    const systemctl = `systemctl() {
  case $* in
    *InactiveExitTimestamp*) date -u -d @${began}.250000 '+%a %F %T.%6N UTC' ;;
    *) echo "systemctl $*" ;;
  esac
}
`;
    const restarted = (changed: number): boolean => {
      run({ files: [file("x\n")] });
      utimesSync(join(root, "etc/demo/demo.conf"), changed, changed);
      const script = `${systemctl}ensure_units demo -- /etc/demo/demo.conf`;
      assert.equal(run({ files: [file("x\n")], script }).status, 0);
      return log().includes("restart demo\n");
    };

    it("restarts it for a file that it may have read before the change, and for no other", () => {
      assert.equal(restarted(began - 1), false);
      assert.equal(restarted(began + 0.1), false);
      assert.equal(restarted(began + 0.5), true);
    });
  });

  describe("with a unit that ends at its first start", () => {
    /** A stand-in for systemctl: what it says of the unit, one line each time that it is asked. */
    const started = (states: string[]) => {
      writeFileSync(join(root, "states"), `${states.join("\n")}\n`);
      const script = `systemctl() {
  case $1 in
    restart) return 1 ;;
    is-active)
      local state=$(head -n 1 $ROOT/states)
      (($(wc -l <$ROOT/states) == 1)) || sed -i 1d $ROOT/states
      [[ $2 == -q ]] || echo $state
      [[ $state == active ]] ;;
  esac
}
journalctl() { echo "the journal of $2"; }
ensure_units demo --`;
      return run({ script }).status;
    };

    it("waits for it while systemd starts it again", () => {
      assert.equal(started(["inactive", "activating", "activating", "active"]), 0);
      assert.equal(log(), "restart demo\n");
    });

    it("fails as soon as systemd gives it up", () => {
      assert.equal(started(["inactive", "activating", "activating", "failed"]), 1);
      assert.equal(
        log(),
        "restart demo\nunit demo: failed; its journal:\nthe journal of demo\na unit did not start: demo\n",
      );
    });
  });

  it("holds back units that no step enabled yet, so that no other unit can start them", () => {
    const script = `systemctl() { [[ $1 == is-enabled ]] && { [[ $3 == ready ]]; return; }; echo "systemctl $*"; }
hold_units ready waiting`;
    run({ script });
    assert.equal(log(), "systemctl mask -q --now waiting\n");
  });

  it("takes a file's place in one move, over a link too", () => {
    run({ files: [file("first\n")] });
    const path = join(root, "etc/demo/demo.conf");
    writeFileSync(join(root, "elsewhere"), "elsewhere\n");
    rmSync(path);
    spawnSync("ln", ["-s", join(root, "elsewhere"), path]);
    run({ files: [file("second\n")] });
    assert.equal(readFileSync(path, "utf8"), "second\n");
    assert.equal(readFileSync(join(root, "elsewhere"), "utf8"), "elsewhere\n");
  });

  it("renders the same text for the same content", () => {
    const content = { files: [file("x")], script: "true" };
    assert.equal(renderStep("demo", content), renderStep("demo", content));
    assert.notEqual(
      renderStep("demo", content),
      renderStep("demo", { ...content, script: "false" }),
    );
  });
});
