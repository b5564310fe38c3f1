import type { Properties } from "../../../engine/types";
import type { Body } from "../client/cloud";
import { definitions } from "../resources";
import { outputs } from "../table/state";
import type { Scope } from "../table/types";
import { Answer, list, only, query } from "./lookup";
import { text } from "../table/text";

const getFlavor: Answer = async (args, { cloud, region }) => {
  const call = { region, microversion: "2.55" };
  const wanted: [key: string, argument: string][] = [
    ["id", "flavorId"],
    ["name", "name"],
    ["description", "description"],
    ["ram", "ram"],
    ["vcpus", "vcpus"],
    ["disk", "disk"],
    ["swap", "swap"],
    ["rxtx_factor", "rxTxFactor"],
    ["os-flavor-access:is_public", "isPublic"],
  ];
  const found = await cloud.list("compute", "/flavors/detail", "flavors", {
    ...call,
    // Without it, an admin sees public flavors only.
    query: { ...query(args, { minDisk: "minDisk", minRam: "minRam" }), is_public: "None" },
  });
  const fits = (flavor: Body): boolean =>
    wanted.every(([key, argument]) => {
      const value = args[argument];
      const has = flavor[key] === "" && key === "swap" ? 0 : flavor[key];
      return value === undefined || value === null || has === value;
    });
  const flavor = only(found.filter(fits), "flavor", args);
  const specs = await cloud.call("compute", "GET", `/flavors/${text(flavor.id)}/os-extra_specs`, {
    region,
  });
  return {
    id: text(flavor.id),
    flavorId: text(flavor.id),
    name: text(flavor.name),
    description: text(flavor.description),
    ram: Number(flavor.ram),
    vcpus: Number(flavor.vcpus),
    disk: Number(flavor.disk),
    swap: Number(flavor.swap),
    rxTxFactor: Number(flavor.rxtx_factor),
    isPublic: flavor["os-flavor-access:is_public"] === true,
    extraSpecs: specs.extra_specs as Properties,
  };
};

const getImage: Answer = async (args, ground) => {
  const { cloud, region } = ground;
  const found = await cloud.list("image", "/images", "images", {
    query: {
      ...query(args, {
        name: "name",
        visibility: "visibility",
        owner: "owner",
        size_min: "sizeMin",
        size_max: "sizeMax",
        tag: "tag",
        member_status: "memberStatus",
        os_hidden: "hidden",
      }),
      sort_key: text(args.sortKey ?? "name"),
      sort_dir: text(args.sortDirection ?? "asc"),
    },
    region,
  });
  const properties = Object.entries((args.properties ?? {}) as Properties);
  const pattern = typeof args.nameRegex === "string" ? new RegExp(args.nameRegex) : undefined;
  const tags = list(args.tags);
  const fitting = found.filter(
    (image) =>
      properties.every(([key, value]) => image[key] === value) &&
      tags.every((tag) => list(image.tags).includes(tag)) &&
      (pattern?.test(text(image.name)) ?? true),
  );
  const newest = [...fitting].sort((a, b) => (text(a.created_at) < text(b.created_at) ? 1 : -1));
  const image = only(args.mostRecent === true ? newest.slice(0, 1) : fitting, "image", args);
  const definition = definitions["images/image:Image"];
  if (!definition?.view) throw new Error("the table has no images");
  const view = await definition.view(image, {}, ground as unknown as Scope);
  const all = outputs(definition, text(image.id), view, {}, region);
  const names = [
    ...["id", "name", "tags", "containerFormat", "diskFormat", "minDiskGb", "minRamMb", "owner"],
    ...["protected", "visibility", "checksum", "sizeBytes", "metadata", "createdAt", "updatedAt"],
    ...["file", "schema", "hidden", "properties"],
  ];
  return Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
};

export const computeFunctions: Readonly<Record<string, Answer>> = {
  "compute/getFlavor:getFlavor": getFlavor,
  "images/getImage:getImage": getImage,
};
