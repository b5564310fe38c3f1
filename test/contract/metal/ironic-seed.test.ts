import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { renderStep } from "../../../components/host";
import { builtImages } from "../../../components/metal/host-image";
import { down } from "../../../embedded/metal/lab";
import { quiet, traces } from "./support/room";
import { ask, bootSeed, connection, on, seedLab, SeedStack, type Login } from "./support/seed";

const { lab, machine } = seedLab("osq-", 247);
const MANAGEMENT = "10.247.0.5";
const BMC = "10.247.9.5";
const FOLDER = "/var/lib/metal/images";
const UTILS = "/usr/lib/python3/dist-packages/ironic/api/controllers/v1/utils.py";

describe("a seed on a host", function () {
  this.timeout(600_000);
  const shell = (script: string): string => on(lab, machine, script);
  let stack: SeedStack;
  let login: Login;
  const code = (url: string): string =>
    `curl -s -o /dev/null --max-time 3 -w '%{http_code}' ${url} || :`;

  before(async () => {
    await down(lab, quiet);
    await bootSeed(lab, machine);
    shell(`mkdir -p ${FOLDER}; cd ${FOLDER}
for file in host.iso host.img agent.kernel agent.initramfs; do
  echo "content of $file" >$file
  sha256sum $file >$file.sha256
done`);
    stack = new SeedStack({
      seed: {
        host: {
          name: "seed",
          roles: [],
          addresses: { management: MANAGEMENT },
          externalInterfaces: {},
          connection: connection(lab, machine),
        },
        addresses: { management: MANAGEMENT, bmc: BMC },
        bmcCa: "-----BEGIN CERTIFICATE-----\nof the controllers\n-----END CERTIFICATE-----\n",
      },
      image: { needs: { iso: true, disk: true, agent: true }, folder: FOLDER },
    });
  });
  after(async () => {
    await down(lab, quiet);
    assert.deepEqual(traces(lab), []);
  });

  it("is made in one run, and there is nothing to do in the next", async () => {
    const { outputs, secrets, done, errors } = await stack.up();
    assert.deepEqual(errors, []);
    assert.deepEqual(secrets, ["password"]);
    const made = [
      "image",
      "image",
      "program-test",
      "seed",
      "seed",
      "seed",
      "seed-ca",
      "seed-ca-key",
      "seed-host",
      "seed-ironic",
      "seed-ironic-images",
      "seed-ironic-images-seed",
      "seed-ironic-prepare",
      "seed-ironic-seed",
      "seed-password",
      "seed-readiness",
      "seed-server",
      "seed-server-key",
      "seed-server-request",
    ];
    assert.deepEqual(
      done,
      made.map((name) => `create ${name}`),
    );
    const { password, ca, ...plain } = outputs;
    assert.deepEqual(plain, {
      endpoint: `https://${MANAGEMENT}:6385`,
      userName: "admin",
      redfishVerifyCa: "/etc/ironic/ssl/bmc-ca.crt",
      bootIso: `http://${BMC}:8080/images/host.iso`,
      diskImage: `http://${MANAGEMENT}:8080/images/host.img`,
      diskChecksum: `http://${BMC}:8080/images/host.img.sha256`,
      agentKernel: `http://${BMC}:8080/images/agent.kernel`,
      agentRamdisk: `http://${BMC}:8080/images/agent.initramfs`,
      nodeNames: [],
    });
    login = {
      endpoint: `https://${MANAGEMENT}:6385`,
      userName: "admin",
      password: String(password),
      ca: String(ca),
    };
    const again = await stack.up();
    assert.deepEqual(again.errors, []);
    assert.deepEqual(
      again.done,
      made.map((name) => `same ${name}`),
    );
  });

  it("answers who knows the password, under a certificate of its own authority", async () => {
    assert.equal((await ask(login, "GET", "/v1/nodes")).status, 200);
    assert.equal((await ask({ ...login, password: "wrong" }, "GET", "/v1/nodes")).status, 401);
    assert.equal((await ask({ ...login, userName: "other" }, "GET", "/v1/nodes")).status, 401);
    await assert.rejects(ask({ ...login, ca: undefined }, "GET", "/v1/nodes"), {
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    });
  });

  it("knows machines that Debian's Ironic would make their own parents", async () => {
    const driver = { driver: "redfish", driver_info: { redfish_address: "https://10.247.9.99" } };
    const node = await ask(login, "POST", "/v1/nodes", { name: "one", ...driver });
    assert.equal(node.status, 201, JSON.stringify(node.body));
    const { uuid } = node.body;
    const change = [{ op: "replace", path: "/description", value: "changed" }];
    const changed = await ask(login, "PATCH", "/v1/nodes/one", change);
    assert.deepEqual(
      [changed.status, changed.body.description, changed.body.parent_node],
      [200, "changed", null],
    );
    // What else asks the function that was mended still gets its node.
    const port = { node_uuid: uuid, address: "52:54:00:00:00:01" };
    const made = await ask(login, "POST", "/v1/ports", port);
    const path = `/v1/ports/${String(made.body.uuid)}`;
    const extra = [{ op: "add", path: "/extra/note", value: "changed" }];
    const patched = await ask(login, "PATCH", path, extra);
    assert.deepEqual(
      [patched.status, patched.body.node_uuid, patched.body.extra],
      [200, uuid, { note: "changed" }],
    );
    // A parent that is asked for is taken.
    await ask(login, "POST", "/v1/nodes", { name: "two", ...driver });
    const parent = [{ op: "add", path: "/parent_node", value: uuid }];
    assert.equal((await ask(login, "PATCH", "/v1/nodes/two", parent)).body.parent_node, uuid);
    for (const name of ["two", "one"]) {
      assert.equal((await ask(login, "DELETE", `/v1/nodes/${name}`)).status, 204);
    }
  });

  it("is mended again when the package came anew", () => {
    const mistakes = `grep -c '^    return orig_node$' ${UTILS} || :`;
    assert.equal(shell(mistakes), "0");
    shell(`sed -i 's/^    return None if field_name .*/    return orig_node/' ${UTILS}`);
    assert.equal(shell(mistakes), "1");
    shell("systemctl restart ironic");
    assert.equal(shell(mistakes), "0");
  });

  it("shows controllers all of its media, and the other network the images alone", () => {
    shell(`install -d -o ironic -g www-data -m 2750 /srv/ironic/redfish
echo medium | runuser -u ironic -- tee /srv/ironic/redfish/configdrive-1 >/dev/null`);
    const urls = ["images/host.iso", "redfish/configdrive-1", "images/", ""];
    const seen = (address: string) =>
      urls.map((path) => shell(code(`http://${address}:8080/${path}`)));
    assert.deepEqual(seen(BMC), ["200", "200", "403", "403"]);
    assert.deepEqual(seen(MANAGEMENT), ["200", "404", "403", "404"]);
    assert.equal(shell(`curl -s http://${BMC}:8080/images/host.iso`), "content of host.iso");
    assert.equal(
      shell("runuser -u nobody -- cat /srv/ironic/redfish/configdrive-1 2>&1 || :"),
      "cat: /srv/ironic/redfish/configdrive-1: Permission denied",
    );
    shell("rm -r /srv/ironic/redfish");
  });

  it("lets in what its services name, by the network that they name it for", async () => {
    const reached = (host: string, port: number): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect({ host, port, timeout: 1000 });
        const end = (answer: boolean) => resolve(answer) ?? socket.destroy();
        socket.on("connect", () => end(true)).on("timeout", () => end(false));
        socket.on("error", () => end(false));
      });
    // Something that listens everywhere, and that no service names.
    shell("systemd-run --quiet --unit other python3 -m http.server 8099");
    const ports = [22, 6385, 8080, 8099];
    const open = async (host: string): Promise<number[]> => {
      const answers = await Promise.all(ports.map((port) => reached(host, port)));
      return ports.filter((_, at) => answers[at]);
    };
    assert.deepEqual(await open(MANAGEMENT), [22, 6385, 8080]);
    assert.deepEqual(await open(BMC), [8080]);
    // It is the firewall, and not that nothing listens.
    assert.equal(shell(code(`http://${BMC}:8099/`)), "200");
    shell("systemctl stop other");
  });

  it("runs Ironic by its own unit, and none of Debian's", () => {
    const units = ["ironic", "ironic-images", "ironic-api", "ironic-conductor", "nginx"];
    const state = (verb: string) => shell(`systemctl ${verb} ${units.join(" ")} || :`).split("\n");
    assert.deepEqual(state("is-active"), ["active", "active", "inactive", "inactive", "inactive"]);
    assert.deepEqual(state("is-enabled"), ["enabled", "enabled", "masked", "masked", "masked"]);
  });

  it("has a boot loader for the agent's medium that secure boot takes", () => {
    assert.deepEqual(
      shell("mdir -b -i /var/lib/ironic/esp.img ::/EFI/BOOT").split("\n"),
      ["BOOTX64.EFI", "grubx64.efi", "grub.cfg"].map((name) => `::/EFI/BOOT/${name}`),
    );
    assert.equal(
      shell("mtype -i /var/lib/ironic/esp.img ::/EFI/BOOT/BOOTX64.EFI | sha256sum"),
      shell("sha256sum </usr/lib/shim/shimx64.efi.signed"),
    );
    assert.equal(
      shell("mtype -i /var/lib/ironic/esp.img ::/EFI/BOOT/grub.cfg"),
      "search --no-floppy --file --set=root /boot/grub/efiboot.img\nconfigfile /boot/grub/grub.cfg",
    );
  });

  it("restarts nothing when its steps run again", () => {
    const units = ["ironic", "ironic-images", "openstack-environment-firewall"];
    const started = () =>
      shell(`systemctl show -p ActiveEnterTimestampMonotonic --value ${units.join(" ")}`);
    const before = started();
    for (const step of [
      "seed-host",
      "seed-ironic-prepare",
      "seed-ironic-seed",
      "seed-ironic-images-seed",
      "image",
    ]) {
      assert.match(shell(stack.stepText(step)), new RegExp(`^${step} [0-9a-f]{16}$`));
    }
    assert.equal(started(), before);
  });

  it("keeps its secrets to itself", () => {
    const key = shell("sed -n 2p /etc/ironic/ssl/ironic.key");
    const hash = shell("cut -d: -f2 /etc/ironic/htpasswd");
    assert.equal(key.length > 40 && hash.startsWith("$2"), true);
    // The words come on standard input, so that the search finds the secrets of others alone.
    const search = (plant: string): string[] =>
      shell(`words=$(mktemp /run/words.XXXXXX); cat >"$words" <<'WORDS'
${login.password}
${key}
${hash}
WORDS
${plant}
cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -acFf "$words" || :
journalctl --no-pager | grep -cFf "$words" || :
find /etc /home /opt /root /run /srv /tmp /usr/local /var -xdev -type f -perm /o=r -print0 |
  xargs -0 -r grep -lFf "$words" || :
find /var/log -type f -not -path '*/journal/*' -print0 | xargs -0 -r grep -lFf "$words" || :
rm "$words"`).split("\n");
    assert.deepEqual(search(""), ["0", "0"]);
    // It finds what there is to find.
    const planted = search(`HIDDEN=$(head -n 1 "$words") sleep 20 >/dev/null 2>&1 &
tail -n 1 "$words" | systemd-cat
sed -n 2p "$words" >/tmp/seen
install -m 600 "$words" /var/log/seen
sleep 1`);
    assert.deepEqual(planted, ["1", "1", "/tmp/seen", "/var/log/seen"]);
    shell("rm /tmp/seen /var/log/seen");
    assert.equal(
      shell("stat -c '%a %U %G' /etc/ironic/htpasswd /etc/ironic/ssl/ironic.key"),
      "640 root ironic\n640 root ironic",
    );
  });

  it("says which images are not as they should be, all at once", async () => {
    shell(`cd ${FOLDER}; rm host.img agent.kernel.sha256; echo more >>host.iso
chmod 600 agent.initramfs`);
    const { errors } = await stack.up({
      image: { needs: { iso: true, disk: true, agent: true }, folder: `${FOLDER}/.` },
    });
    const lines = errors.join("\n").split("\n");
    const start = lines.findIndex((line) => line.startsWith("The folder "));
    assert.deepEqual(lines.slice(start, start + 6), [
      `The folder ${FOLDER}/. on the seed cannot serve as site.metal.image.folder:`,
      "  host.iso is not what host.iso.sha256 says",
      "  host.img is missing",
      "  agent.kernel.sha256 is missing",
      "  agent.initramfs cannot be read by www-data",
      "Put the files there, or leave folder out to have them built.",
    ]);
  });

  it("builds images when their recipe is another, and shows them", () => {
    const needs = { iso: true, disk: false, agent: true };
    const images = "/var/lib/openstack-environment/images";
    const build = (sources: string): string => {
      const content = builtImages(needs, { sources });
      // Stand-ins for builds, which take minutes: what they would run is made and tested elsewhere.
      const files = (content.files ?? []).map(({ path }) => {
        const [, what = ""] = /build-(.*)-image/.exec(path) ?? [];
        return { path, content: `mkdir -p ${images}; echo ${what} >>${images}/${what}.built\n` };
      });
      shell(renderStep("image", { ...content, packages: [], files }));
      return shell(`cd ${images}; cat host.built agent.built | tr '\\n' ' '`);
    };
    assert.equal(build("one"), "host agent");
    assert.equal(build("one"), "host agent");
    assert.equal(build("two"), "host host agent agent");
    assert.equal(shell(code(`http://${BMC}:8080/images/host.built`)), "200");
    assert.equal(
      shell(`cat ${images}/host.recipe`),
      createHash("sha256")
        .update(builtImages(needs, { sources: "two" }).files?.[0]?.content ?? "")
        .digest("hex"),
    );
  });
});
