import { generateKeyPairSync } from "node:crypto";
import type { Properties } from "../../../embedded/engine/types";
import type { Body } from "../support/openstack-api";
import type { Bench, Case } from "./lifecycle";
import type { Live } from "./live";

const FLAVOR = "compute/flavor:Flavor";
const KEYPAIR = "compute/keypair:Keypair";

const flavor = (bench: Bench, name: string): Promise<Live> =>
  bench.make(FLAVOR, { name, ram: 128, vcpus: 1, disk: 1, isPublic: false });

/** In OpenSSH's form. */
function publicKey(): string {
  const { publicKey: key } = generateKeyPairSync("ed25519");
  const { x = "" } = key.export({ format: "jwk" });
  const part = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = [Buffer.from("ssh-ed25519"), Buffer.from(x, "base64url")].map(part);
  return `ssh-ed25519 ${Buffer.concat(blob).toString("base64")} it`;
}

/** Nova shows a server that is gone a little longer. */
async function server(bench: Bench, id: string): Promise<Body | undefined> {
  const found = await bench.item("compute", "/servers", "server", "compute 2.26")(id);
  return found?.status === "DELETED" ? undefined : found;
}

export const compute: Case[] = [
  {
    type: FLAVOR,
    life: (bench) =>
      Promise.resolve({
        inputs: {
          name: bench.run,
          ...{ ram: 128, vcpus: 1, disk: 1, isPublic: false },
          extraSpecs: { "hw:one": "1" },
        },
        see: bench.item("compute", "/flavors", "flavor", "compute 2.61"),
        shows: {
          ...{ name: bench.run, ram: 128, vcpus: 1, "os-flavor-access:is_public": false },
          extra_specs: { "hw:one": "1" },
        },
        changes: [
          [{ extraSpecs: { "hw:two": "2" } }, { extra_specs: { "hw:two": "2" } }],
          [{ description: "second" }, { description: "second" }],
        ],
        replace: [{ ram: 256 }, { ram: 256, extra_specs: { "hw:two": "2" } }],
        deleteFirst: true,
      }),
  },
  {
    type: "compute/flavorAccess:FlavorAccess",
    life: async (bench) => {
      const [first, second] = [
        await flavor(bench, bench.run),
        await flavor(bench, `${bench.run}-2`),
      ];
      const project = await bench.make("identity/project:Project", { name: bench.run });
      return {
        inputs: { flavorId: first.id, tenantId: project.id },
        see: async (id) => {
          const path = `/flavors/${id.split("/")[0]}/os-flavor-access`;
          const listed = (await bench.cloud.api.get("compute", path))?.flavor_access as Body[];
          return listed.find((access) => access.tenant_id === project.id);
        },
        shows: { flavor_id: first.id },
        replace: [{ flavorId: second.id }, { flavor_id: second.id }],
      };
    },
  },
  {
    type: KEYPAIR,
    title: "that is given",
    life: (bench) => {
      const [first, second] = [publicKey(), publicKey()];
      return Promise.resolve({
        inputs: { name: bench.run, publicKey: first },
        see: bench.item("compute", "/os-keypairs", "keypair"),
        shows: { name: bench.run, public_key: first },
        replace: [{ publicKey: second }, { name: bench.run, public_key: second }],
        deleteFirst: true,
      });
    },
  },
  {
    type: KEYPAIR,
    title: "of another user",
    life: async (bench) => {
      const user = await bench.make("identity/user:User", { name: bench.run });
      const key = publicKey();
      return {
        inputs: { name: bench.run, publicKey: key, userId: user.id },
        see: async (id) => {
          const path = `/os-keypairs/${id}?user_id=${user.id}`;
          const found = await bench.cloud.api.get("compute", path, { version: "compute 2.10" });
          return found?.keypair as Body | undefined;
        },
        shows: { name: bench.run, public_key: key, user_id: user.id },
        replace: [{ name: `${bench.run}-2` }, { name: `${bench.run}-2`, user_id: user.id }],
        importable: false,
      };
    },
  },
  {
    type: "compute/serverGroup:ServerGroup",
    life: (bench) =>
      Promise.resolve({
        inputs: { name: bench.run, policies: ["anti-affinity"] },
        see: bench.item("compute", "/os-server-groups", "server_group", "compute 2.64"),
        shows: { name: bench.run, policy: "anti-affinity" },
        replace: [{ policies: ["soft-affinity"] }, { policy: "soft-affinity" }],
      }),
  },
  {
    type: "compute/instance:Instance",
    life: async (bench) => {
      const network = await bench.make("networking/network:Network", { name: bench.run });
      const subnet = await bench.make("networking/subnet:Subnet", {
        networkId: network.id,
        cidr: "192.168.77.0/24",
      });
      const group = await bench.make("networking/secGroup:SecGroup", { name: bench.run });
      const key = await bench.make(KEYPAIR, { name: bench.run });
      const other = await bench.make(KEYPAIR, { name: `${bench.run}-2` });
      const image = await bench.invoke("images/getImage:getImage", { name: "tiny" });
      const port = await bench.make("networking/port:Port", {
        networkId: network.id,
        fixedIps: [{ subnetId: subnet.id, ipAddress: "192.168.77.50" }],
        securityGroupIds: [group.id],
      });
      const inputs: Properties = {
        name: bench.run,
        imageId: image.id ?? "",
        flavorId: bench.cloud.tinyFlavor,
        networks: [{ port: port.id }],
        keyPair: key.id,
        metadata: { stage: "first" },
        tags: ["one"],
        userData: "#!/bin/sh\ntrue\n",
      };
      return {
        inputs,
        see: (id) => server(bench, id),
        shows: {
          ...{ name: bench.run, status: "ACTIVE", key_name: key.id, tags: ["one"] },
          ...{ metadata: { stage: "first" }, security_groups: [{ name: bench.run }] },
        },
        changes: [
          [
            { name: `${bench.run}-2`, metadata: { phase: "second" }, tags: ["one", "two"] },
            {
              name: `${bench.run}-2`,
              metadata: { phase: "second" },
              tags: ["one", "two"],
            },
          ],
          [{ securityGroups: ["default", bench.run] }, { status: "ACTIVE" }],
          [{ powerState: "shutoff" }, { status: "SHUTOFF" }],
          [{ powerState: "active" }, { status: "ACTIVE" }],
        ],
        notImported: ["metadata", "networks", "userData"],
        replace: [{ keyPair: other.id }, { key_name: other.id, name: `${bench.run}-2` }],
        deleteFirst: true,
      };
    },
  },
];
