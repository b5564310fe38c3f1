import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "../../../providers/server/types";
import type { Bench, Case } from "./lifecycle";
import type { Live } from "./live";
import { temporaryFolder } from "../../support/folder";

const IMAGE = "images/image:Image";
const ACCESS = "images/imageAccess:ImageAccess";
const PROJECT = "identity/project:Project";

/** A raw disk of three MiB. */
function disk(): string {
  const file = join(temporaryFolder("lab-e2e"), "disk.raw");
  writeFileSync(file, Buffer.alloc(3 * 1024 * 1024, "openstack"));
  return file;
}

const shared = (bench: Bench, name: string): Promise<Live> =>
  bench.make(IMAGE, {
    name,
    containerFormat: "bare",
    diskFormat: "raw",
    localFilePath: disk(),
    visibility: "shared",
  });

/** A project, and the plugin logged in to it as somebody who is a member there. */
async function memberOf(bench: Bench): Promise<{ project: Live; provider: Provider }> {
  const project = await bench.make(PROJECT, { name: bench.run });
  const password = randomBytes(12).toString("hex");
  const user = await bench.make("identity/user:User", { name: bench.run, password });
  const role = await bench.invoke("identity/getRole:getRole", { name: "member" });
  await bench.make("identity/roleAssignment:RoleAssignment", {
    userId: user.id,
    projectId: project.id,
    roleId: role.id ?? "",
  });
  const provider = await bench.cloud.providerFor({
    userName: bench.run,
    password,
    tenantId: project.id,
    userDomainName: "Default",
  });
  return { project, provider };
}

/** The id is `image/project`. */
const seeMember =
  (bench: Bench) =>
  (id: string): Promise<Record<string, unknown> | undefined> => {
    const [image, member] = id.split("/");
    return bench.cloud.api.get("image", `/v2/images/${image}/members/${member}`);
  };

export const images: Case[] = [
  {
    type: IMAGE,
    life: (bench) => {
      const file = disk();
      return Promise.resolve({
        inputs: {
          name: bench.run,
          containerFormat: "bare",
          diskFormat: "raw",
          localFilePath: file,
          properties: { hw_disk_bus: "virtio" },
          tags: ["one"],
        },
        see: bench.item("image", "/v2/images", ""),
        shows: {
          ...{ name: bench.run, status: "active", size: 3 * 1024 * 1024, visibility: "private" },
          ...{ hw_disk_bus: "virtio", tags: ["one"] },
        },
        changes: [
          [
            {
              name: `${bench.run}-2`,
              properties: { os_type: "linux", hw_vif_model: "virtio" },
            },
            { name: `${bench.run}-2`, os_type: "linux", hw_vif_model: "virtio" },
          ],
          [
            { visibility: "public", protected: true, minRamMb: 64, minDiskGb: 1 },
            { visibility: "public", protected: true, min_ram: 64, min_disk: 1 },
          ],
          [
            { protected: false, tags: ["two"], hidden: true },
            { tags: ["two"], os_hidden: true },
          ],
        ],
        notImported: ["imageCachePath", "localFilePath"],
        replace: [{ localFilePath: disk() }, { status: "active", os_hidden: true }],
      });
    },
  },
  {
    type: ACCESS,
    life: async (bench) => {
      const image = await shared(bench, bench.run);
      const first = await bench.make(PROJECT, { name: bench.run });
      const second = await bench.make(PROJECT, { name: `${bench.run}-2` });
      return {
        inputs: { imageId: image.id, memberId: first.id },
        see: seeMember(bench),
        shows: { member_id: first.id, status: "pending" },
        changes: [[{ status: "accepted" }, { member_id: first.id, status: "accepted" }]],
        replace: [{ memberId: second.id }, { member_id: second.id, status: "accepted" }],
      };
    },
  },
  {
    type: "images/imageAccessAccept:ImageAccessAccept",
    life: async (bench) => {
      const [first, second] = [
        await shared(bench, bench.run),
        await shared(bench, `${bench.run}-2`),
      ];
      const { project, provider } = await memberOf(bench);
      for (const { id } of [first, second]) {
        await bench.make(ACCESS, { imageId: id, memberId: project.id });
      }
      return {
        provider,
        inputs: { imageId: first.id, memberId: project.id, status: "accepted" },
        see: seeMember(bench),
        shows: { image_id: first.id, status: "accepted" },
        changes: [[{ status: "rejected" }, { image_id: first.id, status: "rejected" }]],
        replace: [{ imageId: second.id }, { image_id: second.id, status: "rejected" }],
        remains: { status: "rejected" },
      };
    },
  },
];
