import type { Body } from "../support/openstack-api";
import type { Case } from "./lifecycle";

const TYPE = "blockstorage/volumeTypeV3:VolumeTypeV3";

/** What the lab's Cinder can do: it has no backend, so that there are no volumes. */
export const blockstorage: Case[] = [
  {
    type: TYPE,
    life: (bench) =>
      Promise.resolve({
        inputs: { name: bench.run, description: "first", extraSpecs: { one: "1", both: "1" } },
        see: bench.item("volumev3", "/types", "volume_type"),
        shows: {
          ...{ name: bench.run, description: "first", is_public: false },
          extra_specs: { one: "1", both: "1" },
        },
        changes: [
          [
            { description: "second", extraSpecs: { both: "2", two: "2" } },
            { description: "second", extra_specs: { both: "2", two: "2" } },
          ],
          [
            { name: `${bench.run}-2`, isPublic: true },
            { name: `${bench.run}-2`, is_public: true },
          ],
        ],
      }),
  },
  {
    type: "blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3",
    life: async (bench) => {
      const [first, second] = [
        await bench.make(TYPE, { name: bench.run }),
        await bench.make(TYPE, { name: `${bench.run}-2` }),
      ];
      const project = await bench.make("identity/project:Project", { name: bench.run });
      return {
        inputs: { volumeTypeId: first.id, projectId: project.id },
        see: async (id) => {
          const path = `/types/${id.split("/")[0]}/os-volume-type-access`;
          const listed = (await bench.cloud.api.get("volumev3", path))
            ?.volume_type_access as Body[];
          return listed.find((access) => access.project_id === project.id);
        },
        shows: { volume_type_id: first.id },
        replace: [{ volumeTypeId: second.id }, { volume_type_id: second.id }],
      };
    },
  },
];
