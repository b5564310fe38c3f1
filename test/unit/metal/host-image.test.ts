import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  builtImages,
  HostImage,
  imageFiles,
  imagesAtHand,
} from "../../../components/metal/host-image";
import { agentImageScript, BUILD_PACKAGES } from "../../../components/metal/image/recipe";
import { Seed } from "../../../components/metal/seed";
import { record } from "../tenant/recorder";

const all = { iso: true, disk: true, agent: true };
const none = { iso: false, disk: false, agent: false };

const made = async (more: Partial<ConstructorParameters<typeof HostImage>[1]>) =>
  record(() => {
    const seed = new Seed("seed", {
      host: {
        name: "seed1",
        roles: [],
        addresses: { management: "10.0.0.5" },
        externalInterfaces: {},
        connection: { host: "10.0.0.5" },
      },
      addresses: { management: "10.0.0.5", bmc: "10.0.9.5" },
    });
    return new HostImage("image", { seed, needs: all, ...more });
  });

describe("the image of hosts", () => {
  it("has names that stay, whatever it is made of", async () => {
    for (const more of [{ folder: "/images" }, { recipe: { packages: ["vim"] } }]) {
      const { result } = await made(more);
      const { bootIso, diskImage, diskChecksum, agentKernel, agentRamdisk } = result;
      assert.deepEqual(
        { bootIso, diskImage, diskChecksum, agentKernel, agentRamdisk },
        {
          bootIso: "http://10.0.9.5:8080/images/host.iso",
          diskImage: "http://10.0.0.5:8080/images/host.img",
          diskChecksum: "http://10.0.9.5:8080/images/host.img.sha256",
          agentKernel: "http://10.0.9.5:8080/images/agent.kernel",
          agentRamdisk: "http://10.0.9.5:8080/images/agent.initramfs",
        },
      );
    }
  });

  it("is one step after the seed's, or none where nothing is needed", async () => {
    const { resources } = await made({ folder: "/images" });
    const step = Object.values(resources).find(({ parent }) => parent === "image");
    assert.deepEqual(
      [step?.type, step?.dependencies.filter((name) => name.startsWith("seed-ironic"))],
      ["command:remote:Command", ["seed-ironic-images-seed1", "seed-ironic-seed1"]],
    );
    const { result, resources: others } = await made({ needs: none });
    assert.deepEqual(result.ready, []);
    assert.deepEqual(
      Object.values(others).filter(({ parent }) => parent === "image"),
      [],
    );
  });

  it("is of the files that deployments ask for", () => {
    assert.deepEqual(imageFiles(all), ["host.iso", "host.img", "agent.kernel", "agent.initramfs"]);
    assert.deepEqual(imageFiles({ ...none, iso: true }), ["host.iso"]);
    assert.deepEqual(imageFiles({ ...none, disk: true }), ["host.img"]);
    assert.deepEqual(imageFiles({ ...none, agent: true }), ["agent.kernel", "agent.initramfs"]);
  });

  it("is taken from a folder by a link, when it is whole", () => {
    const { script = "", packages, files } = imagesAtHand({ ...none, iso: true }, "/it's here");
    assert.deepEqual([packages, files], [undefined, undefined]);
    const lines = script.split("\n");
    assert.equal(lines[0], "folder='/it'\\''s here'");
    assert.equal(lines[2], "for file in 'host.iso'; do");
    assert.equal(lines.at(-1), "ln -sfnT '/it'\\''s here' /srv/ironic/images");
  });

  it("is built of what is needed, and anew only when its recipe is another", () => {
    const builds = (needs: typeof all, recipe = {}) => {
      const { packages, directories, files = [], script = "" } = builtImages(needs, recipe);
      assert.deepEqual(packages, BUILD_PACKAGES);
      assert.deepEqual(directories, [{ path: "/var/lib/openstack-environment/images" }]);
      return {
        paths: files.map(({ path }) => path.split("/").at(-1)),
        digests: [...script.matchAll(/^if ! built (\S+) [0-9a-f]{64}; then$/gm)].map(
          ([line]) => line,
        ),
        diskImage: files.some(({ content }) => content.includes("export disk_image='yes'\n")),
      };
    };
    const host = "build-host-image.sh";
    const agent = "build-agent-image.sh";
    assert.deepEqual(builds(all).paths, [host, agent]);
    assert.deepEqual(builds({ ...none, iso: true }).paths, [host]);
    assert.deepEqual(builds({ ...none, agent: true }).paths, [agent]);
    assert.equal(builds(all).diskImage, true);
    assert.equal(builds({ ...none, iso: true }).diskImage, false);

    const [one, two] = [builds(all), builds(all, { packages: ["vim"] })];
    assert.deepEqual(builds(all), one);
    assert.notEqual(two.digests[0], one.digests[0]);
    // The agent has none of the hosts' packages.
    assert.equal(two.digests[1], one.digests[1]);
  });

  describe("on a machine that builds it of its own package sources", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "sources-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });
    /** What the script takes for the sources, before it builds anything. */
    const sources = () => {
      const [start = ""] = agentImageScript({}, "/output").split("\nset -euo pipefail\n");
      const script = `${start.replaceAll("/etc/apt/sources.list.d", folder)}\nprintf %s "$sources"`;
      return spawnSync("bash", ["-s"], { input: script, encoding: "utf8" });
    };

    it("takes all of them", () => {
      writeFileSync(join(folder, "debian.sources"), "Types: deb\nURIs: one\n");
      writeFileSync(join(folder, "more.sources"), "Types: deb\nURIs: two\n");
      assert.equal(sources().stdout, "Types: deb\nURIs: one\n\nTypes: deb\nURIs: two");
    });

    it("says what to do where there are none", () => {
      const { status, stdout, stderr } = sources();
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(
        stderr,
        /^This machine has no package sources in the form of a \.sources file: name them in site\.metal\.image\.sources\.$/m,
      );
    });
  });
});
