import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { testBadLuck } from "./bad-luck/suite";
import { testBilling } from "./billing/suite";
import { testChanges } from "./changes/suite";
import { testOpenstackPlugin } from "./openstack-plugin/suite";
import { testPackets } from "./packets/suite";
import { testPersonas } from "./personas/suite";
import { testPriceChange } from "./price-change/suite";
import { testRateLimits } from "./rate-limits/suite";
import { testFirstReports } from "./reports/first";
import { testReports } from "./reports/suite";
import { App, type AppOutputs } from "./support/app";
import { Dashboard } from "./support/dashboard";
import { make, must, onHost, run, STATE } from "./support/command";
import { type LabOutputs, labOutputs } from "./support/outputs";
import { ProcessWatch } from "./support/processes";
import { filesBelow, holding, isPrivate, secretsIn } from "./support/secrets";

/**
 * The lab from nothing to nothing, by the commands that users type: machines, hosts, cloud, tenants, an
 * app team's machines, packets between them. Not proven here: more than one controller, volumes, and
 * whatever needs hardware that emulated hosts do not have.
 */
describe("the lab", function () {
  this.timeout(60 * 60 * 1000);

  const HOSTS = ["controller", "compute1", "compute2", "storage", "monitoring", "billing"];
  /** What was asked of the machines' controllers, a request a line. */
  const bmcLog = (): string => readFileSync(join(STATE, "lab/logs/bmc.log"), "utf8");
  const watch = new ProcessWatch();
  let printed = "";
  let outputs: LabOutputs;

  before(() => make("down"));
  after(() => watch.stop());

  it("make up that is killed on its way, and again, builds it and says where everything is", async () => {
    // The machine image or the control plane's first steps, by how quick the computer is.
    const killed = await run(["make", "up"], { killAfter: 25_000, show: true });
    assert.equal(killed.code, null);
    printed = await make("up");
    assert.match(printed, /The lab is up, with 3 tenants: engineering, finance, research\n/);
    assert.match(printed, /Dashboard {3}https:\/\/10\.0\.1\.10\/horizon\//);
    outputs = await labOutputs();
    assert.deepEqual(Object.keys(outputs.tenants), ["engineering", "finance", "research"]);
  });

  testFirstReports();

  it("has made hosts of machines that were off, by their controllers", () => {
    const on = / (\S+) POST \S+\/ComputerSystem\.Reset \{"ResetType":"On"\} -> 204 /g;
    const switched = new Set([...bmcLog().matchAll(on)].map(([, machine]) => machine));
    assert.deepEqual([...switched].sort(), [...HOSTS].sort());
  });

  it("make up again changes nothing, restarts nothing, and only reads at controllers", async () => {
    const started = () =>
      Promise.all(
        ["seed", ...HOSTS].map((host) =>
          onHost(
            host,
            "for unit in $(systemctl list-units --type=service --state=running --no-legend --plain | awk '{ print $1 }' | grep -vE 'ssh|user@'); do systemctl show $unit --property=Id,ExecMainStartTimestampMonotonic; done",
          ),
        ),
      );
    const before = await started();
    const asked = bmcLog().length;
    const again = await make("up");
    assert.match(again, /Resources:\n {4}\d+ unchanged\n/);
    assert.deepEqual(await started(), before);
    const written = bmcLog()
      .slice(asked)
      .split("\n")
      .filter((line) => line !== "" && !/ GET |\/SessionService\//.test(line));
    assert.deepEqual(written, []);
  });

  it("keeps secrets out of its output, of the state, of arguments and of others' files", () => {
    const secrets = secretsIn(outputs);
    // The admin, five tenant users and two application credentials.
    assert.equal(secrets.length, 8);
    assert.deepEqual(
      secrets.filter((secret) => printed.includes(secret)),
      [],
    );
    assert.deepEqual(watch.found(secrets), []);
    assert.deepEqual(holding(filesBelow(join(STATE, "stacks")), secrets), []);
    const logins = filesBelow(join(STATE, "logins"));
    assert.deepEqual(
      logins.filter((file) => !isPrivate(file)),
      [],
    );
  });

  it("gives a tenant a login that the stock openstack command takes as it is", async () => {
    const openrc = outputs.tenantCredentials.finance?.openrc.ci ?? "";
    const listed = await watch.without(() =>
      onHost(
        "monitoring",
        [
          "export DEBIAN_FRONTEND=noninteractive",
          "command -v openstack >/dev/null ||",
          "  { apt-get update -qq; apt-get install -qq -y --no-install-recommends python3-openstackclient; } >/dev/null 2>&1",
          "cd $(mktemp -d)",
          `cat >openrc <<'END'\n${openrc}\nEND`,
          ". ./openrc",
          "openstack network list -f json 2>/dev/null",
        ].join("\n"),
      ),
    );
    const networks = JSON.parse(listed) as { ID: string }[];
    const finance = outputs.tenants.finance;
    // Its own and the external one that it was granted; of engineering's, on the same CIDR, nothing.
    assert.deepEqual(
      networks.map(({ ID }) => ID).sort(),
      [finance?.networks.app, finance?.externalNetworks.internet].sort(),
    );
  });

  it("lets a tenant's user into the dashboard, and nobody with another password", async () => {
    const { ca, dashboard } = outputs;
    const openrc = outputs.tenantCredentials.finance?.openrc.frank ?? "";
    const password = /^export OS_PASSWORD='(.+)'$/m.exec(openrc)?.[1] ?? assert.fail(openrc);
    const frank = new Dashboard(dashboard, ca);
    assert.equal(
      await frank.login("frank", password, "finance"),
      "Instance Overview - OpenStack Dashboard",
    );
    assert.equal(await frank.title("project/networks/"), "Networks - OpenStack Dashboard");
    assert.equal(
      await new Dashboard(dashboard, ca).login("frank", `${password}x`, "finance"),
      "Login - OpenStack Dashboard",
    );
  });

  describe("with an app team's machine in two tenants on the same addresses", () => {
    const finance = new App("finance");
    let financeApp: AppOutputs;
    let engineering: App | undefined;
    let engineeringApp: AppOutputs;

    before(async () => {
      financeApp = await finance.up();
      const probe = (name: string, address: string): string =>
        `wget -q -T 5 -O /dev/null http://${address}/ 2>/dev/null && echo '${name} reached' || echo '${name} not reached'`;
      engineering = new App("engineering", {
        "app:userData": [
          "#!/bin/sh",
          probe("metadata", "169.254.169.254"),
          probe("floating", financeApp.address),
          probe("private", financeApp.privateAddress),
          "echo done",
          "",
        ].join("\n"),
      });
      engineeringApp = await engineering.up();
    });
    after(async () => {
      await engineering?.destroy();
      await finance.destroy();
    });

    it("answers HTTP on the floating IP of each", async () => {
      assert.match(await page(financeApp.url), /^hostname: app-e2e-finance/);
      assert.match(await page(engineeringApp.url), /^hostname: app-e2e-engineering/);
      assert.notEqual(financeApp.address, engineeringApp.address);
    });

    it("drops what the security group does not allow", async () => {
      assert.equal(await reach(financeApp.address, 80), "open");
      assert.equal(await reach(financeApp.address, 22), "dropped");
      assert.equal(await reach(financeApp.address, 81), "dropped");
    });

    it("lets one tenant's machine reach the other's by what it publishes, and no other way", async () => {
      const result = await eventually(async () => {
        const text = await page(`${engineeringApp.url}user-data.txt`);
        return text.includes("done") ? text : undefined;
      });
      assert.equal(result, "metadata reached\nfloating reached\nprivate not reached\ndone\n");
    });
  });

  testChanges(() => outputs.tenants);
  testOpenstackPlugin();
  testPackets();
  testPersonas();
  testRateLimits();
  testBilling();
  testReports();
  testBadLuck(watch);
  testPriceChange();

  describe("at the end", () => {
    it("make down leaves nothing behind, any number of times", async () => {
      await make("down");
      await make("down");
      const left = await must([
        "sh",
        "-c",
        "ip -o link | grep -o 'osl-[a-z0-9-]*'; ip netns | grep osl-; grep osl- /proc/mounts; " +
          "nft list tables | grep osl; ps -eo args | grep '[s]ystemd-nspawn.*osl-'; " +
          `losetup --list --noheadings --output BACK-FILE | grep ${join(STATE, "lab/")}; ` +
          `ps -eo args | grep '[b]mc/daemon.*${join(STATE, "lab/")}'; true`,
      ]);
      assert.equal(left, "");
      assert.equal(existsSync(join(STATE, "lab")), false);
      assert.equal(existsSync(join(STATE, "stacks/openstack-environment/lab")), false);
      assert.equal(existsSync(join(STATE, "logins/lab")), false);
    });
  });
});

/** A page, asked for until it is there: a machine takes some seconds to boot. */
async function page(url: string): Promise<string> {
  return eventually(async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return answer.ok ? answer.text() : undefined;
  });
}

async function eventually<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 180_000;
  for (;;) {
    const result = await attempt().catch((error: unknown) => {
      if (Date.now() > until) throw error;
      return undefined;
    });
    if (result !== undefined) return result;
    assert.ok(Date.now() < until, "it did not come about within three minutes");
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function reach(host: string, port: number): Promise<"open" | "refused" | "dropped"> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 4000 });
    const end = (result: "open" | "refused" | "dropped"): void => {
      socket.destroy();
      resolve(result);
    };
    socket.on("connect", () => end("open"));
    socket.on("timeout", () => end("dropped"));
    socket.on("error", () => end("refused"));
  });
}
